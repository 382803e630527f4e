/* index.h - which records hold which words, and the k of them that score best.
 *
 * Documents are numbered 0, 1, 2 … as they are added and never change; one that is replaced or gone is marked
 * dead and skipped. For every word form there is a list of the documents that hold it: the distance to the
 * previous one and two bits (in the symptom? in what was found and done?) as a variable-length number, one to
 * three bytes mostly. How often a word occurs in one record is not kept: repair texts are too short for it to
 * matter.
 *
 * A search is linear: every form has a weight, a document's score is the sum of the weights of the forms it
 * holds, per field, each times the field's length factor (k1 + 1) / (1 + k1 (1 - b + b length / mean length))
 * (BM25 with a term frequency of 1; k1 = 1.2, b = .6), times whatever factor the caller gives the document.
 *
 * One writer and any number of readers at the same time: a copy of struct kb_index, taken between two changes, can
 * be searched while the original is written to, as long as its heap keeps what was retired. It finds the documents
 * that were there when it was copied, less those that have died since.
 *
 * It goes through the documents in windows of KB_WINDOW: the scores of one window stay in the first-level
 * cache and the scratch memory does not grow with the number of documents (as Lucene's BooleanScorer does).
 */
#ifndef KB_INDEX_H
#define KB_INDEX_H

#include "base/arena.h"
#include "kb/list.h"

#include <stdbool.h>

enum { KB_SYMPTOM, KB_PAST, KB_FIELDS }; /* what was reported; cause, action and component */
enum { KB_WINDOW = 4096, KB_LENGTH_MAX = 254, KB_LENGTH_DEAD = 255 };

struct kb_index {
	struct kb_heap *heap;  /* NULL: nobody reads while it is written to */
	struct kb_list *lists; /* by form: documents with their fields */
	size_t n_lists, list_room;
	size_t list_bytes;		       /* beside the lists themselves */
	_Atomic uint8_t (*lengths)[KB_FIELDS]; /* by document, in words, at most KB_LENGTH_MAX */
	size_t n_docs, doc_room, live;
	uint64_t total[KB_FIELDS]; /* sum of lengths of the living */
};

/* One form of a document: in which fields (bit 0 symptom, bit 1 past). */
struct kb_entry {
	uint32_t form : 30;
	uint32_t fields : 2;
};

struct kb_query_form {
	uint32_t form;
	float weight[KB_FIELDS];
};

struct kb_hit {
	uint32_t doc;
	float score;
};

void kb_index_release(struct kb_index *ix);
/* As release, for an index that readers may still be searching and nobody writes to any more, some lists at a time:
 * from *from on, which moves. True when that was all. */
bool kb_index_retire_some(struct kb_index *ix, size_t *from, size_t most);
/* Adds a document with its distinct forms; lengths are cut at KB_LENGTH_MAX. Returns its number. */
uint32_t kb_index_add(
	struct kb_index *ix, const struct kb_entry *entries, size_t n, const size_t lengths[KB_FIELDS]);
/* Marks it dead; once only. */
void kb_index_remove(struct kb_index *ix, uint32_t doc);
bool kb_index_dead(const struct kb_index *ix, uint32_t doc);
/* In words, at most KB_LENGTH_MAX; KB_LENGTH_DEAD of the dead. */
static inline uint8_t kb_index_length(const struct kb_index *ix, uint32_t doc, size_t field)
{
	return atomic_load_explicit(&ix->lengths[doc][field], memory_order_relaxed);
}

/* What else is known about a document multiplies its score: at most `most`, never negative. */
struct kb_factor {
	double (*of)(const void *context, uint32_t doc);
	const void *context;
	double most;
};

/* The best k documents with a score above 0, best first, of equals the newer. Returns how many. Forms are
 * distinct. factor may be NULL. Scratch memory (about 40 KiB) from the arena; top has room for k. Reads only.
 */
size_t kb_index_search(const struct kb_index *ix, const struct kb_query_form *forms, size_t n,
	const struct kb_factor *factor, struct arena *a, struct kb_hit *top, size_t k);
size_t kb_index_bytes(const struct kb_index *ix);

#endif
