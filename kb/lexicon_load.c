/* lexicon_load.c - a lexicon from its lines; see lexicon.h. */
#include "kb/lexicon_state.h"

#include <stdlib.h>
#include <string.h>

#include "lexicon_files.h" /* made by CMake: lexicon_spellings[], lexicon_concepts[] */

enum { FIRST_ROOM = 1024 };

const char *const kb_fix_classes[] = {"replace", "weld", "adjust", "clean", "tighten", "reset", "repair",
	"remove", "wire", "refill", "lubricate", "inspect", NULL};

/* ---- lines ---- */

void kb_lexicon_line(char *line, struct kb_lexicon_line *out)
{
	char *at = line;
	size_t n = 0;

	*out = (struct kb_lexicon_line){.kind = KB_LINE_WRONG};
	at[strcspn(at, "\r\n")] = '\0';
	if (!*at || *at == '#') {
		out->kind = KB_LINE_NOTHING;
		return;
	}
	for (; n < 4 && at; n++) {
		char *tab = strchr(at, '\t');

		if (tab)
			*tab = '\0';
		out->column[n] = at;
		at = tab ? tab + 1 : NULL;
	}
	if (at)
		return;
	if (n == 2 && kb_lexicon_is_term(out->column[0]) &&
		(strcmp(out->column[1], "-") == 0 || kb_lexicon_is_term(out->column[1])))
		out->kind = KB_LINE_SPELLING;
	if ((n == 3 || n == 4) && kb_lexicon_is_id(out->column[0]) && kb_lexicon_is_class(out->column[1]))
		out->kind = KB_LINE_CONCEPT;
	if (n == 3)
		out->column[3] = "";
}

/* The atoms of a term; 0 = it can be none. A run of Chinese that something parts is never met in a text (kb_lexicon_read
 * goes along one run), so it would be a term that does nothing. */
static size_t term_atoms(const char *text, struct kb_reading *r)
{
	size_t n;

	r->tokens.n = 0;
	kb_text_tokens(text, &r->tokens);
	n = kb_lexicon_atoms(&r->tokens, 0, r->atoms);
	for (size_t i = 1; i < n; i++)
		if (r->atoms[i].han && r->atoms[i - 1].han && !r->atoms[i].follows)
			return 0;
	return n <= KB_TERM_WORDS ? n : 0;
}

bool kb_lexicon_is_term(const char *text)
{
	struct kb_reading *r;
	size_t n;

	if (!text[0] || strlen(text) > 255)
		return false;
	r = xmalloc(sizeof(*r));
	n = term_atoms(text, r);
	free(r);
	return n > 0;
}

bool kb_lexicon_is_id(const char *text)
{
	size_t n = strlen(text);

	return n >= 1 && n <= KB_CONCEPT_ID_MAX &&
	       strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-.") == n && (text[0] != '-' || n == 1) &&
	       text[0] != '.' && text[n - 1] != '.';
}

static enum kb_class class_of(const char *text)
{
	static const char *const names[] = {"-", "part", "symptom", "word"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(text, names[i]) == 0)
			return (enum kb_class)i;
	return KB_CLASS_ACTION;
}

bool kb_lexicon_is_class(const char *text)
{
	if (class_of(text) != KB_CLASS_ACTION)
		return true;
	if (strncmp(text, "action:", 7) != 0)
		return false;
	for (size_t i = 0; kb_fix_classes[i]; i++)
		if (strcmp(text + 7, kb_fix_classes[i]) == 0)
			return true;
	return false;
}

/* ---- tables ---- */

static void table_grow(struct kb_lexicon_table *t)
{
	struct kb_lexicon_table old = *t;

	t->room = old.room ? old.room * 2 : FIRST_ROOM;
	t->v = xcalloc(t->room, sizeof(*t->v));
	for (size_t i = 0; i < old.room; i++)
		if (old.v[i].key)
			*kb_lexicon_slot(t, old.v[i].key) = old.v[i];
	free(old.v);
}

static struct kb_lexicon_slot *slot_add(struct kb_lexicon_table *t, uint64_t key)
{
	struct kb_lexicon_slot *s;

	if (t->n * 2 >= t->room)
		table_grow(t);
	s = kb_lexicon_slot(t, key);
	t->n += s->key == 0;
	s->key = key;
	t->known[key >> (64 - KB_LEXICON_KNOWN + 6)] |= UINT64_C(1) << (key >> (64 - KB_LEXICON_KNOWN)) % 64;
	return s;
}

static bool same_meaning(const struct kb_lexicon *lx, uint32_t means, const struct kb_term *t)
{
	const struct kb_term *known = &lx->terms[means - 1];

	return t->means ? strcmp(known->means, t->means) == 0 : known->concept == t->concept;
}

