/* document_text.c - plain text and Markdown: headings as people write them; see document.h. */
#include <string.h>

#include "base/utf8.h"
#include "kb/section.h"

enum { HEADING_CODE_POINTS = 40, LINE_BYTES = 16 * 1024 };

struct lines {
	struct kb_reading *r;
	const char *p, *end;
	char *line; /* the one being read, trimmed; LINE_BYTES at most, the rest is the next */
	size_t len;
	bool blank_before, indented;
	struct kb_table table;
	bool in_table;
};

static size_t trim(char *line, size_t len)
{
	size_t from = 0;

	while (len && strchr(" \t\r\f\v", line[len - 1]))
		len--;
	while (from < len && strchr(" \t\f\v", line[from]))
		from++;
	memmove(line, line + from, len - from);
	line[len - from] = '\0';
	return len - from;
}

static bool next_line(struct lines *l)
{
	const char *end;
	size_t n;

	if (l->p >= l->end)
		return false;
	end = l->p;
	while (end < l->end && *end != '\n' && *end != '\r')
		end++;
	n = utf8_fit(l->p, (size_t)(end - l->p), LINE_BYTES - 1);
	l->indented = *l->p == '\t' || strncmp(l->p, "    ", 4) == 0;
	memcpy(l->line, l->p, n);
	l->len = trim(l->line, n);
	l->p += n;
	if (l->p == end && l->p < l->end)
		l->p += *l->p == '\r' && l->p + 1 < l->end && l->p[1] == '\n' ? 2 : 1;
	return true;
}

/* ---- headings ---- */

/* The text after "1.2.3 ", "第二章 " or "（一）" gives a level; 0: no number before it. */
static int numbered(const char *line)
{
	static const char han[] = "一二三四五六七八九十百零0123456789";
	const char *end = line + strlen(line), *p = line;
	int dots = 0, digits = 0;

	while ((*p >= '0' && *p <= '9') || (*p == '.' && digits)) {
		dots += *p == '.';
		digits++;
		p++;
	}
	/* "3." alone is an item of a list as often as not. */
	if (digits && digits < 12 && dots && p[-1] != '.' && (*p == ' ' || (unsigned char)*p >= 0x80))
		return dots + 1;
	p = line;
	if (strncmp(p, "第", 3) == 0) {
		const char *from = p += 3;

		while (p < end && p - from < 12) {
			char one[5] = {0};
			const char *next = p;

			one[utf8_put(one, utf8_next(&next, end))] = '\0';
			if (!strstr(han, one))
				break;
			p = next;
		}
		if (p > from && strncmp(p, "章", 3) == 0)
			return 1;
		return p > from && strncmp(p, "节", 3) == 0 ? 2 : 0;
	}
	p += strncmp(p, "（", 3) == 0 ? 3 : 0;
	if (p + 6 < end && (unsigned char)*p >= 0x80) {
		char one[4] = {p[0], p[1], p[2], '\0'};

		if (strstr(han, one) &&
			(strncmp(p + 3, "、", 3) == 0 || (p > line && strncmp(p + 3, "）", 3) == 0)))
			return p > line ? 3 : 2;
	}
	return 0;
}

static bool ends_sentence(const char *line, size_t len)
{
	static const char *const marks[] = {".", ";", ",", "。", "；", "，", "！", "!", "?", "？"};

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		size_t n = strlen(marks[i]);

		if (len >= n && memcmp(line + len - n, marks[i], n) == 0)
			return true;
	}
	return false;
}

/* A level above 0: this line is a heading, and *title is what it says. */
static int heading(struct lines *l, const char **title)
{
	size_t marks = strspn(l->line, "#"), points = utf8_count(l->line, l->len);
	int level;

	*title = l->line;
	if (marks && marks <= 6 && (l->line[marks] == ' ' || (unsigned char)l->line[marks] >= 0x80)) {
		*title = l->line + marks + (l->line[marks] == ' ');
		while (l->len && strchr("# ", l->line[l->len - 1]) && l->line + l->len > *title)
			l->line[--l->len] = '\0';
		return (int)marks;
	}
	if (points > HEADING_CODE_POINTS || ends_sentence(l->line, l->len))
		return 0;
	if (l->len > 6 && strncmp(l->line, "【", 3) == 0 && strncmp(l->line + l->len - 3, "】", 3) == 0) {
		l->line[l->len - 3] = '\0';
		*title = l->line + 3;
		return 3;
	}
	level = numbered(l->line);
	return level && l->blank_before ? level : kb_label_kind(l->line) >= 0 ? KB_LEVELS : 0;
}

/* "=====" or "-----" under a line makes it a heading. */
static int underline(const struct lines *l)
{
	const char *p = l->p;
	char mark = p < l->end ? *p : '\0';
	size_t n = 0;

	if (mark != '=' && mark != '-')
		return 0;
	while (p < l->end && *p == mark) {
		p++;
		n++;
	}
	while (p < l->end && (*p == ' ' || *p == '\t'))
		p++;
	return n >= 3 && (p == l->end || *p == '\n' || *p == '\r') ? (mark == '=' ? 1 : 2) : 0;
}

/* ---- tables ---- */

static bool is_rule(const char *line)
{
	return line[strspn(line, "|-: \t")] == '\0' && strchr(line, '-');
}

static void table_row(struct lines *l)
{
	const char *cells[KB_CELLS];
	char *p = l->line + (*l->line == '|');
	size_t n = 0;

	if (is_rule(l->line))
		return;
	if (!l->in_table)
		l->table = (struct kb_table){.rows = 0};
	l->in_table = true;
	while (n < KB_CELLS && *p) {
		char *bar = strchr(p, '|');

		if (bar)
			*bar = '\0';
		kb_squeeze(p);
		cells[n++] = p + (*p == ' ');
		if (!bar)
			break;
		p = bar + 1;
	}
	kb_sections_row(&l->r->s, &l->table, cells, n);
}

/* ---- all of it ---- */

static void read_line(struct lines *l)
{
	const char *title = l->line;
	int level;

	if (*l->line == '|' && l->len > 2) {
		table_row(l);
		return;
	}
	if (l->in_table) {
		l->in_table = false;
		l->r->s.trouble = 0;
	}
	level = utf8_count(l->line, l->len) <= 2 * HEADING_CODE_POINTS ? underline(l) : 0;
	if (level)
		l->p += strcspn(l->p, "\r\n");
	else
		level = heading(l, &title);
	if (level) {
		kb_sections_heading(&l->r->s, level, title, NULL);
		if (!l->r->title[0] && level == 1)
			utf8_copy(l->r->title, sizeof(l->r->title), title);
	} else {
		kb_sections_line(&l->r->s, l->line);
	}
}

enum err kb_read_text(struct kb_reading *r, const char *text, size_t len)
{
	struct lines l = {.r = r, .p = text, .end = text + len, .blank_before = true};

	l.line = arena_alloc(r->arena, LINE_BYTES);
	while (!r->s.cut && next_line(&l)) {
		if (l.len)
			read_line(&l);
		l.blank_before = !l.len;
	}
	return OK;
}
