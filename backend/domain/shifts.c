/* shifts.c - see shifts.h. */
#include "domain/shifts.h"

#include <stdio.h>

#include "store/event.h"

static enum err complain(struct tx *tx, const char *list, size_t i, const char *member, enum msg msg)
{
	char name[48];

	snprintf(name, sizeof(name), "%s[%zu].%s", list, i, member);
	return fault_field(tx->fault, name, msg, NULL);
}

static bool good_times(int64_t start, int64_t end)
{
	return start >= 0 && start <= 1439 && end > start && end <= start + 1440;
}

static enum err check(struct tx *tx, const struct calendar_row *c)
{
	enum err err = OK;

	if (!c->name)
		err = fault_field(tx->fault, "name", MSG_F_REQUIRED, NULL);
	for (size_t i = 0; i < c->shifts.n; i++) {
		const struct shift_row *s = list_at(&c->shifts, i, sizeof(*s));

		if (s->weekday < 1 || s->weekday > 7)
			err = complain(tx, "shifts", i, "weekday", MSG_CALENDAR_WEEKDAY);
		if (!good_times(s->start_min, s->end_min))
			err = complain(tx, "shifts", i, "end_min", MSG_CALENDAR_TIMES);
	}
	for (size_t i = 0; i < c->exceptions.n; i++) {
		const struct exception_row *e = list_at(&c->exceptions, i, sizeof(*e));

		if (!clock_day_valid(e->day))
			err = complain(tx, "exceptions", i, "day", MSG_F_DAY);
		if ((e->start_min == NONE) != (e->end_min == NONE))
			err = complain(tx, "exceptions", i, "end_min", MSG_CALENDAR_BOTH);
		else if (e->start_min != NONE && !good_times(e->start_min, e->end_min))
			err = complain(tx, "exceptions", i, "end_min", MSG_CALENDAR_TIMES);
	}
	return err;
}

static enum err taken(struct tx *tx, const char *name)
{
	fault_set(tx->fault, ERR_CONFLICT, MSG_CALENDAR_TAKEN, name);
	fault_field(tx->fault, "name", MSG_F_TAKEN, NULL);
	return ERR_CONFLICT;
}

enum err domain_calendar_add(struct tx *tx, struct calendar_row *c)
{
	enum err err = check(tx, c);

	if (err == OK)
		err = store_calendar_add(tx, c);
	if (err == ERR_CONFLICT)
		return taken(tx, c->name);
	return err == OK ? store_event_note(tx, "calendar", c->id, "created", "name", c->name) : err;
}

enum err domain_calendar_put(struct tx *tx, struct calendar_row *c, int64_t version)
{
	struct calendar_row before;
	enum err err = check(tx, c);

	c->version = version;
	if (err == OK)
		err = store_calendar_get(tx->db, tx->arena, c->id, &before);
	if (err == OK)
		err = store_calendar_put(tx, c);
	if (err == ERR_CONFLICT)
		return taken(tx, c->name);
	return err == OK ? store_event_note(tx, "calendar", c->id, "changed", "name", c->name) : err;
}
