/* ical.h - dues as an iCalendar (RFC 5545), for the calendar of a phone or a PC.
 *
 * Each due is a VEVENT with a UID of its own that stays, made of its plan, machine and number,
 * at its time of the day in UTC, with the minutes its job takes (30 where they are not known). Lines end with CR LF and are
 * folded at 75 bytes between characters; commas, semicolons, backslashes and line breaks are escaped (3.1, 3.3.11). Skipped
 * ones are CANCELLED, waiting ones TENTATIVE. No alarm: whose phone rings is theirs to say. */
#ifndef DOMAIN_ICAL_H
#define DOMAIN_ICAL_H

#include "base/buf.h"
#include "base/i18n.h"
#include "store/due.h"

struct ical {
	const char *name; /* of the calendar */
	const char *url;  /* what links begin with, without a slash at the end; its host is in the UIDs */
	enum lang lang;
	int64_t now;
};
void ical_write(struct buf *b, const struct ical *c, const struct list *rows /* struct due_row */);
/* One content line, escaped where it is a text, folded. */
void ical_text(struct buf *b, const char *name, const char *value);

#endif
