/* calendar.h - shift calendars as rows: weekly shifts and the days that differ. What they mean for required
 * time is domain/calendar.h.
 *
 * Minutes count from the day's midnight; an end beyond 1440 is on the next day. An exception without times
 * says that nobody works that day. */
#ifndef STORE_CALENDAR_H
#define STORE_CALENDAR_H

#include "store/store.h"

struct shift_row {
	int64_t weekday;	    /* 1 = Monday … 7 = Sunday */
	int64_t start_min, end_min; /* 0..1439; start + 1 .. start + 1440 */
};
struct exception_row {
	int64_t day;		    /* yyyymmdd */
	int64_t start_min, end_min; /* both NONE: no work */
	const char *note;
};
struct calendar_row {
	int64_t id;
	const char *name;
	int64_t version;
	struct list shifts;	/* of struct shift_row, by weekday and start */
	struct list exceptions; /* of struct exception_row, by day and start */
};
extern const struct field shift_fields[], exception_fields[];
/* With the nested lists. */
extern const struct field calendar_fields[];

/* ERR_NOT_FOUND */
enum err store_calendar_get(struct db *db, struct arena *a, int64_t id, struct calendar_row *out);
/* All, by name. */
enum err store_calendar_list(struct db *db, struct arena *a, struct list *out);
/* Sets id and version. ERR_CONFLICT: the name is in use. */
enum err store_calendar_add(struct tx *tx, struct calendar_row *c);
/* Name and all rows, where the version is still c->version; then it is one more. ERR_STALE, ERR_CONFLICT. */
enum err store_calendar_put(struct tx *tx, struct calendar_row *c);

/* The calendar that holds for an asset: its own or the nearest one above; NONE when there is none.
 * ERR_NOT_FOUND: no such asset. */
enum err store_calendar_of(struct db *db, int64_t asset, int64_t *calendar);

#endif
