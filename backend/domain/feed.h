/* feed.h - what the knowledge base is fed with: repairs and what people wrote down, read from the store as records of kb/.
 *
 * A repair's group is the id of its fix, of what that was merged into in the end (fix_follow.h). What was written down is a
 * record of its own kind: its id is minus the fix's. On the way the fix and the outcome of each repair are kept in the
 * store, and the bases (outcome_base.h) follow. One feed is used by one thread at a time. */
#ifndef DOMAIN_FEED_H
#define DOMAIN_FEED_H

#include "domain/outcome_base.h"
#include "kb/kb.h"
#include "kb/lexicon.h"
#include "store/store.h"

struct feed {
	struct store *store;
	struct kb_lexicon *lexicon;
	bool keeps;   /* fixes and outcomes may be written: the store has a writer */
	int64_t days; /* a repair must last; by feed_days */
	struct outcome_bases *bases;
};

/* What the plant says of how long a repair must last; OUTCOME_DAYS when it says nothing. */
enum err feed_days(struct db *db, struct arena *a, int64_t *days);

/* Up to `limit` repairs above the ticket *after, which moves on, as struct kb_record. `known`: they are in the bases already
 * (it is not the first time). */
enum err feed_repairs(struct feed *f, struct db *db, struct arena *a, int64_t *after, int64_t limit,
	bool known, struct list *records);
/* One of them. ERR_NOT_FOUND: it is no repair (any more). */
enum err feed_repair(struct feed *f, struct db *db, struct arena *a, int64_t ticket, struct kb_record *out);
/* What was written down, above the fix *after, which moves on. */
enum err feed_written(struct db *db, struct arena *a, int64_t *after, int64_t limit, struct list *records);
/* One of them. ERR_NOT_FOUND: nothing of that fix is to be shown beside repairs. */
enum err feed_fix(struct db *db, struct arena *a, int64_t fix, struct kb_record *out);
static inline int64_t feed_id_of_fix(int64_t fix)
{
	return -fix;
}

/* The bases as the store knows them: after the first reading. */
enum err feed_bases(struct feed *f, struct db *db, struct arena *a);

#endif
