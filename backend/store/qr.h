/* qr.h - printed codes and what they open.
 *
 * A code is made once, bound at most once and revoked at most once; its row stays for ever, so it is never
 * given out again. entity -1: blank, to be bound on the floor. */
#ifndef STORE_QR_H
#define STORE_QR_H

#include "store/store.h"

enum qr_entity { QR_ASSET, QR_BIN };
extern const char *const qr_entities[];

struct qr_code {
	const char *code;
	int entity; /* enum qr_entity, -1: blank */
	int64_t entity_id, created_at, bound_at, revoked_at;
	/* joined for the reader and for labels */
	const char *name, *number; /* of the machine or bin; number is its own code, not the printed one */
	const char *place;	   /* its location, or what it stands in */
};
extern const struct field qr_code_fields[];

/* Also revoked ones. ERR_NOT_FOUND */
enum err store_qr_get(struct db *db, struct arena *a, const char *code, struct qr_code *out);
/* All codes of one thing, newest first, also revoked ones. */
enum err store_qr_of(struct db *db, struct arena *a, int entity, int64_t id, struct list *out);
/* Blank codes above the code `after`, by code. */
enum err store_qr_blank(struct db *db, struct arena *a, const char *after, int64_t limit, struct list *out);
/* The last so many that were made and are still blank, newest first. */
enum err store_qr_blank_newest(struct db *db, struct arena *a, int64_t limit, struct list *out);
/* For each machine at or below an asset, by the machine's code: its newest code that is not revoked. */
enum err store_qr_under(struct db *db, struct arena *a, int64_t asset, int64_t limit, struct list *out);

/* entity -1: blank. ERR_CONFLICT: that code exists; nothing else is spoilt by it. */
enum err store_qr_add(struct tx *tx, const char *code, int entity, int64_t id);
/* A blank code that is not revoked; ERR_CONFLICT otherwise. */
enum err store_qr_bind(struct tx *tx, const char *code, int entity, int64_t id);
/* ERR_CONFLICT: unknown or revoked before. */
enum err store_qr_revoke(struct tx *tx, const char *code);
/* Does the thing exist that a code is to be bound to? Of assets only machines and components do. */
enum err store_qr_entity_exists(struct db *db, int entity, int64_t id, bool *exists);

#endif
