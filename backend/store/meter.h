/* meter.h - meters of machines, what was read of them, and alarms. Plain rows; the rules are in domain/watch.h and
 * domain/meter.h. Values are thousandths of the meter's unit, times ms. */
#ifndef STORE_METER_H
#define STORE_METER_H

#include "store/store.h"

enum meter_kind { METER_COUNTER, METER_GAUGE };
/* The order of enum watch_level. */
extern const char *const meter_kinds[], *const meter_levels[], *const reading_sources[], *const alarm_sides[];
enum reading_source { READ_TYPED, READ_HTTP, READ_MQTT, READ_ROUND, READ_IMPORT };

struct meter {
	int64_t id, asset_id;
	const char *name, *name_en, *unit;
	int kind;
	int64_t low, high, warn_low, warn_high; /* NONE: no such limit */
	int64_t hysteresis, hold_ms, stale_ms;	/* stale_ms NONE: may be silent */
	int64_t rollover;			/* of a counter: it begins at 0 again there; NONE: never */
	int64_t ticket, priority, stopped;	/* does an alarm make a ticket; NONE: the usual priority */
	const char *topic, *path;
	int64_t retired, version, created_at;
	/* what the rule knows: store_meter_keep alone writes it */
	int64_t last_at, last_value; /* the newest reading; NONE: none yet */
	int level;
	int64_t level_at, alarm_from, warn_from, stale, rank;
	/* joined for the reader */
	const char *machine_code, *machine_name, *machine_name_en, *place;
	int64_t alarm_id, ticket_id; /* the alarm that goes on, and its ticket */
};
extern const struct field meter_fields[];

struct meter_filter {
	const char *text;     /* folded: of its name, its machine's name and number */
	int64_t under_id;     /* any asset: of it and what is below it */
	int64_t wants;	      /* 1: those that want attention */
	int64_t after, limit; /* goes on after that meter */
};
/* Of one machine, in the order in which they were added; those that are retired last. */
enum err store_meter_list(struct db *db, struct arena *a, int64_t asset, struct list *out);
/* Alarms first, then silent ones, warnings, the rest; without those that are retired, or whose machine is. */
enum err store_meter_page(struct db *db, struct arena *a, const struct meter_filter *f, struct list *out);
/* All, retired ones too, by id: `limit` of those after that one. */
enum err store_meter_after(struct db *db, struct arena *a, int64_t after, int64_t limit, struct list *out);
enum err store_meter_get(struct db *db, struct arena *a, int64_t id, struct meter *out); /* ERR_NOT_FOUND */
/* Of that name and unit on that machine, not retired. ERR_NOT_FOUND */
enum err store_meter_named(
	struct db *db, struct arena *a, int64_t asset, const char *name, const char *unit, struct meter *out);
/* Sets id. */
enum err store_meter_add(struct tx *tx, struct meter *m);
/* What people set, where the version is still m->version; then it is one more. ERR_STALE */
enum err store_meter_put(struct tx *tx, struct meter *m);
/* What the rule knows. */
enum err store_meter_keep(struct tx *tx, const struct meter *m);
/* Those for which time alone may change something until `now`. */
enum err store_meter_waiting(struct db *db, struct arena *a, int64_t now, struct list *out);

/* Where messages of meters come in. */
struct meter_topic {
	int64_t id;
	const char *topic, *path;
};
enum err store_meter_topics(struct db *db, struct arena *a, struct list *out);

struct reading {
	int64_t meter_id, time, value;
	int64_t reset; /* 1: the counter was set back or replaced */
	int source;
	int64_t account_id;
	const char *account_name; /* joined */
};
extern const struct field reading_fields[];
/* *added false: there is one of that time already. */
enum err store_reading_add(struct tx *tx, const struct reading *r, bool *added);
/* The one of that time; the last before, the first after it. ERR_NOT_FOUND */
enum err store_reading_at(struct db *db, struct arena *a, int64_t meter, int64_t time, struct reading *out);
enum err store_reading_before(
	struct db *db, struct arena *a, int64_t meter, int64_t time, struct reading *out);
enum err store_reading_after(
	struct db *db, struct arena *a, int64_t meter, int64_t time, struct reading *out);
/* Newest first, before that time (NONE: from the newest). */
enum err store_reading_list(
	struct db *db, struct arena *a, int64_t meter, int64_t before, int64_t limit, struct list *out);
enum err store_reading_reset(struct tx *tx, int64_t meter, int64_t time, bool reset);
enum err store_reading_remove(struct tx *tx, int64_t meter, int64_t time); /* ERR_NOT_FOUND */
/* The last one until then, and the last of each UTC day after it, by time; structs of time and value. */
struct reading_point {
	int64_t time, value;
};
extern const struct field reading_point_fields[];
enum err store_reading_days(struct db *db, struct arena *a, int64_t meter, int64_t from, struct list *out);
/* [from, to) in steps of `step` ms from `from`: those that have readings, by time. */
struct reading_step {
	int64_t time, min, max, mean, n;
};
extern const struct field reading_step_fields[];
enum err store_reading_steps(struct db *db, struct arena *a, int64_t meter, int64_t from, int64_t to,
	int64_t step, struct list *out);

enum { ALARM_LOW, ALARM_HIGH };
struct alarm {
	int64_t id, meter_id;
	int side;
	int64_t bound, value, worst, since, raised_at, cleared_at, cleared_value, ticket_id, repeated;
};
extern const struct field alarm_fields[];
enum err store_alarm_add(struct tx *tx, struct alarm *a); /* sets id; ERR_CONFLICT: one goes on */
enum err store_alarm_put(struct tx *tx, const struct alarm *a);
/* The one that goes on. ERR_NOT_FOUND */
enum err store_alarm_open(struct db *db, struct arena *a, int64_t meter, struct alarm *out);
/* The ticket of an alarm of this meter on which repair is not over. ERR_NOT_FOUND */
enum err store_alarm_ticket(struct db *db, int64_t meter, int64_t *ticket);
/* Newest first, below the id `before` (NONE: all). */
enum err store_alarm_list(
	struct db *db, struct arena *a, int64_t meter, int64_t before, int64_t limit, struct list *out);

#endif
