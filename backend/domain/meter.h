/* meter.h - meters are set up, readings come in, and the rule of watch.h is asked.
 *
 * Of a meter and an instant there is one reading: the same again changes nothing, another value for it is refused. A reading is
 * of now or before; one that is older than the newest is kept for the trend and judged no more. A counter that shows less than
 * before is refused unless it rolled over, or whoever reads it says that it was reset or replaced (`reset`); what nobody stands
 * beside (MQTT) is taken as reset.
 *
 * A reading, what it raises, the ticket and their events are one transaction. */
#ifndef DOMAIN_METER_H
#define DOMAIN_METER_H

#include "domain/watch.h"
#include "store/meter.h"

#define METER_VALUE_MAX INT64_C(1000000000000) /* either side of 0: a thousand million of the unit */
#define METER_AHEAD_MS (2 * INT64_C(60000))    /* clocks differ */
enum { METER_TOPIC_MAX = 200, METER_PATH_MAX = 100 };

/* What a sensor or a person says, as it is kept: rounded to thousandths. False: it is none, or beyond METER_VALUE_MAX. */
bool meter_value(double said, int64_t *value);

/* A meter without limits, which may be silent. */
void meter_none(struct meter *m);
/* Of one that is retired: none. */
struct watch_limits meter_limits(const struct meter *m);

/* ERR_INVALID: fields. ERR_NOT_FOUND, ERR_CONFLICT: no such asset, not a machine. Adds the event "added". */
enum err domain_meter_add(struct tx *tx, struct meter *m);
/* Where the version is still m->version. What was read last is judged by the new limits. ERR_STALE. ERR_INVALID: fields. */
enum err domain_meter_put(struct tx *tx, struct meter *m);

/* *again: it was there already. ERR_INVALID on "time" or "value". r->time NONE: now; *m, as read in this transaction, follows. */
enum err domain_reading_take(struct tx *tx, struct meter *m, struct reading *r, bool *again);
/* One of many that came by themselves: it is judged, and kept when `keep` is set or it changes the level. *kept: so it was.
 * Never refused: what cannot be right changes nothing. The caller keeps *m (store_meter_keep) after the last. */
enum err domain_reading_hear(struct tx *tx, struct meter *m, const struct reading *r, bool keep, bool *kept);
/* The newest again when it was that one: what is judged is then the one before. ERR_NOT_FOUND */
enum err domain_reading_remove(struct tx *tx, struct meter *m, int64_t time);
/* The answer to a question of a round, where the machine has a meter of the same name and unit; none: nothing happens. What a
 * meter would not take is left out: the answer stands by itself. */
enum err domain_reading_of_round(
	struct tx *tx, int64_t machine, const char *name, const char *unit, int64_t value, int64_t time);

/* Time has passed: hold-offs that are over, meters that fell silent. Each by itself: *refused of them could not, and stay as they
 * were. */
enum err domain_meter_sweep(struct tx *tx, int64_t *refused);

#endif
