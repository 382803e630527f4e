/* calendars.h - every shift calendar of the plant, read once and ready to be asked. */
#ifndef DOMAIN_CALENDARS_H
#define DOMAIN_CALENDARS_H

#include "domain/calendar.h"
#include "store/calendar.h"

struct calendars {
	struct list rows; /* struct calendar_row */
	struct calendar *made;
};
enum err domain_calendars_load(struct db *db, struct arena *a, struct calendars *c);
/* NULL: there is no such one (id NONE: round the clock). */
const struct calendar *domain_calendars_of(const struct calendars *c, int64_t id);

#endif
