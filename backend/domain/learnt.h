/* learnt.h - what the knowledge base has learnt, between the store and memory.
 *
 * Kept are the bytes of kb_learnt_write and how the newest repairs were answered (judge.h), as hexadecimal digits with a
 * version in front, which names the words that are read by (a digest of the plant's own lexicon): with other words or by a
 * program that ranks otherwise nothing is taken, and all is learnt anew. `seq` is the event up to which it goes. */
#ifndef DOMAIN_LEARNT_H
#define DOMAIN_LEARNT_H

#include "kb/judge.h"
#include "kb/kb.h"
#include "store/store.h"

/* words: the plant's own lexicon as text, NULL: none. */
const char *learnt_version(struct arena *a, const char *words);

/* Puts it into kb and into *judged (of struct kb_judged, from the arena), and tells up to which event it goes. ERR_NOT_FOUND:
 * nothing is kept that can be taken; both are as they were. */
enum err learnt_take(struct db *db, struct arena *a, const char *version, struct kb *kb, struct list *judged,
	int64_t *seq);
enum err learnt_keep(struct store *s, struct arena *a, const char *version, const struct kb *kb,
	const struct list *judged, int64_t seq);

#endif
