/* finder.h - the index of everything that can be found by words: tickets open and closed, fixes, sections of documents,
 * equipment, parts, bins (kb/search.h).
 *
 * Like the knowledge base it is derived: built from the store at start, in the background, then following the event log. It has
 * a thread of its own, so that neither waits for the other. Whoever asks waits for no change to be made (kb/search.h), but for
 * a moment until what was committed before has been followed, so that people find what they have just saved: 15 ms at most
 * while somebody is typing (`unfinished`), else a tenth of a second. */
#ifndef DOMAIN_FINDER_H
#define DOMAIN_FINDER_H

#include "kb/search.h"
#include "store/store.h"

struct finder;
/* Starts following; returns at once. */
struct finder *finder_start(struct store *store);
void finder_stop(struct finder *f);
/* As kb_search_find, by the words that the plant reads by, shipped and its own (domain/lexicon.h). f NULL: nothing is found. */
bool finder_find(struct finder *f, const struct kb_search_query *q, struct arena *a,
	struct kb_found_list out[KB_FOUND_KINDS]);

#endif
