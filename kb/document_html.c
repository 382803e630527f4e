/* document_html.c - HTML pages, whole or broken; see document.h. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xml.h"
#include "kb/section.h"

enum { CELL_BYTES = 2000, TABLES = 4 };

struct table {
	struct kb_table table;
	char *cells[KB_CELLS];
	size_t n;	      /* cells of the row being read */
	int joined[KB_CELLS]; /* rows that the cell above still reaches into */
};

struct walk {
	struct kb_reading *r;
	size_t depth, skipping;
	enum { BODY, HEADING, NAME, CELL, LINE } in;
	int level; /* of the heading */
	char anchor[KB_ANCHOR_BYTES + 1];
	struct buf text; /* of a heading, the title, a cell, or a line that may begin with a label */
	struct table tables[TABLES];
	size_t n_tables; /* open, one in another; those deeper are read as plain text */
	size_t deeper;
};

static bool one_of(const char *names, const char *name)
{
	char wanted[XML_NAME_MAX + 3];

	snprintf(wanted, sizeof(wanted), " %s ", name);
	return strstr(names, wanted) != NULL;
}

static const char skipped[] =
	" script style svg math nav select option template iframe object form button noscript map audio "
	"video canvas ";
static const char blocks[] =
	" p div br tr li dt dd pre blockquote section article main header footer aside figure figcaption hr "
	"address fieldset details summary ul ol dl body caption ";

static void put_line(struct walk *w)
{
	char *line;

	if (!w->text.len)
		return;
	line = arena_strdup(w->r->arena, buf_text(&w->text));
	buf_clear(&w->text);
	if (kb_squeeze(line))
		kb_sections_line(&w->r->s, line);
}

static void end_text(struct walk *w)
{
	if (w->in == BODY || w->in == LINE) {
		put_line(w);
		w->in = BODY;
	} else if (w->in == CELL) {
		buf_char(&w->text, ' ');
	}
}

/* ---- tables ---- */

static struct table *table_of(struct walk *w)
{
	return w->n_tables && !w->deeper ? &w->tables[w->n_tables - 1] : NULL;
}

static void begin_table(struct walk *w)
{
	end_text(w);
	if (w->in != BODY || w->n_tables == TABLES)
		w->deeper++;
	else
		memset(&w->tables[w->n_tables++], 0, sizeof(struct table));
}

static void end_cell(struct walk *w)
{
	struct table *t = table_of(w);

	if (w->in != CELL || !t)
		return;
	if (t->n < KB_CELLS) {
		t->cells[t->n] = arena_strndup(w->r->arena, buf_text(&w->text),
			utf8_fit(buf_text(&w->text), w->text.len, CELL_BYTES));
		kb_squeeze(t->cells[t->n++]);
	}
	buf_clear(&w->text);
	w->in = BODY;
}

static void fill_joined(struct walk *w, struct table *t)
{
	while (t->n < KB_CELLS && t->joined[t->n] > 0) {
		t->joined[t->n]--;
		t->cells[t->n++] = arena_strdup(w->r->arena, "");
	}
}

static void end_row(struct walk *w)
{
	struct table *t = table_of(w);

	end_cell(w);
	if (!t || !t->n)
		return;
	fill_joined(w, t);
	kb_sections_row(&w->r->s, &t->table, (const char *const *)t->cells, t->n);
	t->n = 0;
}

static void begin_cell(struct walk *w, const struct xml_attribute *attributes, size_t n)
{
	const char *rows = xml_attribute(attributes, n, "rowspan");
	struct table *t = table_of(w);
	long span = rows ? strtol(rows, NULL, 10) : 1;

	if (!t)
		return;
	end_cell(w);
	fill_joined(w, t);
	if (t->n < KB_CELLS)
		t->joined[t->n] = span > 1 && span < 100 ? (int)span - 1 : 0;
	buf_clear(&w->text);
	w->in = CELL;
}