/* Does the table have room for the run? What is spelt the same means the first that was put in; a single word whose stem is
 * taken by something else is known by its very spelling. */
static bool table_put(struct kb_lexicon *lx, struct kb_lexicon_tables *t, uint32_t number,
	const struct kb_atom *a, size_t n)
{
	struct kb_lexicon_slot *s = NULL;
	uint64_t key = 0;

	for (size_t i = 0; i < n; i++) {
		key = kb_lexicon_step(key, t->very ? a[i].exact : a[i].stem);
		s = slot_add(&t->runs, key);
		s->goes_on = s->goes_on || i + 1 < n;
	}
	if (!s->means) {
		s->means = number + 1;
		return true;
	}
	if (same_meaning(lx, s->means, &lx->terms[number]))
		return true;
	if (t->very || n > 1 || strcmp(lx->terms[s->means - 1].text, lx->terms[number].text) == 0)
		return false;
	s = slot_add(&t->exact, kb_lexicon_step(0, a[0].exact));
	if (s->means && !same_meaning(lx, s->means, &lx->terms[number]))
		return false;
	s->means = number + 1;
	return true;
}

/* ---- putting in ---- */

static void *grow(void *items, size_t *room, size_t n, size_t size)
{
	if (n < *room)
		return items;
	*room = *room ? *room * 2 : 1024;
	return xrealloc(items, *room * size);
}

static void term_add(struct kb_lexicon *lx, struct kb_term term, struct kb_reading *r)
{
	uint32_t number = (uint32_t)lx->n_terms;
	size_t n = term_atoms(term.text, r);

	if (n == 0)
		return;
	lx->terms = grow(lx->terms, &lx->term_room, lx->n_terms, sizeof(*lx->terms));
	lx->terms[lx->n_terms++] = term;
	lx->terms[number].hidden =
		!table_put(lx, term.means ? &lx->spellings : &lx->meanings, number, r->atoms, n);
}

static uint32_t concept_add(struct kb_lexicon *lx, const struct kb_lexicon_line *line, bool own)
{
	uint32_t number = kb_names_add(&lx->ids, line->column[0], strlen(line->column[0]));
	struct kb_concept *c;

	if (number < lx->n_concepts) {
		c = &lx->concepts[number];
		/* a plant adds to a shipped concept, whose class it need not know */
		if (!own && c->own) {
			c->own = false;
			c->class = class_of(line->column[1]);
			c->fix = c->class == KB_CLASS_ACTION ? arena_strdup(&lx->arena, line->column[1] + 7)
							     : NULL;
		}
		return number;
	}
	lx->concepts = grow(lx->concepts, &lx->concept_room, lx->n_concepts, sizeof(*lx->concepts));
	c = &lx->concepts[lx->n_concepts++];
	*c = (struct kb_concept){.id = arena_strdup(&lx->arena, line->column[0]),
		.class = class_of(line->column[1]),
		.own = own};
	if (c->class == KB_CLASS_ACTION)
		c->fix = arena_strdup(&lx->arena, line->column[1] + 7);
	return number;
}

static void terms_add(struct kb_lexicon *lx, uint32_t concept, const char *list, bool chinese, bool own,
	struct kb_reading *r)
{
	while (*list) {
		size_t n = strcspn(list, ";");
		const char *text;

		while (n && *list == ' ')
			list++, n--;
		text = arena_strndup(&lx->arena, list, n);
		if (n && strcmp(text, "-") != 0)
			term_add(lx,
				(struct kb_term){
					.text = text, .concept = concept, .chinese = chinese, .own = own},
				r);
		list += n + (list[n] == ';');
	}
}

static void line_add(struct kb_lexicon *lx, char *text, bool own, struct kb_reading *r)
{
	struct kb_lexicon_line line;
	uint32_t concept;

	kb_lexicon_line(text, &line);
	if (line.kind == KB_LINE_SPELLING)
		term_add(lx,
			(struct kb_term){.text = arena_strdup(&lx->arena, line.column[0]),
				.means = arena_strdup(&lx->arena, line.column[1]),
				.own = own},
			r);
	if (line.kind != KB_LINE_CONCEPT)
		return;
	concept = concept_add(lx, &line, own);
	terms_add(lx, concept, line.column[2], true, own, r);
	terms_add(lx, concept, line.column[3], false, own, r);
}

