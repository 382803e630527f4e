/* lexicon_file.c - the plant's own words as lines of the plain form, out and in. See lexicon.h. */
#include "domain/lexicon.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "kb/names.h"

/* ---- out ---- */

static bool is_chinese(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s >= 0xE3)
			return true;
	return false;
}

static int by_concept(const void *a, const void *b)
{
	const struct lexicon_entry *x = a, *y = b;
	int order = strcmp(x->means, y->means);

	return order ? order : x->id < y->id ? -1 : x->id > y->id;
}

/* The terms of one concept, those of one script. */
static void put_terms(struct buf *out, const struct lexicon_entry *e, size_t n, bool chinese)
{
	bool first = true;

	for (size_t i = 0; i < n; i++) {
		if (is_chinese(e[i].term) != chinese)
			continue;
		buf_str(out, first ? "" : ";");
		buf_str(out, e[i].term);
		first = false;
	}
}

enum err domain_lexicon_text(struct db *db, struct arena *a, const char **out)
{
	struct list all;
	struct lexicon_entry *e;
	struct buf b;
	enum err err = store_lexicon_list(db, a, LEXICON_USED, NULL, &all);

	*out = "";
	if (err != OK || !all.n)
		return err;
	e = all.items;
	qsort(e, all.n, sizeof(*e), by_concept);
	buf_init(&b);
	for (size_t i = 0; i < all.n; i++)
		if (e[i].kind == LEXICON_SHORT)
			buf_printf(&b, "%s\t%s\n", e[i].term, e[i].means);
	for (size_t i = 0, n; i < all.n; i += n) {
		for (n = 1; i + n < all.n && strcmp(e[i + n].means, e[i].means) == 0;)
			n++;
		if (e[i].kind != LEXICON_TERM)
			continue;
		buf_printf(&b, "%s\t%s\t", e[i].means, e[i].class ? e[i].class : "part");
		put_terms(&b, e + i, n, true);
		buf_char(&b, '\t');
		put_terms(&b, e + i, n, false);
		buf_char(&b, '\n');
	}
	*out = arena_strdup(a, buf_text(&b));
	buf_release(&b);
	return OK;
}

/* ---- in ---- */

bool domain_lexicon_is_plain(const char *s)
{
	return !strpbrk(s, "\t\r\n;");
}

/* Reading a file: what there is to add, before anything is written. */
struct reader {
	struct db *db;
	struct arena *a;
	struct lexicon_import *im;
	struct kb_names seen; /* kind and spelling of what the file gave already */
	int64_t line;
	size_t room;
};

static void complain(struct reader *r, enum msg msg)
{
	struct lexicon_import *im = r->im;

	if (im->wrong++ < LEXICON_WRONG_MAX)
		im->faults[im->wrong - 1] = (struct lexicon_wrong){r->line, msg};
}

static void remember(struct reader *r, const struct lexicon_entry *e)
{
	struct list *made = &r->im->made;

	if (made->n == r->room) {
		struct lexicon_entry *grown;

		r->room = r->room * 2 + 64;
		grown = arena_calloc(r->a, r->room, sizeof(*grown));
		if (made->n)
			memcpy(grown, made->items, made->n * sizeof(*grown));
		made->items = grown;
	}
	*(struct lexicon_entry *)list_at(made, made->n++, sizeof(*e)) = *e;
}

/* One that is used is left as it is, whatever it means. */
static enum err take(struct reader *r, int kind, const char *term, const char *means, const char *class)
{
	struct lexicon_entry e, used;
	const char *name;
	size_t n;
	enum err err;

	if (!domain_lexicon_is_plain(term) || !kb_lexicon_is_term(term) || strlen(term) > LEXICON_TERM_MAX) {
		complain(r, MSG_LEX_LINE_TERM);
		return OK;
	}
	fields_none(lexicon_fields, &e);
	e.kind = kind;
	e.term = term;
	e.means = means;
	e.class = class;
	e.cases = 0;
	e.folded = text_fold(r->a, term);
	name = arena_printf(r->a, "%d %s", kind, e.folded);
	n = r->seen.n;
	if (kb_names_add(&r->seen, name, strlen(name)) < n) {
		r->im->known++;
		return OK;
	}
	err = store_lexicon_used(r->db, r->a, kind, e.folded, &used);
	r->im->known += err == OK;
	if (err != ERR_NOT_FOUND)
		return err;
	r->im->added++;
	remember(r, &e);
	return OK;
}

static enum err take_terms(struct reader *r, const struct kb_lexicon_line *line, const char *terms)
{
	enum err err = OK;

	while (*terms && err == OK) {
		size_t n = strcspn(terms, ";");
		const char *term = arena_strndup(r->a, terms, n);

		if (n && strcmp(term, "-") != 0)
			err = take(r, LEXICON_TERM, term, line->column[0], line->column[1]);
		terms += n + (terms[n] == ';');
	}
	return err;
}

static enum err take_line(struct reader *r, char *text)
{
	struct kb_lexicon_line line;
	enum err err;

	kb_lexicon_line(text, &line);
	switch (line.kind) {
	case KB_LINE_NOTHING:
		return OK;
	case KB_LINE_SPELLING:
		return take(r, LEXICON_SHORT, line.column[0], line.column[1], NULL);
	case KB_LINE_CONCEPT:
		err = take_terms(r, &line, line.column[2]);
		return err == OK ? take_terms(r, &line, line.column[3]) : err;
	default:
		complain(r, MSG_LEX_LINE);
		return OK;
	}
}

enum err domain_lexicon_read(struct db *db, struct arena *a, struct lexicon_import *im)
{
	struct reader r = {.db = db, .a = a, .im = im};
	char *text = arena_strdup(a, im->text);
	enum err err = OK;

	im->added = im->known = 0;
	im->wrong = 0;
	im->made = (struct list){0};
	for (r.line = 1; *text && err == OK; r.line++) {
		size_t n = strcspn(text, "\n");
		char *next = text + n + (text[n] == '\n');

		text[n] = '\0';
		err = take_line(&r, text);
		text = next;
	}
	kb_names_release(&r.seen);
	return err;
}

static enum err tell_wrong(struct tx *tx, const struct lexicon_import *im)
{
	for (size_t i = 0; i < im->wrong && i < LEXICON_WRONG_MAX; i++)
		fault_field(tx->fault, "text", im->faults[i].msg,
			arena_printf(tx->arena, "%lld", (long long)im->faults[i].line));
	return ERR_INVALID;
}

enum err domain_lexicon_import(struct tx *tx, struct lexicon_import *im)
{
	enum err err = domain_lexicon_read(tx->db, tx->arena, im);

	if (err == OK && im->wrong)
		return tell_wrong(tx, im);
	for (size_t i = 0; i < im->made.n && err == OK; i++)
		err = domain_lexicon_use(tx, list_at(&im->made, i, sizeof(struct lexicon_entry)));
	return err;
}
