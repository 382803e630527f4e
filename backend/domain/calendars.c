/* calendars.c - see calendars.h. */
#include "domain/calendars.h"

enum err domain_calendars_load(struct db *db, struct arena *a, struct calendars *c)
{
	enum err err = store_calendar_list(db, a, &c->rows);

	if (err != OK)
		return err;
	c->made = arena_calloc(a, c->rows.n, sizeof(*c->made));
	for (size_t i = 0; i < c->rows.n; i++) {
		const struct calendar_row *row = list_at(&c->rows, i, sizeof(*row));
		struct calendar_shift *shifts = arena_calloc(a, row->shifts.n, sizeof(*shifts));
		struct calendar_exception *days = arena_calloc(a, row->exceptions.n, sizeof(*days));

		for (size_t k = 0; k < row->shifts.n; k++) {
			const struct shift_row *s = list_at(&row->shifts, k, sizeof(*s));

			shifts[k] = (struct calendar_shift){s->weekday, s->start_min, s->end_min};
		}
		for (size_t k = 0; k < row->exceptions.n; k++) {
			const struct exception_row *e = list_at(&row->exceptions, k, sizeof(*e));

			days[k] = (struct calendar_exception){e->day, e->start_min, e->end_min};
		}
		c->made[i] = (struct calendar){shifts, row->shifts.n, days, row->exceptions.n};
	}
	return OK;
}

const struct calendar *domain_calendars_of(const struct calendars *c, int64_t id)
{
	for (size_t i = 0; i < c->rows.n; i++)
		if (((const struct calendar_row *)list_at(&c->rows, i, sizeof(struct calendar_row)))->id ==
			id)
			return &c->made[i];
	return NULL;
}