static void end_table(struct walk *w)
{
	if (w->deeper) {
		w->deeper--;
		return;
	}
	end_row(w);
	w->n_tables -= w->n_tables > 0;
	w->r->s.trouble = 0;
}

/* ---- headings ---- */

static int heading_level(const char *name)
{
	return name[0] == 'h' && name[1] >= '1' && name[1] <= '6' && !name[2] ? name[1] - '0' : 0;
}

static void begin_text(struct walk *w, int level, const char *anchor)
{
	end_text(w);
	if (w->in == CELL)
		return;
	w->in = level ? HEADING : NAME;
	w->level = level;
	utf8_copy(w->anchor, sizeof(w->anchor), anchor);
	buf_clear(&w->text);
}

static void take_text(struct walk *w)
{
	char title[KB_TITLE_BYTES + 1];

	if (w->in != HEADING && w->in != NAME)
		return;
	utf8_copy(title, sizeof(title), buf_text(&w->text));
	buf_clear(&w->text);
	if (kb_squeeze(title) && w->in == NAME && !w->r->title[0])
		snprintf(w->r->title, sizeof(w->r->title), "%s", title);
	else if (title[0] && w->in == HEADING)
		kb_sections_heading(&w->r->s, w->level, title, w->anchor);
	w->in = BODY;
}

/* ---- events ---- */

static bool on_open(void *ctx, const char *name, const struct xml_attribute *attributes, size_t n)
{
	struct walk *w = ctx;

	w->depth++;
	if (w->skipping)
		return true;
	if (one_of(skipped, name)) {
		w->skipping = w->depth;
	} else if (heading_level(name)) {
		take_text(w);
		begin_text(w, heading_level(name), xml_attribute(attributes, n, "id"));
	} else if (strcmp(name, "title") == 0) {
		begin_text(w, 0, NULL);
	} else if (strcmp(name, "table") == 0) {
		take_text(w);
		begin_table(w);
	} else if (strcmp(name, "td") == 0 || strcmp(name, "th") == 0) {
		begin_cell(w, attributes, n);
	} else if (one_of(blocks, name)) {
		end_text(w);
		if (strcmp(name, "li") == 0 && w->in == BODY)
			buf_str(&w->text, "- ");
	}
	return !w->r->s.cut;
}

static bool on_close(void *ctx, const char *name)
{
	struct walk *w = ctx;

	if (w->skipping) {
		if (w->skipping == w->depth)
			w->skipping = 0;
	} else if (heading_level(name) || strcmp(name, "title") == 0) {
		take_text(w);
	} else if (strcmp(name, "table") == 0) {
		end_table(w);
	} else if (strcmp(name, "tr") == 0) {
		end_row(w);
		end_text(w);
	} else if (strcmp(name, "td") == 0 || strcmp(name, "th") == 0) {
		end_cell(w);
	} else if (one_of(blocks, name)) {
		end_text(w);
	}
	w->depth -= w->depth > 0;
	return !w->r->s.cut;
}

/* A line that grows beyond a section is put in pieces: only its beginning can be a label. */
static bool on_text(void *ctx, const char *text, size_t len)
{
	struct walk *w = ctx;

	if (w->skipping)
		return true;
	if (w->text.len + len > KB_SECTION_BYTES) {
		if (w->in == BODY || w->in == LINE) {
			put_line(w);
			kb_sections_text(&w->r->s, text, len);
		}
		return !w->r->s.cut;
	}
	buf_add(&w->text, text, len);
	return !w->r->s.cut;
}

enum err kb_read_html(struct kb_reading *r, const char *text, size_t len)
{
	static const struct xml_handler handler = {on_open, on_close, on_text};
	struct walk *w = arena_new(r->arena, struct walk);
	enum err err;

	w->r = r;
	buf_init(&w->text);
	err = kb_read_markup(r, text, len, true, &handler, w);
	take_text(w);
	end_row(w);
	put_line(w);
	buf_release(&w->text);
	return err;
}
