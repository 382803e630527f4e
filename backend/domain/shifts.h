/* shifts.h - the rules for writing a shift calendar. What a calendar means is domain/calendar.h.
 *
 * A shift ends after it begins and lasts at most a day; an exception has both times or neither, and names a
 * day that exists. Shifts may touch or overlap: time is required once. Names are unique. Every change adds an
 * event of entity "calendar". */
#ifndef DOMAIN_SHIFTS_H
#define DOMAIN_SHIFTS_H

#include "store/calendar.h"

/* ERR_INVALID names the rows as shifts[2].end_min. ERR_CONFLICT: the name is in use. */
enum err domain_calendar_add(struct tx *tx, struct calendar_row *c);
/* All of it, where the version is still `version`; sets c->version. Also ERR_STALE, ERR_NOT_FOUND. */
enum err domain_calendar_put(struct tx *tx, struct calendar_row *c, int64_t version);

#endif
