/* figures_kept.h - the rows that figures are made of, kept for the next who asks.
 *
 * A screen of reports asks half a dozen times for one window, and each answer is made of the same rows, which take longer
 * to read than to count. So the rows of the whole plant over the window last asked for are kept, and serve every question
 * about a part of it: rows that do not matter to a question do no harm to it (reliability.h). What is kept holds as long
 * as the event log has not grown, for every change is an event: answers are as fresh as without it.
 *
 * One set at a time, some 120 bytes a ticket and 32 a cost, let go when nobody has asked for a minute or two. Who comes while it is being read waits for it instead of
 * reading it too. Safe for any number of threads. */
#ifndef DOMAIN_FIGURES_KEPT_H
#define DOMAIN_FIGURES_KEPT_H

#include "domain/figures_rows.h"

struct figures_cache;
struct figures_cache *figures_cache_new(void);
/* When nobody has any of it. NULL is fine. */
void figures_cache_free(struct figures_cache *c);
/* Called every minute: what nobody asked for since the last call is let go. */
void figures_cache_rest(struct figures_cache *c);

/* Rows for q, to be put into q->kept, and given back after the answer is written. With `read` they are read when there are
 * none that hold; without, *out is NULL then. seq: of the store, asked for before db reads anything. */
enum err figures_kept_take(struct figures_cache *c, struct db *db, int64_t seq, const struct figures_query *q,
	bool read, struct figures_kept **out);
void figures_kept_give(struct figures_cache *c, struct figures_kept *k);

#endif
