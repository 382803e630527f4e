/* lexicon.c - see lexicon.h. */
#include "kb/lexicon_state.h"

#include "kb/map.h"

#include <stdlib.h>
#include <string.h>

/* ---- a text as atoms: words, codes, single Chinese characters ---- */

size_t kb_lexicon_atoms(const struct kb_tokens *t, size_t from, struct kb_atom *out)
{
	size_t n = 0;

	for (size_t i = from; i < t->n; i++) {
		const struct kb_token *token = &t->v[i];
		struct kb_atom *a = &out[n];

		if (token->kind == KB_CONCEPT || kb_text_is_pair(token))
			continue;
		a->token = (uint16_t)i;
		a->han = token->kind == KB_HAN;
		a->follows = a->han && i > from && kb_text_is_pair(&t->v[i - 1]);
		a->exact = token->hash;
		a->stem = kb_text_stem_hash(token);
		n++;
	}
	return n;
}

/* ---- tables from runs of atoms to what they mean ---- */

uint64_t kb_lexicon_step(uint64_t h, uint64_t atom)
{
	return kb_map_mix(h * 31 + atom) | 1;
}

struct kb_lexicon_slot *kb_lexicon_slot(const struct kb_lexicon_table *t, uint64_t key)
{
	size_t i = key >> 1 & (t->room - 1);

	while (t->v[i].key && t->v[i].key != key)
		i = (i + 1) & (t->room - 1);
	return &t->v[i];
}

/* The meaning of the longest run that begins at atom i, + 1; *len its atoms. 0 = none. */
static uint32_t longest(
	const struct kb_lexicon_tables *t, const struct kb_atom *a, size_t n, size_t i, size_t *len)
{
	uint64_t key = 0;
	uint32_t means = 0;

	for (size_t k = 0; i + k < n && k < KB_TERM_WORDS; k++) {
		const struct kb_lexicon_slot *s;

		if (k && a[i + k].han && a[i + k - 1].han && !a[i + k].follows)
			break;
		key = kb_lexicon_step(key, t->very ? a[i + k].exact : a[i + k].stem);
		if (!kb_lexicon_may_hold(&t->runs, key))
			break;
		s = kb_lexicon_slot(&t->runs, key);
		if (!s->key)
			break;
		if (s->means) {
			means = s->means;
			*len = k + 1;
		}
		if (!s->goes_on)
			break;
	}
	return means;
}

/* As longest, but a single word in the very spelling comes before one of its stem. */
static uint32_t meaning(
	const struct kb_lexicon_tables *t, const struct kb_atom *a, size_t n, size_t i, size_t *len)
{
	uint32_t means = longest(t, a, n, i, len);
	const struct kb_lexicon_slot *s;
	uint64_t key;

	if (t->very || (means && *len > 1))
		return means;
	key = kb_lexicon_step(0, a[i].exact);
	if (!kb_lexicon_may_hold(&t->exact, key))
		return means;
	s = kb_lexicon_slot(&t->exact, key);
	if (!s->key)
		return means;
	*len = 1;
	return s->means;
}

/* ---- spellings ---- */

struct writer {
	char *text;
	size_t n;
	bool han; /* the last one is Chinese */
};

static void put(struct writer *w, const char *text, size_t len, bool glued)
{
	bool space = w->n && !glued;

	if (w->n + len + space > KB_TEXT_MAX)
		return;
	if (space)
		w->text[w->n++] = ' ';
	memcpy(w->text + w->n, text, len);
	w->n += len;
	w->text[w->n] = '\0';
}

static bool is_chinese(const char *text)
{
	return (unsigned char)text[0] >= 0xE3;
}

/* Is there anything to replace? Seldom. */
static bool any_spelling(const struct kb_lexicon *lx, const struct kb_atom *atoms, size_t n)
{
	size_t len = 1;

	for (size_t i = 0; i < n; i += len) {
		uint32_t means = meaning(&lx->spellings, atoms, n, i, &len);

		if (!means)
			len = 1;
		else if (strcmp(lx->terms[means - 1].means, "-") != 0)
			return true;
	}
	return false;
}

/* Returns the atoms of what was added when these are in the scratch, else 0. */
static size_t read_tokens(
	const struct kb_lexicon *lx, const char *text, struct kb_tokens *out, struct kb_reading *scratch)
{
	struct kb_atom *atoms = scratch->atoms;
	struct writer w = {.text = scratch->text};
	size_t from = out->n, n, len = 0;

	kb_text_tokens(text, out);
	if (!lx || out->n == from)
		return 0;
	n = kb_lexicon_atoms(out, from, atoms);
	if (!any_spelling(lx, atoms, n))
		return n;
	for (size_t i = 0; i < n; i += len) {
		const struct kb_token *t = &out->v[atoms[i].token];
		uint32_t means = meaning(&lx->spellings, atoms, n, i, &len);
		const char *words = means ? lx->terms[means - 1].means : NULL;
		bool glued = atoms[i].follows && w.han;

		if (words && strcmp(words, "-") != 0) {
			put(&w, words, strlen(words), glued && is_chinese(words));
			w.han = is_chinese(words);
			continue;
		}
		len = words ? len : 1;
		for (size_t k = 0; k < len; k++) {
			t = &out->v[atoms[i + k].token];
			put(&w, t->text, t->len, atoms[i + k].follows && w.han);
			w.han = atoms[i + k].han;
		}
	}
	out->n = from;
	kb_text_tokens(w.text, out);
	return 0;
}

