/* section.h - sections being put together while a document is read; for document*.c alone.
 *
 * White space is folded as text is added: a run of it is one space, none between two Chinese characters; kb_sections_break ends
 * a line. A section without text is kept only when it has a title of its own and is about a fault. */
#ifndef KB_SECTION_H
#define KB_SECTION_H

#include "base/buf.h"
#include "kb/document.h"

enum { KB_LEVELS = 8 };

struct kb_sections {
	struct arena *arena;
	struct kb_section *v;
	size_t n, room;
	bool cut;
	struct buf text;
	bool space;  /* one is due before the next character */
	bool marked; /* a line begins with its mark: what comes next stays on it */
	/* of the section being read */
	enum kb_section_kind kind;
	int trouble, troubles; /* its number; how many there are */
	char title[KB_TITLE_BYTES + 1], anchor[KB_ANCHOR_BYTES + 1];
	bool own_title;
	/* Headings it stands under. */
	struct kb_heading {
		char title[KB_TITLE_BYTES + 1];
		int trouble;
	} under[KB_LEVELS];
	int level; /* headings in use */
};

void kb_sections_init(struct kb_sections *s, struct arena *a);
void kb_sections_release(struct kb_sections *s);

/* Ends the section being read. */
void kb_sections_end(struct kb_sections *s);
/* And begins another. title NULL: that of what it stands in. anchor may be NULL. */
void kb_sections_begin(
	struct kb_sections *s, enum kb_section_kind kind, const char *title, const char *anchor);
/* A title that comes after the section has begun; taken when it has none of its own and no text yet. */
void kb_sections_title(struct kb_sections *s, const char *title);
/* From here on a new fault is spoken of. */
void kb_sections_trouble(struct kb_sections *s);

void kb_sections_text(struct kb_sections *s, const char *text, size_t len);
void kb_sections_break(struct kb_sections *s);
/* A new line that begins with "- " or "1. ". */
void kb_sections_mark(struct kb_sections *s, const char *mark);

/* A heading of the level (1 = highest): begins a section. One that is a mere label ("原因", "Remedy:") begins one of that kind
 * about the fault that the heading above names. */
void kb_sections_heading(struct kb_sections *s, int level, const char *title, const char *anchor);
/* A line or paragraph; one that begins with a label and a colon begins a section. */
void kb_sections_line(struct kb_sections *s, const char *text);

/* A row of a table. Once a row is a head that names a condition or a cause, and a remedy, each row after it is a fault of its
 * own; else it is a line. columns: what the columns are, -1 = nothing; n_columns 0 before the head was seen. */
enum { KB_CELLS = 12 };
struct kb_table {
	int columns[KB_CELLS];
	size_t n_columns, rows;
	char last[KB_TITLE_BYTES +
		  1]; /* condition of the row before: for cells that are joined or left empty */
};
void kb_sections_row(struct kb_sections *s, struct kb_table *t, const char *const *cells, size_t n);

/* The kind that a heading or label stands for, without its number and colon; -1: none. */
int kb_label_kind(const char *text);

/* Trims and folds white space in place; returns its length. */
size_t kb_squeeze(char *text);

/* ---- the readers; text is valid UTF-8 without NUL ---- */
struct kb_reading {
	struct kb_sections s;
	struct arena *arena;
	struct fault *fault;
	char title[KB_TITLE_BYTES + 1]; /* the document's own */
	char key[KB_TITLE_BYTES + 1];
	int faulty;
};
enum err kb_read_xml(struct kb_reading *r, const char *text, size_t len, enum kb_format format);
enum err kb_read_html(struct kb_reading *r, const char *text, size_t len);
enum err kb_read_text(struct kb_reading *r, const char *text, size_t len);

struct xml_handler;
/* Runs the parser and turns what it says into an err. */
enum err kb_read_markup(struct kb_reading *r, const char *text, size_t len, bool html,
	const struct xml_handler *handler, void *ctx);

#endif
