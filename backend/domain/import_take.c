/* import_take.c - which column of a file is which of ours, and cells into members. See import_rules.h. */
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "domain/import_cell.h"
#include "domain/import_rules.h"

/* ---- what row functions use ---- */

enum err import_complain(struct import_run *r, int column, enum msg msg, const char *arg)
{
	const char *heading = r->headings[column];

	return fault_field(&r->fault, heading ? heading : r->columns[column].name, msg, arg);
}

bool import_refused(const struct import_run *r)
{
	return r->fault.err != OK;
}

void import_note(struct import_run *r, const char *text)
{
	if (r->detail.len)
		buf_str(&r->detail, ", ");
	buf_str(&r->detail, text);
}

void import_note_column(struct import_run *r, int column)
{
	r->noted[column] = r->known;
	if (r->known)
		import_note(r, r->headings[column]);
}

void import_need(struct import_run *r, int column)
{
	if (!r->cells[column])
		import_complain(r, column, MSG_F_REQUIRED, NULL);
}

void import_take_text(struct import_run *r, int column, const char **member, int64_t longest, bool lines)
{
	const char *text = r->cells[column];
	char arg[24];

	if (!text || (*member && strcmp(*member, text) == 0))
		return;
	if (!lines && strpbrk(text, "\t\r\n")) {
		import_complain(r, column, MSG_IMPORT_LINE, NULL);
	} else if (utf8_count(text, strlen(text)) > (size_t)longest) {
		snprintf(arg, sizeof(arg), "%lld", (long long)longest);
		import_complain(r, column, MSG_F_LONG, arg);
	} else {
		*member = text;
		import_note_column(r, column);
	}
}

static void put_number(
	struct import_run *r, int column, int64_t value, int64_t *member, int64_t min, int64_t max)
{
	char arg[64];

	if (value < min || value > max) {
		snprintf(arg, sizeof(arg), "%.40s", r->cells[column]);
		import_complain(r, column, MSG_F_RANGE, arg);
	} else if (value != *member) {
		*member = value;
		import_note_column(r, column);
	}
}

void import_take_number(struct import_run *r, int column, import_parse *parse, enum msg msg, int64_t *member,
	int64_t min, int64_t max)
{
	const char *text = r->cells[column];
	int64_t value;

	if (text && !parse(text, &value))
		import_complain(r, column, msg, text);
	else if (text)
		put_number(r, column, value, member, min, max);
}

static bool heading_says(const struct import_run *r, int column, const char *const *units)
{
	for (size_t i = 0; r->headings[column] && units[i]; i++)
		if (strstr(r->headings[column], units[i]))
			return true;
	return false;
}

void import_take_money(struct import_run *r, int column, int64_t *member, int64_t min, int64_t max)
{
	static const char *const ten[] = {"万元", "（万", "(万", "[万", "【万", NULL};
	static const char *const one[] = {"千元", "（千", "(千", "[千", "【千", NULL};
	int places = heading_says(r, column, ten) ? 4 : heading_says(r, column, one) ? 3 : 0;
	const char *text = r->cells[column];
	int64_t value;

	if (text && !cell_money(text, places, &value))
		import_complain(r, column, MSG_IMPORT_MONEY, text);
	else if (text)
		put_number(r, column, value, member, min, max);
}

void import_take_minutes(
	struct import_run *r, int column, int64_t unit, int64_t *member, int64_t min, int64_t max)
{
	static const char *const hours[] = {"小时", "(h", "（h", "(H", "（H", "hours", "Hours", NULL};
	const char *text = r->cells[column];
	int64_t value;

	if (text && !cell_minutes(text, heading_says(r, column, hours) ? 60 : unit, &value))
		import_complain(r, column, MSG_IMPORT_MINUTES, text);
	else if (text)
		put_number(r, column, value, member, min, max);
}

void import_take_word(
	struct import_run *r, int column, const char *const *groups, const char *allowed, int *member)
{
	int i = r->cells[column] ? cell_word(r->cells[column], groups) : *member;

	if (r->cells[column] && i < 0) {
		import_complain(r, column, MSG_F_ENUM, allowed);
	} else if (i != *member) {
		*member = i;
		import_note_column(r, column);
	}
}

/* ---- columns ---- */

static bool is_blank_at(const char *s, size_t *n)
{
	*n = strncmp(s, "\xe3\x80\x80", 3) == 0 ? 3 : strncmp(s, "\xc2\xa0", 2) == 0 ? 2 : 1;
	return *n > 1 || (*s && strchr(" \t\r\n", *s));
}

const char *import_trim(struct arena *a, const char *s)
{
	size_t n, keep = 0;

	while (*s && is_blank_at(s, &n))
		s += n;
	for (size_t i = 0; s[i];) {
		bool blank = is_blank_at(s + i, &n);

		i += n;
		keep = blank ? keep : i;
	}
	return !keep ? NULL : s[keep] ? arena_strndup(a, s, keep) : s;
}

const char *import_heading(struct arena *a, const char *cell)
{
	const char *heading = import_trim(a, cell);

	return heading ? arena_strdup(a, heading) : "";
}