void kb_lexicon_tokens(
	const struct kb_lexicon *lx, const char *text, struct kb_tokens *out, struct kb_reading *scratch)
{
	read_tokens(lx, text, out, scratch);
}

/* ---- concepts ---- */

static void tell(const struct kb_lexicon *lx, uint32_t number, const struct kb_atom *first,
	const struct kb_atom *last, struct kb_tokens *out)
{
	for (; number && out->n < KB_TOKENS; number = lx->concepts[number - 1].parent) {
		struct kb_token *t = &out->v[out->n++];

		*t = lx->tokens[number - 1];
		t->from = first->token;
		t->to = (uint16_t)(last->token + 1);
	}
}

static void tell_all(
	const struct kb_lexicon *lx, struct kb_tokens *out, const struct kb_atom *atoms, size_t n)
{
	size_t len = 1;

	for (size_t i = 0; i < n; i += len) {
		uint32_t term = meaning(&lx->meanings, atoms, n, i, &len);
		const struct kb_concept *c = term ? &lx->concepts[lx->terms[term - 1].concept] : NULL;
		bool inside = atoms[i].follows || (i + 1 < n && atoms[i + 1].follows);

		if (!c)
			len = 1;
		else if (c->class == KB_CLASS_NONE)
			continue;
		else if (len == 1 && atoms[i].han && inside && c->class == KB_CLASS_ACTION &&
			 atoms[i].follows)
			continue;
		else
			tell(lx, lx->terms[term - 1].concept + 1, &atoms[i], &atoms[i + len - 1], out);
	}
}

void kb_lexicon_tell(
	const struct kb_lexicon *lx, struct kb_tokens *out, size_t from, struct kb_reading *scratch)
{
	if (lx)
		tell_all(lx, out, scratch->atoms, kb_lexicon_atoms(out, from, scratch->atoms));
}

void kb_lexicon_read(const struct kb_lexicon *spellings, const struct kb_lexicon *concepts, const char *text,
	struct kb_tokens *out, struct kb_reading *scratch)
{
	size_t from = out->n, n = read_tokens(spellings, text, out, scratch);

	if (concepts && n)
		tell_all(concepts, out, scratch->atoms, n);
	else
		kb_lexicon_tell(concepts, out, from, scratch);
}

const struct kb_concept *kb_lexicon_of(const struct kb_lexicon *lx, const struct kb_token *t)
{
	return t->kind == KB_CONCEPT ? kb_lexicon_find(lx, t->text + 1) : NULL;
}

/* ---- for who lists it ---- */

size_t kb_lexicon_concepts(const struct kb_lexicon *lx)
{
	return lx->n_concepts;
}

const struct kb_concept *kb_lexicon_concept(const struct kb_lexicon *lx, size_t number)
{
	return &lx->concepts[number];
}

size_t kb_lexicon_terms(const struct kb_lexicon *lx)
{
	return lx->n_terms;
}

const struct kb_term *kb_lexicon_term(const struct kb_lexicon *lx, size_t number)
{
	return &lx->terms[number];
}

const struct kb_concept *kb_lexicon_find(const struct kb_lexicon *lx, const char *id)
{
	uint32_t number = kb_names_find(&lx->ids, id, strlen(id));

	return number == KB_NO_NAME ? NULL : &lx->concepts[number];
}

/* What the whole of a text means, + 1. */
static uint32_t whole(const struct kb_lexicon_tables *tables, const char *text)
{
	struct kb_reading *r = xmalloc(sizeof(*r));
	uint32_t means = 0;
	size_t n, len = 0;

	r->tokens.n = 0;
	kb_text_tokens(text, &r->tokens);
	n = kb_lexicon_atoms(&r->tokens, 0, r->atoms);
	if (n)
		means = meaning(tables, r->atoms, n, 0, &len);
	free(r);
	return len == n ? means : 0;
}

const struct kb_concept *kb_lexicon_means(const struct kb_lexicon *lx, const char *term)
{
	uint32_t means = whole(&lx->meanings, term);

	return means ? &lx->concepts[lx->terms[means - 1].concept] : NULL;
}

const char *kb_lexicon_spelling(const struct kb_lexicon *lx, const char *text)
{
	uint32_t means = whole(&lx->spellings, text);

	return means ? lx->terms[means - 1].means : NULL;
}
