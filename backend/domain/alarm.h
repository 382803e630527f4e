/* alarm.h - what becomes of a meter's alarm: a row while it goes on, an event, and where the meter says so a ticket.
 *
 * Of a meter one alarm goes on at most, and one ticket is open: an alarm that comes while the ticket of an earlier one is being
 * worked on is added to that as "the same, seen again". Once the repair is over, the next alarm is a new ticket: it did not hold.
 * The ticket has source "reading" and is an inspection's, or corrective (so that it counts in the figures) where the meter says that
 * the machine stands then. When the value is back, that is noted on the ticket; closing it stays with people. A machine that is
 * retired gets no ticket.
 *
 * Events of "meter": alarm_raised (no ticket: people are told of it), alarm_reported (its ticket tells them), alarm_cleared,
 * warned, calmed, fell_silent (told too), heard_again. */
#ifndef DOMAIN_ALARM_H
#define DOMAIN_ALARM_H

#include "domain/watch.h"
#include "store/meter.h"

/* After a turn of the rule at `time`; m has its state of now, and gets alarm_id and ticket_id. */
enum err domain_alarm_follow(struct tx *tx, struct meter *m, const struct watch_turn *t, int64_t time);
/* The value has gone further than before while it goes on. */
enum err domain_alarm_worse(struct tx *tx, const struct meter *m);

/* "82.5 ℃", and the whole sentence: "Oil temperature 82.5 ℃, above its limit of 80 ℃". In arena memory. */
const char *alarm_value(struct arena *a, const struct meter *m, int64_t value);

#endif
