/* held.h - what a document holds, its words and its parts, in as few bytes as it takes.
 *
 * First its forms with their fields as a list of list.h has them, then the number of its parts and of each its id and
 * quantity as numbers of variable length, small ones short whether above or below 0. */
#ifndef KB_HELD_H
#define KB_HELD_H

#include "kb/index.h"
#include "kb/kb.h"
#include "kb/text.h"

enum {
	KB_DOC_ENTRIES = 2 * KB_TOKENS, /* of a document, at most */
	KB_HELD_MOST = 5 * KB_DOC_ENTRIES + 1 + 20 * KB_RECORD_PARTS,
};

/* entries: by form, each once. Returns the bytes in all; *entry_bytes are those of the forms. */
size_t kb_held_write(uint8_t out[KB_HELD_MOST], const struct kb_entry *entries, size_t n,
	const struct kb_part *parts, size_t n_parts, uint16_t *entry_bytes);
/* Through the forms: number and bits are form and fields. */
struct kb_cursor kb_held_entries(const uint8_t *held, uint16_t entry_bytes);
/* Returns how many. */
size_t kb_held_parts(const uint8_t *held, uint16_t entry_bytes, struct kb_part out[KB_RECORD_PARTS]);
/* All of it, in bytes. */
size_t kb_held_size(const uint8_t *held, uint16_t entry_bytes);

#endif
