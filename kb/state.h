/* state.h - what a struct kb is made of; only for the files of kb/.
 *
 * Invariants between calls:
 * - docs[i] and the index's document i are the same record, dead or living; ids maps the living ones' id to
 *   i + 1.
 * - groups[g].cases, machine_cases, pairs, told and the words' counts count living records only.
 * - The docs of one group are linked from the one put in last to the first (groups[g].newest, docs[i].older),
 *   through dead ones too.
 *
 * One writer, any number of readers, and no lock. After every change the writer publishes a copy of struct kb, a
 * *view*: pointers and counts as they are then. A reader enters, gets the view of that moment, and reads through it as
 * if nobody wrote: what it points to is only added to (beyond the counts of the view), or replaced while the old stays
 * until the reader has left (heap.h). Few things change in place, each by itself and atomically, and are told by their
 * type: counts, the length that marks a document dead, what people said about a record, places of chains and tables. So a
 * reader may meet a count a moment newer than its view, and a number that is none of its view's: kb_group_newest,
 * kb_words_later, kb_machine_find, kb_doc_find and kb_names_find look out for these.
 *
 * A function that is given a const struct kb by the outside enters before it reads and leaves when it is through; what
 * it calls is given the view. One that writes ends with kb_publish. */
#ifndef KB_STATE_H
#define KB_STATE_H

#include "kb/held.h"
#include "kb/index.h"
#include "kb/kb.h"
#include "kb/lexicon.h"
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
	uint32_t held;			 /* where its words and parts begin: held.h */
	uint16_t entry_bytes;
	_Atomic uint8_t outcome;
	_Atomic uint8_t quality; /* of 255 */
};

struct kb_group {
	_Atomic uint32_t cases;
	_Atomic uint32_t newest; /* document + 1; of the view: kb_group_newest */
	uint32_t label;		 /* in label_names; KB_NO_NAME = its name: kb_group_label */
	uint32_t words;		 /* of its name: where their forms begin in name_words, */
	uint32_t n_words;	 /* and how many */
};

/* How probabilities of the first fix came true so far, by tenths: sums of (right - probability), and how many. */
enum { KB_PROMISES = 10 };
struct kb_promises {
	double off[KB_PROMISES], n[KB_PROMISES];
};

struct kb_learnt;
struct kb_shared;
struct kb {
	struct kb_shared *shared; /* the same in all views */
	struct kb_words words;
	struct kb_index index;
	struct kb_doc *docs;
	_Atomic(struct kb_doc *) *latest_docs; /* what docs is by now, for kb_group_newest */
	size_t doc_room;
	uint8_t *held; /* by all documents, one after the other */
	size_t n_held, held_room;
	struct kb_group *groups;
	size_t group_room, groups_used; /* used: with cases */
	struct kb_names group_names, label_names;
	uint32_t *name_words; /* forms of all groups' names */
	size_t n_name_words, name_word_room;
	struct kb_names model_names, component_names, code_names; /* as kb_text_code folds them */
	struct kb_map ids;
	struct kb_map machines;		 /* id -> number + 1 */
	_Atomic uint32_t *machine_cases; /* grouped records, by number */
	size_t n_machines, machine_room;
	struct kb_map pairs; /* (machine, group) -> records */
	struct kb_map told;  /* (stem, group) -> records that hold the stem */
	struct kb_weights weights;
	struct kb_learnt *learnt;
	struct kb_promises promises;
	struct kb_lexicon *lexicon;
	unsigned without; /* 1u << enum kb_piece: left out */
	/* Of the writer alone: */
	struct kb_draft *draft;	    /* scratch of kb_put */
	struct kb_packing *packing; /* NULL: none is going on */
};

/* The state as it is now, for a reader; *phase is what to leave with. Never waits. */
const struct kb *kb_enter(const struct kb *kb, unsigned *phase);
void kb_leave(const struct kb *kb, unsigned phase);
/* For the writer, at the end of a change: what readers get from now on. */
void kb_publish(struct kb *kb);
/* When it is made and freed. */
struct kb_heap *kb_view_begin(struct kb *kb);
void kb_view_end(struct kb *kb);
/* The memory that readers may be looking at. */
struct kb_heap *kb_heap_of(const struct kb *kb);

/* The newest document of the group that is in this view, + 1; 0 = none. */
uint32_t kb_group_newest(const struct kb *kb, uint32_t group);
const char *kb_group_label(const struct kb *kb, uint32_t group);
/* The machine's number + 1; 0 = not known. */
uint32_t kb_machine_find(const struct kb *kb, int64_t id);
/* The document of the record in this view, + 1; 0 = there is none. */
uint32_t kb_doc_find(const struct kb *kb, int64_t id);
/* A document as it comes in. */
struct kb_coming {
	struct kb_doc doc;
	struct kb_entry entries[KB_DOC_ENTRIES]; /* by form, each once */
	size_t n, lengths[KB_FIELDS];
	uint32_t stems[KB_DOC_ENTRIES]; /* each once */
	size_t n_stems;
	uint8_t held[KB_HELD_MOST];
	size_t n_held;
};
/* In the last place of all that holds documents, known by its id, but neither counted nor linked to its group yet.
 * Returns its number. */
uint32_t kb_doc_append(struct kb *kb, const struct kb_coming *c);
/* Bytes held by these, and by the scratch of kb_put. */
size_t kb_docs_bytes(const struct kb *kb);
size_t kb_draft_bytes(void);
/* To the chain of its group. */
void kb_doc_link(struct kb *kb, uint32_t number);
/* Folded as a field; KB_NO_NAME when there is nothing or (find) when it never occurred. */
uint32_t kb_field_find(const struct kb_names *names, const char *text);

static inline bool kb_uses(const struct kb *kb, unsigned piece)
{
	return !(kb->without >> piece & 1);
}

/* Through the forms that the document holds: number and bits are form and fields. */
static inline struct kb_cursor kb_doc_entries(const struct kb *kb, const struct kb_doc *d)
{
	return kb_held_entries(kb->held + d->held, d->entry_bytes);
}

#endif
