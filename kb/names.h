/* names.h - strings numbered 0, 1, 2 … in the order they were first seen, each kept once.
 *
 * The knowledge base meets the same words, models and fixes over and over: everything else holds their
 * numbers. Nothing is ever taken out. Owned by whoever zeroed it. */
#ifndef KB_NAMES_H
#define KB_NAMES_H

#include <stddef.h>
#include <stdint.h>

struct kb_names {
	char *bytes; /* all strings, each with its NUL */
	size_t used, room;
	size_t *at; /* number -> offset in bytes */
	size_t n, at_room;
	uint64_t *slots; /* hash table, see names.c; a power of two */
	size_t n_slots;
};

#define KB_NO_NAME UINT32_MAX

void kb_names_release(struct kb_names *s);
/* The number of the string, or KB_NO_NAME. */
uint32_t kb_names_find(const struct kb_names *s, const char *text, size_t len);
/* The number of the string, given to it now when it is new. */
uint32_t kb_names_add(struct kb_names *s, const char *text, size_t len);
/* Valid until the next add. */
const char *kb_names_text(const struct kb_names *s, uint32_t number);
size_t kb_names_bytes(const struct kb_names *s);

#endif
