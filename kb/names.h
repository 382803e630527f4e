/* names.h - strings numbered 0, 1, 2 … in the order they were first seen, each kept once.
 *
 * The knowledge base meets the same words, models and fixes over and over: everything else holds their
 * numbers. Nothing is ever taken out. All strings together are less than 4 GiB. Owned by whoever zeroed it.
 *
 * A copy of the struct can be read while the original is added to (see map.h): it knows what was there when it was
 * copied. */
#ifndef KB_NAMES_H
#define KB_NAMES_H

#include "kb/map.h"

struct kb_names {
	struct kb_heap *heap; /* NULL: nobody reads while it is written to */
	char *bytes;	      /* all strings, each with its NUL */
	size_t used, room;
	uint32_t *at; /* number -> offset in bytes */
	size_t n, at_room;
	struct kb_map numbers; /* hash -> number + 1, see names.c */
};

#define KB_NO_NAME UINT32_MAX

void kb_names_release(struct kb_names *s);
/* The number of the string, or KB_NO_NAME. */
uint32_t kb_names_find(const struct kb_names *s, const char *text, size_t len);
/* The number of the string, given to it now when it is new. */
uint32_t kb_names_add(struct kb_names *s, const char *text, size_t len);
/* The same where kb_map_hash of the string is known already. */
uint32_t kb_names_find_hashed(const struct kb_names *s, const char *text, size_t len, uint64_t hash);
uint32_t kb_names_add_hashed(struct kb_names *s, const char *text, size_t len, uint64_t hash);
/* The string will be looked up soon (kb_map_expect). */
void kb_names_expect(const struct kb_names *s, uint64_t hash);
/* Valid until the next add, or as long as the heap keeps what was retired. */
const char *kb_names_text(const struct kb_names *s, uint32_t number);
size_t kb_names_bytes(const struct kb_names *s);

#endif
