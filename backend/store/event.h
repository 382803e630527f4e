/* event.h - the append-only log of everything that happened. Each row's hash covers its content and the hash
 * of the row before it, so a change or a gap shows. What is derived (suggestions, live views) follows this
 * log. */
#ifndef STORE_EVENT_H
#define STORE_EVENT_H

#include "store/store.h"

struct event {
	int64_t seq, time, account_id;
	const char *actor, *entity;
	int64_t entity_id;
	const char *kind, *body; /* body is a JSON object */
	const char *hash;
};
/* Out as JSON without the hash. */
extern const struct field event_fields[];

/* entity: "ticket", "asset", "part", "account" …; kind: what happened, past tense ("reported"); body: JSON
 * text. */
enum err store_event_add(struct tx *tx, const char *entity, int64_t id, const char *kind, const char *body);
/* The body is what differs between the two: {"state":["reported","accepted"],…}. */
enum err store_event_change(struct tx *tx, const char *entity, int64_t id, const char *kind,
	const struct field *fields, const void *before, const void *after);
/* The body is the thing, by its fields: {"part_id":3,"qty":"2.5"}. */
enum err store_event_of_row(struct tx *tx, const char *entity, int64_t id, const char *kind,
	const struct field *fields, const void *row);
/* A short body: {"name":"text"}; NULL text writes {}. */
enum err store_event_note(
	struct tx *tx, const char *entity, int64_t id, const char *kind, const char *name, const char *text);

/* The newest seq; 0 when there is none. */
int64_t store_event_last(struct db *db);
/* The seq before the first event of that time or later: what has happened since is after it. Walks the log. */
int64_t store_event_since(struct db *db, int64_t time);
/* The same for who must not go on without it: a failing store is told. */
enum err store_event_newest(struct db *db, int64_t *seq);
/* Up to `limit` events after `seq`, oldest first. */
enum err store_event_after(struct db *db, struct arena *a, int64_t seq, int64_t limit, struct list *out);
/* The same without their bodies: what a screen must know to see whether it is concerned. */
struct event_head {
	int64_t seq, time;
	const char *entity;
	int64_t id;
	const char *kind, *actor;
	int64_t machine_id; /* of a ticket */
};
extern const struct field change_fields[];
enum err store_event_changes(struct db *db, struct arena *a, int64_t seq, int64_t limit, struct list *out);
/* One thing's events, newest first, below `before` (NONE: from the newest). */
enum err store_event_of(struct db *db, struct arena *a, const char *entity, int64_t id, int64_t before,
	int64_t limit, struct list *out);
/* A stretch of the log: above `after`, up to `last`, the last first. */
enum err store_event_between(struct db *db, struct arena *a, int64_t after, int64_t last, struct list *out);
/* Who did one of these things to it after `seq` up to `last`, first; NULL: nobody. kinds: ",changed,paused,". */
enum err store_event_touched_so(struct db *db, struct arena *a, const char *entity, int64_t id,
	const char *kinds, int64_t seq, int64_t last, const char **actor);
/* Who did something to this thing after `seq`, first; NULL: nobody. */
enum err store_event_touched(
	struct db *db, struct arena *a, const char *entity, int64_t id, int64_t seq, const char **actor);
/* Walks the whole chain: *bad is the first seq whose hash or number is wrong, 0 when all is well; *n how
 * many. */
enum err store_event_verify(struct db *db, int64_t *n, int64_t *bad);

#endif
