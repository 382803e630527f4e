/* document.h - photos, manuals and other files of equipment, tickets and parts: what they are and whose.
 *
 * The bytes are in store/file.h under the digest. upload_key is the client's: with it a repeated upload is
 * the same document. Removing marks the row; nothing is deleted. */
#ifndef STORE_DOCUMENT_H
#define STORE_DOCUMENT_H

#include "store/store.h"

enum document_entity { DOCUMENT_ASSET, DOCUMENT_TICKET, DOCUMENT_PART, DOCUMENT_ROUND };
enum document_kind {
	DOCUMENT_PHOTO,
	DOCUMENT_BEFORE, /* before and after the repair: tickets */
	DOCUMENT_AFTER,
	DOCUMENT_MANUAL, /* manuals and drawings: equipment and parts */
	DOCUMENT_DRAWING,
	DOCUMENT_OTHER
};
extern const char *const document_entities[], *const document_kinds[];

struct document {
	int64_t id;
	int entity;
	int64_t entity_id;
	int kind;
	const char *name, *type; /* file name as shown; MIME type, found from the content */
	int64_t size;
	const char *digest, *upload_key; /* the key never leaves as JSON */
	int64_t time, account_id;
	const char *account_name; /* joined */
	int64_t removed_at;
};
extern const struct field document_fields[];

/* Also removed ones. ERR_NOT_FOUND */
enum err store_document_get(struct db *db, struct arena *a, int64_t id, struct document *out);
enum err store_document_by_key(
	struct db *db, struct arena *a, int entity, int64_t id, const char *key, struct document *out);
/* Of one thing, newest first, without removed ones. kind -1: all. */
enum err store_document_list(
	struct db *db, struct arena *a, int entity, int64_t id, int kind, struct list *out);
/* The newest photo of an asset that is not removed: what its page shows. ERR_NOT_FOUND */
enum err store_document_photo(struct db *db, struct arena *a, int64_t asset, struct document *out);
/* Sets id. ERR_CONFLICT: the key was used for this thing before. */
enum err store_document_add(struct tx *tx, struct document *d);
/* ERR_CONFLICT: removed before. */
enum err store_document_remove(struct tx *tx, int64_t id);
/* How many a thing has that are not removed. */
enum err store_document_count(struct db *db, int entity, int64_t id, int64_t *n);
/* Does the asset, ticket, part or round exist? */
enum err store_document_owner(struct db *db, int entity, int64_t id, bool *exists);

#endif
