/* tell.h - who is told what, in the app: what the plant changed in the table of rules, what people look after, what was told,
 * and their notices. The rules are in domain/tell.h, what goes outside is in store/channel.h. */
#ifndef STORE_TELL_H
#define STORE_TELL_H

#include "store/store.h"

/* A row of the table as the plant has it; there is none for what nobody changed. */
struct tell_change {
	const char *rule;
	int64_t enabled, own_area, on_shift; /* 0/1 */
	int64_t minutes;		     /* NONE: at once */
	int64_t place_id;		     /* only of what stands there; NONE: everywhere */
	int64_t version;
};
enum err store_tell_changes(struct db *db, struct arena *a, struct list *out);
/* Where the version is still c->version (1: there is no row yet); then it is one more. ERR_STALE */
enum err store_tell_change_put(struct tx *tx, struct tell_change *c);

/* What somebody looks after. */
struct duty {
	int64_t account_id, calendar_id, buyer, version; /* version 1: nothing was said yet */
	struct list areas;				 /* of int64_t: places, machines; none: everything */
};
extern const struct field duty_fields[];
/* Of every account, who has nothing said of them too. */
enum err store_duty_list(struct db *db, struct arena *a, struct list *out);
/* ERR_NOT_FOUND: no such account. */
enum err store_duty_get(struct db *db, struct arena *a, int64_t account, struct duty *out);
/* All of it, where the version is still d->version; then it is one more. ERR_STALE */
enum err store_duty_put(struct tx *tx, struct duty *d);

/* Those who can be told: enabled accounts with their duties. */
struct tell_person {
	int64_t id;
	const char *role, *name;
	int64_t calendar_id, buyer;
	struct list areas;
};
enum err store_tell_people(struct db *db, struct arena *a, struct list *out);

/* Something that was told. */
struct telling {
	int64_t id, event_seq;
	const char *rule;
	int64_t time;
	const char *entity; /* "ticket", "part" … */
	int64_t entity_id;
	const char *title, *title_en, *code, *place, *detail, *actor;
	int64_t since;	 /* the machine has been like this; NONE: not said */
	int64_t stopped; /* 0/1 */
	int64_t widened; /* 0; 1: nobody of the area was on shift; 2: nobody has the area */
};
extern const struct field telling_fields[];
/* Sets t->id. ERR_CONFLICT: that event was told. */
enum err store_telling_add(struct tx *tx, struct telling *t);
enum err store_notice_add(struct tx *tx, int64_t account, int64_t telling);

struct notice {
	struct telling told;
	int64_t read_at;
};
extern const struct field notice_fields[];
/* One person's, newest first, below the telling `before` (NONE: all); unread 1: those alone. */
enum err store_notice_list(struct db *db, struct arena *a, int64_t account, int64_t before, int64_t unread,
	int64_t limit, struct list *out);
/* How many are unread, counted up to NOTICE_COUNT_MAX, and the newest of all (0: none). */
enum { NOTICE_COUNT_MAX = 1000 };
struct notice_count {
	int64_t unread, newest;
};
extern const struct field notice_count_fields[];
enum err store_notice_count(struct db *db, struct arena *a, int64_t account, struct notice_count *out);
/* Is one of the event's notices this account's? */
bool store_notice_is_for(struct db *db, int64_t account, int64_t event_seq);
/* What is about a thing (entity, id) was read, or all up to the telling `up_to`. */
enum err store_notice_read_of(struct tx *tx, int64_t account, const char *entity, int64_t id);
enum err store_notice_read_all(struct tx *tx, int64_t account, int64_t up_to);

/* Everybody has read what was told before. */
enum err store_notice_seen_before(struct tx *tx, int64_t time);

/* A critical machine that stands, longer than so many minutes, and whose ticket has not been passed on in this step. */
struct stopped_row {
	int64_t ticket_id, reopened, since;
};
enum err store_tell_stopped(struct db *db, struct arena *a, int64_t step, int64_t since_after,
	int64_t since_before, struct list *out);
enum err store_escalation_add(struct tx *tx, int64_t ticket, int64_t reopened, int64_t step);

/* Notices, messages and what was told longer ago than `before`, unless something of it is still to be sent. */
enum err store_tell_forget(struct tx *tx, int64_t before);

#endif
