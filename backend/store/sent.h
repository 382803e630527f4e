/* sent.h - what was done under which Idempotency-Key, where the thing has no room for it itself. */
#ifndef STORE_SENT_H
#define STORE_SENT_H

#include "base/token.h"
#include "store/store.h"

struct sent {
	const char *entity, *send_key; /* "asset", "part" …; a key is looked for among its own kind only */
	const char *digest;	       /* of what was sent: token_digest */
	int64_t id;		       /* of what it was done to, or what came of it */
};

/* By entity and key. ERR_NOT_FOUND: not used yet. */
enum err store_sent_get(
	struct db *db, struct arena *a, const char *entity, const char *key, struct sent *out);
enum err store_sent_add(struct tx *tx, const struct sent *s);
/* Those from before then: nobody sends them again. */
enum err store_sent_forget(struct tx *tx, int64_t before);

#endif