static int find_column(const struct csv *head, const char *theirs)
{
	for (size_t i = 0; i < head->head.n; i++)
		if (strcmp(head->head.cells[i], theirs) == 0)
			return (int)i;
	return csv_column(head, theirs);
}

/* By what was said: `maps` are columns that somebody chose, or chose the last time. */
static void map_said(
	struct import_run *r, const struct csv *head, const struct import_map *maps, size_t n, bool *taken)
{
	for (size_t m = 0; m < n; m++) {
		int at = find_column(head, maps[m].theirs), c = 0;

		if (at < 0 || taken[at])
			continue;
		if (!maps[m].ours[0]) {
			taken[at] = true;
			continue;
		}
		while (r->columns[c].name && strcmp(r->columns[c].name, maps[m].ours) != 0)
			c++;
		if (r->columns[c].name && r->at[c] < 0) {
			r->at[c] = at;
			taken[at] = true;
		}
	}
}

/* By the names that people give such columns. */
static void map_named(struct import_run *r, const struct csv *head, bool *taken)
{
	for (int c = 0; r->columns[c].name; c++) {
		char names[2400];
		int at;

		if (r->at[c] >= 0)
			continue;
		snprintf(names, sizeof(names), "%s|%s", r->columns[c].name, r->columns[c].headings);
		at = csv_column(head, names);
		if (at < 0 || taken[at])
			continue;
		r->at[c] = at;
		taken[at] = true;
	}
}

void import_map_columns(struct import_run *r, const struct csv *head)
{
	bool taken[CSV_COLUMNS_MAX] = {false};

	for (int c = 0; r->columns[c].name; c++)
		r->at[c] = -1;
	map_said(r, head, r->in->maps, r->in->map_n, taken);
	map_said(r, head, r->in->known, r->in->known_n, taken);
	map_named(r, head, taken);
	for (int c = 0; r->columns[c].name; c++)
		r->headings[c] = r->at[c] >= 0 ? import_trim(r->keep, head->head.cells[r->at[c]]) : NULL;
}

static bool is_mapped(const struct import_run *r, size_t at)
{
	for (int c = 0; r->columns[c].name; c++)
		if (r->at[c] == (int)at)
			return true;
	return false;
}

void import_tell_columns(struct import_run *r, const struct csv *head)
{
	struct import_map *used = arena_calloc(r->keep, IMPORT_COLUMNS_MAX, sizeof(*used));
	const char **unused = arena_calloc(r->keep, head->head.n + 1, sizeof(*unused));

	r->in->columns = (struct list){used, 0};
	r->in->unused = (struct list){unused, 0};
	for (int c = 0; r->columns[c].name; c++)
		if (r->headings[c])
			used[r->in->columns.n++] = (struct import_map){r->headings[c], r->columns[c].name};
	for (size_t i = 0; i < head->head.n; i++) {
		const char *heading = import_trim(r->keep, head->head.cells[i]);

		if (heading && !is_mapped(r, i))
			unused[r->in->unused.n++] = heading;
	}
}

enum err import_check_columns(struct import_run *r, const struct csv *head, struct fault *fault)
{
	enum err err = OK;

	for (size_t m = 0; m < r->in->map_n; m++)
		if (find_column(head, r->in->maps[m].theirs) < 0)
			err = fault_field(fault, r->in->maps[m].theirs, MSG_IMPORT_NO_COLUMN, NULL);
	for (int c = 0; r->columns[c].name; c++)
		if (r->columns[c].required && r->at[c] < 0)
			err = fault_field(
				fault, r->columns[c].name, MSG_IMPORT_NEEDS_COLUMN, r->columns[c].headings);
	return err;
}

/* ---- for the next time ---- */

enum err import_recall(struct db *db, struct arena *a, struct import *in)
{
	struct list said;
	enum err err = store_import_maps(db, a, import_whats[in->what], &said);
	struct import_map *known = arena_calloc(a, said.n, sizeof(*known));

	for (size_t i = 0; err == OK && i < said.n; i++) {
		const struct import_said *s = list_at(&said, i, sizeof(*s));

		known[i] = (struct import_map){s->heading, s->field};
	}
	in->known = known;
	in->known_n = err == OK ? said.n : 0;
	return err;
}

enum err import_remember(struct tx *tx, const struct import_run *r, const struct csv *head)
{
	struct import_run bare = {.columns = r->columns};
	bool taken[CSV_COLUMNS_MAX] = {false};
	enum err err = OK;

	for (int c = 0; r->columns[c].name; c++)
		bare.at[c] = -1;
	map_named(&bare, head, taken);
	for (size_t m = 0; m < r->in->map_n && err == OK; m++) {
		const struct import_map *said = &r->in->maps[m];
		const char *heading = import_heading(tx->arena, said->theirs), *named = "";
		int at = find_column(head, said->theirs);

		for (int c = 0; at >= 0 && r->columns[c].name; c++)
			named = bare.at[c] == at ? r->columns[c].name : named;
		if (at >= 0 && *heading)
			err = store_import_map_put(tx, import_whats[r->in->what], heading,
				*said->ours && strcmp(named, said->ours) != 0 ? said->ours : NULL);
	}
	return err;
}
