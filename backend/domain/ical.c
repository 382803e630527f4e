/* ical.c - see ical.h. */
#include "domain/ical.h"

#include <string.h>
#include <time.h>

#include "domain/calendar.h"
#include "base/clock.h"

enum { FOLD_BYTES = 75, USUAL_MINUTES = 30 };

/* ---- lines ---- */

/* How many bytes of s, at most n, end at the end of a character. */
static size_t whole(const char *s, size_t len, size_t n)
{
	if (len <= n)
		return len;
	while (n > 0 && ((unsigned char)s[n] & 0xC0) == 0x80)
		n--;
	return n;
}

static void fold(struct buf *b, const char *line, size_t len)
{
	size_t n = whole(line, len, FOLD_BYTES);

	buf_add(b, line, n);
	for (line += n, len -= n; len; line += n, len -= n) {
		buf_str(b, "\r\n ");
		/* The blank is a byte of the line. */
		n = whole(line, len, FOLD_BYTES - 1);
		buf_add(b, line, n);
	}
	buf_str(b, "\r\n");
}

void ical_text(struct buf *b, const char *name, const char *value)
{
	struct buf line;

	buf_init(&line);
	buf_printf(&line, "%s:", name);
	for (const char *s = value; *s; s++) {
		if (*s == '\n') {
			buf_str(&line, "\\n");
			continue;
		}
		if (*s == ',' || *s == ';' || *s == '\\')
			buf_char(&line, '\\');
		if ((unsigned char)*s >= ' ')
			buf_char(&line, *s);
	}
	fold(b, buf_text(&line), line.len);
	buf_release(&line);
}

static void stamp(struct buf *b, const char *name, int64_t t)
{
	time_t s = (time_t)(t / SECOND_MS);
	struct tm tm;
	char text[20];

	gmtime_r(&s, &tm);
	strftime(text, sizeof(text), "%Y%m%dT%H%M%SZ", &tm);
	buf_printf(b, "%s:%s\r\n", name, text);
}

/* ---- events ---- */

static const char *either(const char *zh, const char *en, enum lang lang)
{
	return lang == LANG_EN && en ? en : zh;
}

static void summary(struct buf *b, const struct ical *c, const struct due_row *r)
{
	const char *machine = either(r->machine_name, r->machine_name_en, c->lang);
	struct buf line;

	buf_init(&line);
	buf_printf(&line, "%s · %s %s", either(r->plan_name, r->plan_name_en, c->lang), machine,
		r->machine_code ? r->machine_code : "");
	while (line.len && line.data[line.len - 1] == ' ')
		line.data[--line.len] = 0;
	ical_text(b, "SUMMARY", buf_text(&line));
	buf_release(&line);
}

static void describe(struct buf *b, const struct ical *c, const struct due_row *r)
{
	static const enum msg states[] = {
		MSG_PLAN_S_WAITING, MSG_PLAN_S_OPEN, MSG_PLAN_S_DONE, MSG_PLAN_S_SKIPPED, MSG_PLAN_S_MISSED};
	struct buf line;

	buf_init(&line);
	buf_str(&line, msg_text(states[r->due.state], c->lang));
	if (r->technician_name)
		buf_printf(&line, " · %s", r->technician_name);
	if (r->due.reason)
		buf_printf(&line, "\n%s", r->due.reason);
	ical_text(b, "DESCRIPTION", buf_text(&line));
	buf_release(&line);
}

static void link_of(struct buf *b, const struct ical *c, const struct due_row *r)
{
	struct buf line;

	buf_init(&line);
	if (r->due.ticket_id != NONE)
		buf_printf(&line, "URL:%s/tickets/%lld", c->url, (long long)r->due.ticket_id);
	else
		buf_printf(&line, "URL:%s/plans/%lld", c->url, (long long)r->due.plan_id);
	fold(b, buf_text(&line), line.len);
	buf_release(&line);
}

static void event(struct buf *b, const struct ical *c, const char *host, const struct due_row *r)
{
	int64_t begin = calendar_instant(r->due.due_day, r->start_min);
	int64_t minutes = r->minutes == NONE ? USUAL_MINUTES : r->minutes;

	buf_str(b, "BEGIN:VEVENT\r\n");
	/* By plan, machine and number: the same before and after it becomes a row. */
	buf_printf(b, "UID:due-%lld-%lld-%lld@%s\r\n", (long long)r->due.plan_id, (long long)r->due.asset_id,
		(long long)r->due.n, host);
	stamp(b, "DTSTAMP", c->now);
	stamp(b, "DTSTART", begin);
	stamp(b, "DTEND", begin + minutes * MINUTE_MS);
	summary(b, c, r);
	describe(b, c, r);
	if (r->place)
		ical_text(b, "LOCATION", r->place);
	link_of(b, c, r);
	buf_printf(b, "STATUS:%s\r\n",
		r->due.state == DUE_SKIPPED   ? "CANCELLED"
		: r->due.state == DUE_WAITING ? "TENTATIVE"
					      : "CONFIRMED");
	buf_printf(b, "SEQUENCE:%lld\r\nTRANSP:%s\r\nEND:VEVENT\r\n",
		(long long)(r->projected ? 0 : r->due.version), r->stands ? "OPAQUE" : "TRANSPARENT");
}

void ical_write(struct buf *b, const struct ical *c, const struct list *rows)
{
	const char *host = strstr(c->url, "://");
	char name[100];
	size_t n = 0;

	/* Only what a host name is made of: it stands in UIDs as it is. */
	for (host = host ? host + 3 : c->url; host[n] && host[n] != '/' && n + 1 < sizeof(name); n++)
		name[n] = (host[n] >= '0' && host[n] <= '9') || (host[n] >= 'a' && host[n] <= 'z') ||
					  (host[n] >= 'A' && host[n] <= 'Z') || host[n] == '.' ||
					  host[n] == '-'
				  ? host[n]
				  : '-';
	name[n] = 0;
	buf_str(b, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//jixiu//maintenance calendar//");
	buf_printf(b, "%s\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n", c->lang == LANG_EN ? "EN" : "ZH");
	ical_text(b, "X-WR-CALNAME", c->name);
	buf_str(b, "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\nX-PUBLISHED-TTL:PT1H\r\n");
	for (size_t i = 0; i < rows->n; i++)
		event(b, c, name, list_at(rows, i, sizeof(struct due_row)));
	buf_str(b, "END:VCALENDAR\r\n");
}
