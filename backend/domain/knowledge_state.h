/* knowledge_state.h - what knowledge.c, knowledge_read.c and knowledge_follow.c share: the knowledge base of a plant, how all
 * is read at the start and anew, and how it follows the event log. Of one thread, the follower's, unless it says otherwise. */
#ifndef DOMAIN_KNOWLEDGE_STATE_H
#define DOMAIN_KNOWLEDGE_STATE_H

#include <pthread.h>
#include <stdatomic.h>

#include "domain/feed.h"
#include "domain/knowledge.h"
#include "domain/lessons.h"
#include "kb/heap.h"

enum {
	KNOWLEDGE_BATCH = 512, /* repairs or events read at a time, */
	KNOWLEDGE_READ =
		2048, /* and repairs when all are read: put together, which takes less time than by few */
};

struct knowledge {
	struct store *store;
	struct kb *kb;		    /* of the writer: being built anew it is not shown yet */
	_Atomic(struct kb *) shown; /* that is asked */
	struct kb_heap readers;	    /* who is inside of which */
	pthread_mutex_t words;	    /* around feed.lexicon for who is not the follower */
	pthread_t thread;
	bool following;
	atomic_bool ready, stop;
	_Atomic int64_t build_ms;
	atomic_int_fast64_t seq;
	int64_t ripe;	  /* until when it was looked which repairs have held; of the follower alone */
	int64_t imported; /* tickets up to this one came with an import and are read; of the follower alone */
	struct feed feed; /* of whoever builds, then of the follower; its days and bases are asked by all */
	atomic_int_fast64_t days;
	int64_t lessons_most; /* of the newest repairs at the start */
	unsigned without;     /* pieces of the ranking left out */
	struct lessons lessons;
	struct lessons *coming; /* where new ones go: another while it is built anew */
	/* Of what was learnt; of the follower alone. */
	const char *version; /* learnt_version of the words it reads by */
	bool taken;	     /* it is what was kept before this start */
	bool untaught;	     /* an import has brought more than teaches as it comes */
	int64_t kept_at, kept_seq;
	size_t kept_lessons;
	struct arena versions;
};

/* ---- knowledge_read.c ---- */

/* Reads all for the first time. False when the store failed or it was told to stop: what was read so far stays, and may be
 * read again. */
bool knowledge_read(struct knowledge *k);
/* All that was written down (who asks meanwhile takes it out of the number of cases), then all repairs, then the bases.
 * `known`: they have taught already. */
enum err knowledge_read_all(struct knowledge *k, struct db *db, struct arena *a, bool known);
/* Other words, or much that has not taught: everything is read anew, while the old one still answers. It is not tried again
 * when it fails; the next start does it. */
enum err knowledge_read_anew(struct knowledge *k, struct db *db, struct arena *a);
/* In how many days a fault has to come again for its repair not to have held. */
enum err knowledge_read_days(struct knowledge *k, struct db *db, struct arena *a);
/* Keeps what was learnt: every ten minutes when something has changed, and (`now`) at the end; not while an import is yet to
 * teach, so that a start comes by it again. What failed is tried again. */
void knowledge_keep(struct knowledge *k, bool now);

/* ---- knowledge_follow.c ---- */

/* What the event log tells since the last time. Stays where it is when the store fails. */
enum err knowledge_follow(struct knowledge *k, struct arena *a);
/* That a repair has held comes with time, not with an event. */
void knowledge_ripen(struct knowledge *k, struct arena *a);

#endif
