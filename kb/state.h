/* state.h - what a struct kb is made of; only for the files of kb/.
 *
 * Invariants between calls:
 * - docs[i] and the index's document i are the same record, dead or living; ids maps the living ones' id to
 *   i + 1.
 * - groups[g].cases, machine_cases, pairs, told and the words' counts count living records only.
 * - The docs of one group are linked from the one put in last to the first (groups[g].newest, docs[i].older),
 *   through dead ones too. */
#ifndef KB_STATE_H
#define KB_STATE_H

#include "kb/index.h"
#include "kb/kb.h"
#include "kb/map.h"
#include "kb/names.h"
#include "kb/words.h"

struct kb_doc {
	int64_t id, time_ms;
	uint32_t machine;		 /* number + 1 in machines, 0 = not known */
	uint32_t model, component, code; /* KB_NO_NAME = not known */
	uint32_t group;			 /* KB_NO_NAME = none */
	uint32_t older;			 /* document + 1 */
	uint32_t minutes;		 /* UINT32_MAX = not known */
	uint32_t wording;		 /* hash of the symptom's words in their order; 0 = no words */
	uint32_t entries, parts;	 /* where they begin */
	uint16_t n_entries;
	uint8_t n_parts;
	uint8_t outcome;
	uint8_t quality; /* of 255 */
};

struct kb_group {
	uint32_t cases;
	uint32_t newest; /* document + 1 */
	uint32_t label;	 /* in label_names */
};

struct kb {
	struct kb_words words;
	struct kb_index index;
	struct kb_doc *docs;
	size_t doc_room;
	struct kb_entry *entries;
	size_t n_entries, entry_room;
	struct kb_part *parts;
	size_t n_parts, part_room;
	struct kb_group *groups;
	size_t group_room, groups_used; /* used: with cases */
	struct kb_names group_names, label_names;
	struct kb_names model_names, component_names, code_names; /* as kb_text_code folds them */
	struct kb_map ids;
	struct kb_map machines;	 /* id -> number + 1 */
	uint32_t *machine_cases; /* grouped records, by number */
	size_t n_machines, machine_room;
	struct kb_map pairs; /* (machine, group) -> records */
	struct kb_map told;  /* (stem, group) -> records that hold the stem */
	struct kb_weights weights;
	unsigned without;	/* 1u << enum kb_piece: left out */
	struct kb_draft *draft; /* scratch of kb_put */
};

/* Grows *items, each of `size` bytes, to hold at least n. */
void *kb_grow(void *items, size_t *room, size_t n, size_t size);
/* Folded as a field; KB_NO_NAME when there is nothing or (find) when it never occurred. */
uint32_t kb_field_find(const struct kb_names *names, const char *text);

static inline bool kb_uses(const struct kb *kb, unsigned piece)
{
	return !(kb->without >> piece & 1);
}

static inline const struct kb_entry *kb_doc_entries(const struct kb *kb, const struct kb_doc *d)
{
	return kb->entries + d->entries;
}

#endif
