/* finder.h - the index of everything that can be found by words: tickets open and closed, fixes, sections of documents,
 * equipment, parts, bins (kb/search.h).
 *
 * Like the knowledge base it is derived: built from the store at start, in the background, then following the event log. It has
 * a thread of its own, so that neither waits for the other. Whoever asks is let in between two puts (some ten microseconds
 * each); what was committed before is waited for, a tenth of a second at most. */
#ifndef DOMAIN_FINDER_H
#define DOMAIN_FINDER_H

#include "kb/search.h"
#include "store/store.h"

struct finder;
/* Starts following; returns at once. */
struct finder *finder_start(struct store *store);
void finder_stop(struct finder *f);
/* As kb_search_find, with the shipped lexicon for words of the other language. f NULL: nothing is found. */
bool finder_find(struct finder *f, const struct kb_search_query *q, struct arena *a,
	struct kb_found_list out[KB_FOUND_KINDS]);

#endif