static void lines_add(struct kb_lexicon *lx, const char *text, bool own, struct kb_reading *r)
{
	char line[KB_LEXICON_LINE_MAX + 1];

	while (*text) {
		size_t n = strcspn(text, "\n");

		if (n <= KB_LEXICON_LINE_MAX) {
			memcpy(line, text, n);
			line[n] = '\0';
			line_add(lx, line, own, r);
		}
		text += n + (text[n] == '\n');
	}
}

/* ---- once all is there ---- */

static void parents(struct kb_lexicon *lx)
{
	for (size_t i = 0; i < lx->n_concepts; i++) {
		struct kb_concept *c = &lx->concepts[i];
		const char *dot = strrchr(c->id, '.');
		uint32_t parent = dot ? kb_names_find(&lx->ids, c->id, (size_t)(dot - c->id)) : KB_NO_NAME;

		c->parent = parent == KB_NO_NAME ? 0 : parent + 1;
	}
}

static void names(struct kb_lexicon *lx)
{
	const char **first = xcalloc(2 * lx->n_concepts + 1, sizeof(*first));

	for (size_t i = lx->n_terms; i > 0; i--) {
		const struct kb_term *t = &lx->terms[i - 1];

		/* a shipped name stays what it is called by */
		if (!t->means && (!t->own || !first[2 * t->concept + t->chinese]))
			first[2 * t->concept + t->chinese] = t->text;
	}
	for (size_t i = 0; i < lx->n_concepts; i++) {
		const char *zh = first[2 * i + 1], *en = first[2 * i];

		lx->concepts[i].name = zh && en ? arena_printf(&lx->arena, "%s %s", zh, en)
				       : zh	? zh
				       : en	? en
						: lx->concepts[i].id;
	}
	free(first);
}

static void tokens(struct kb_lexicon *lx)
{
	lx->tokens = xcalloc(lx->n_concepts + 1, sizeof(*lx->tokens));
	for (size_t i = 0; i < lx->n_concepts; i++) {
		struct kb_token *t = &lx->tokens[i];

		t->kind = KB_CONCEPT;
		t->len = (uint8_t)(strlen(lx->concepts[i].id) + 1);
		t->text[0] = '=';
		memcpy(t->text + 1, lx->concepts[i].id, t->len);
		t->hash = kb_map_hash(t->text, t->len);
	}
}

struct kb_lexicon *kb_lexicon_new(const char *own)
{
	struct kb_lexicon *lx = xcalloc(1, sizeof(*lx));
	struct kb_reading *r = xmalloc(sizeof(*r));
	struct kb_lexicon_table *tables[] = {
		&lx->spellings.runs, &lx->spellings.exact, &lx->meanings.runs, &lx->meanings.exact};

	atomic_init(&lx->owners, 1);
	arena_init(&lx->arena);
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		table_grow(tables[i]);
	lx->spellings.very = true;
	if (own)
		lines_add(lx, own, true, r);
	lines_add(lx, (const char *)lexicon_spellings, false, r);
	lines_add(lx, (const char *)lexicon_concepts, false, r);
	parents(lx);
	names(lx);
	tokens(lx);
	free(r);
	/* nothing is added any more */
	lx->concept_room = lx->n_concepts + 1;
	lx->concepts = xrealloc(lx->concepts, lx->concept_room * sizeof(*lx->concepts));
	lx->term_room = lx->n_terms + 1;
	lx->terms = xrealloc(lx->terms, lx->term_room * sizeof(*lx->terms));
	return lx;
}

struct kb_lexicon *kb_lexicon_keep(struct kb_lexicon *lx)
{
	atomic_fetch_add(&lx->owners, 1);
	return lx;
}

void kb_lexicon_free(struct kb_lexicon *lx)
{
	if (!lx || atomic_fetch_sub(&lx->owners, 1) > 1)
		return;
	free(lx->spellings.runs.v);
	free(lx->spellings.exact.v);
	free(lx->meanings.runs.v);
	free(lx->meanings.exact.v);
	kb_names_release(&lx->ids);
	free(lx->concepts);
	free(lx->tokens);
	free(lx->terms);
	arena_release(&lx->arena);
	free(lx);
}

size_t kb_lexicon_bytes(const struct kb_lexicon *lx)
{
	const struct kb_lexicon_table *tables[] = {
		&lx->spellings.runs, &lx->spellings.exact, &lx->meanings.runs, &lx->meanings.exact};
	size_t n = sizeof(*lx) + lx->concept_room * (sizeof(*lx->concepts) + sizeof(*lx->tokens)) +
		   lx->term_room * sizeof(*lx->terms) + kb_names_bytes(&lx->ids) + lx->arena.used;

	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		n += tables[i]->room * sizeof(*tables[i]->v);
	return n;
}
