/* learnt.h - what closed repairs have taught the knowledge base, kept so that a start need not learn it again and answers as
 * before. One row; derived: it may be dropped at any time. */
#ifndef STORE_LEARNT_H
#define STORE_LEARNT_H

#include "store/store.h"

struct learnt {
	const char *version; /* what it was learnt by: of another nothing is taken */
	int64_t seq;	     /* the newest event that is in it */
	const char *state;   /* in hexadecimal digits: domain/learnt.h */
};

/* ERR_NOT_FOUND: nothing is kept. */
enum err store_learnt_get(struct db *db, struct arena *a, struct learnt *out);
enum err store_learnt_put(struct tx *tx, const struct learnt *l);

/* Tickets with an event after `seq` that had not been restored, nor imported, until then: what was learnt is without them. By
 * id. */
enum err store_learnt_missing(struct db *db, struct arena *a, int64_t seq, struct list /* repair_id */ *out);

#endif
