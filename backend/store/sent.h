/* sent.h - what was added under which Idempotency-Key, for things that have no room for it themselves. */
#ifndef STORE_SENT_H
#define STORE_SENT_H

#include "base/token.h"
#include "store/store.h"

struct sent {
	const char *entity, *send_key; /* "asset", "part" …; a key is looked for among its own kind only */
	const char *digest;	       /* of what was sent: token_digest */
	int64_t id;		       /* what came of it */
};

/* By entity and key. ERR_NOT_FOUND: not used yet. */
enum err store_sent_get(
	struct db *db, struct arena *a, const char *entity, const char *key, struct sent *out);
enum err store_sent_add(struct tx *tx, const struct sent *s);

#endif
