/* tell.h - who is told what: THE table, what the plant changed in it, and how an event of the log becomes a telling.
 *
 * A rule is a row of tell_rules: which event it follows, whom it tells by role and by what they have to do with the thing,
 * and how it is shipped. The plant switches rows on and off, narrows them to a place, says whether only people of the area
 * and on shift are meant, and after how many minutes (store/tell.h keeps only what was changed).
 *
 * The area of a person is what their duty names, without one everything. On shift is whose own calendar has working time
 * now; without one, whoever the machine's calendar has; without that, everybody. When nobody of the area is on shift all
 * of the area are told, when nobody has the area everybody of the role: a report that reaches no one would be worse, and
 * the telling says that it was widened. Nobody is told what they did themselves.
 *
 * Of one event at most one telling is made (its event_seq is unique), with its notices, its rows in the outbox and the
 * follower's place in the log in one transaction: nothing is told twice, nothing is left out, whenever the power goes.
 * Each telling adds an event "notice"/"told" with the event_seq as its entity_id: those who wait for news hear of it. */
#ifndef DOMAIN_TELL_H
#define DOMAIN_TELL_H

#include "store/event.h"
#include "store/tell.h"

/* In this order for ever: channels keep their rules as bits. */
enum tell_rule_id {
	TELL_REPORTED,
	TELL_ASSIGNED,
	TELL_WAITING_PARTS,
	TELL_LOW_STOCK,
	TELL_STOPPED,
	TELL_STOPPED_LONGER,
	TELL_RESTORED,
	TELL_REOPENED,
	TELL_MESSAGE,
	TELL_METER,
	TELL_OVERDUE,
	TELL_MISSED,
	TELL_RULES,
	TELL_NONE = TELL_RULES
};

/* Whom, beside the roles. */
enum tell_also {
	TELL_BUYERS = 1,
	TELL_ASSIGNEE = 2,
	TELL_HANDS = 4, /* who has the ticket or works on it */
	TELL_REPORTER = 8
};
extern const char *const tell_also_names[];

struct tell_rule {
	const char *name;
	const char *entity, *kind;		      /* of the event */
	unsigned roles;				      /* enum role */
	unsigned also;				      /* enum tell_also */
	int64_t enabled, own_area, on_shift, minutes; /* as shipped; minutes NONE: at once */
};
extern const struct tell_rule tell_rules[TELL_RULES];
/* Their names, for F_SET and F_ENUM; ends with NULL. */
extern const char *const tell_rule_names[];

/* The table as it holds now. */
struct tell_row {
	int rule;	     /* enum tell_rule_id */
	int64_t roles, also; /* sets */
	int64_t enabled, own_area, on_shift, minutes, place_id, version;
	const char *place; /* its name */
};
extern const struct field tell_row_fields[];
enum err domain_tell_rows(struct db *db, struct arena *a, struct list *out);
/* ERR_INVALID: fields. ERR_STALE */
enum err domain_tell_row_put(struct tx *tx, struct tell_row *r);

/* ERR_INVALID: an area that does not exist, a calendar likewise. ERR_STALE, ERR_NOT_FOUND */
enum err domain_duty_put(struct tx *tx, struct duty *d);

/* What the log has after `from`, up to TELL_BATCH events: the last of them (`from`: there is none), and whether any could be
 * told. A reader is enough, and most events end here. */
enum { TELL_BATCH = 128 };
enum err domain_tell_look(struct db *db, struct arena *a, int64_t from, int64_t *last, bool *any);
/* Those events become tellings, and the follower's place is kept in the store. */
struct tell_follow {
	int64_t from;	   /* in */
	int64_t seq, told; /* out: the last one read; how many were told */
};
enum err domain_tell_follow(struct tx *tx, struct tell_follow *f);
/* Where the follower is; when it has never been anywhere: at the end of the log, what happened before is not told. */
enum err domain_tell_place(struct tx *tx, int64_t *seq);

/* Critical machines that stand for longer than the rules say: an event "escalated" on their tickets for each step. Those that
 * stood a week before anybody looked are left alone. *n: how many. */
enum err domain_tell_escalate(struct tx *tx, int64_t *n);

#endif
