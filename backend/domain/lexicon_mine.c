/* lexicon_mine.c - see lexicon_mine.h. */
#include "domain/lexicon_mine.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kb/names.h"
#include "store/event.h"
#include "store/repair.h"

enum { BATCH = 1000, UNITS = 48, RUN_LEAST = 2, RUN_MOST = 4, EXAMPLE_BYTES = 120, FEATURE_MOST = 2000 };
static const double like_short = .25, like_term = .5, like_word = .7, together_most = .05;

struct pair {
	uint32_t unit, feature;
	double weight;
};

struct mine {
	const struct kb_lexicon *lx, *spellings; /* the same, or NULL */
	struct arena *a;
	struct kb_reading *r;
	struct kb_names units; /* also "#12", fixes */
	uint32_t *docs;	       /* repairs that hold each */
	struct examples {
		const char *text;
		int n;
	} * examples;
	double *norm;
	size_t unit_room;
	struct kb_map counts; /* (unit, feature) */
	struct pair *pairs;
	size_t n_pairs, pair_room;
	int64_t read;
};

static uint32_t unit_of(struct mine *m, const char *text, size_t len)
{
	uint32_t u = kb_names_add(&m->units, text, len);

	if (u >= m->unit_room) {
		size_t room = m->unit_room * 2 + 1024, old = m->unit_room;

		m->docs = xrealloc(m->docs, room * sizeof(*m->docs));
		m->examples = xrealloc(m->examples, room * sizeof(*m->examples));
		memset(m->docs + old, 0, (room - old) * sizeof(*m->docs));
		memset(m->examples + old, 0, (room - old) * sizeof(*m->examples));
		m->unit_room = room;
	}
	return u;
}

static size_t add_unit(struct mine *m, uint32_t units[UNITS], size_t n, const char *text, size_t len)
{
	uint32_t u;

	if (n == UNITS)
		return n;
	u = unit_of(m, text, len);
	for (size_t i = 0; i < n; i++)
		if (units[i] == u)
			return n;
	units[n] = u;
	return n + 1;
}

/* Chinese characters that no concept holds, as far as they stand together. */
static size_t add_runs(struct mine *m, uint32_t units[UNITS], size_t n, const bool *known)
{
	const struct kb_tokens *t = &m->r->tokens;
	char run[RUN_MOST * 4 + 1];
	size_t len = 0, chars = 0;

	for (size_t i = 0; i <= t->n; i++) {
		bool han = i < t->n && t->v[i].kind == KB_HAN;
		bool on = han && !kb_text_is_pair(&t->v[i]) && !known[i];

		if (han && kb_text_is_pair(&t->v[i]))
			continue;
		if ((!on || (i && !kb_text_is_pair(&t->v[i - 1]))) && chars) {
			if (chars >= RUN_LEAST && chars <= RUN_MOST)
				n = add_unit(m, units, n, run, len);
			len = chars = 0;
		}
		if (!on)
			continue;
		if (chars < RUN_MOST) {
			memcpy(run + len, t->v[i].text, t->v[i].len);
			len += t->v[i].len;
		}
		chars++;
	}
	return n;
}

static size_t read_units(struct mine *m, const char *text, uint32_t units[UNITS])
{
	struct kb_tokens *t = &m->r->tokens;
	bool known[KB_TOKENS] = {false};
	size_t n = 0;

	t->n = 0;
	kb_lexicon_tokens(m->spellings, text, t, m->r);
	kb_lexicon_tell(m->lx, t, 0, m->r);
	for (size_t i = 0; i < t->n; i++) {
		if (t->v[i].kind == KB_CONCEPT)
			for (size_t k = t->v[i].from; k < t->v[i].to; k++)
				known[k] = true;
		if (t->v[i].kind == KB_CONCEPT || (t->v[i].kind == KB_WORD && t->v[i].len > 1))
			n = add_unit(m, units, n, t->v[i].text, t->v[i].len);
	}
	return add_runs(m, units, n, known);
}

static void count(struct mine *m, uint32_t unit, uint32_t feature)
{
	if (kb_map_add(&m->counts, kb_map_pair(unit, feature), 1) > 1)
		return;
	if (m->n_pairs == m->pair_room) {
		m->pair_room = m->pair_room * 2 + 4096;
		m->pairs = xrealloc(m->pairs, m->pair_room * sizeof(*m->pairs));
	}
	m->pairs[m->n_pairs++] = (struct pair){unit, feature, 0};
}

/* A line: the ticket, a tab, what was reported, cut between characters. */
static void add_example(struct mine *m, uint32_t unit, const struct repair *r)
{
	struct examples *e = &m->examples[unit];
	size_t n = strnlen(r->symptom, EXAMPLE_BYTES);

	if (e->n == LEXICON_MINE_EXAMPLES)
		return;
	while (n == EXAMPLE_BYTES && n > 0 && ((unsigned char)r->symptom[n] & 0xC0) == 0x80)
		n--;
	e->text = arena_printf(m->a, "%s%s%lld\t%s", e->n ? e->text : "", e->n ? "\n" : "", (long long)r->id,
		arena_strndup(m->a, r->symptom, strcspn(arena_strndup(m->a, r->symptom, n), "\r\n\t")));
	e->n++;
}

static void read_repair(struct mine *m, const struct repair *r)
{
	uint32_t units[UNITS], fix = 0;
	size_t n = r->symptom ? read_units(m, r->symptom, units) : 0;

	if (r->root_id != NONE) {
		char name[24];

		fix = unit_of(m, name, (size_t)snprintf(name, sizeof(name), "#%lld", (long long)r->root_id));
		m->docs[fix]++;
	}
	for (size_t i = 0; i < n; i++) {
		m->docs[units[i]]++;
		add_example(m, units[i], r);
		if (r->root_id != NONE)
			count(m, units[i], fix);
		for (size_t k = 0; k < n; k++)
			if (k != i)
				count(m, units[i], units[k]);
	}
	m->read++;
}

static enum err read_repairs(struct mine *m, struct db *db)
{
	struct list newest, some = {.n = 1};
	enum err err = store_repair_newest(db, m->a, LEXICON_MINE_REPAIRS, &newest);
	int64_t after;

	if (err != OK || !newest.n)
		return err;
	after = ((struct repair_id *)list_at(&newest, newest.n - 1, sizeof(struct repair_id)))->id - 1;
	while (err == OK && some.n && m->read < LEXICON_MINE_REPAIRS) {
		err = store_repair_list(db, m->a, after, BATCH, 0, &some);
		for (size_t i = 0; err == OK && i < some.n; i++) {
			const struct repair *r = list_at(&some, i, sizeof(*r));

			read_repair(m, r);
			after = r->id;
		}
	}
	return err;
}

static int by_feature(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;

	if (x->feature != y->feature)
		return x->feature < y->feature ? -1 : 1;
	return x->unit < y->unit ? -1 : x->unit > y->unit;
}

static void weigh(struct mine *m)
{
	m->norm = arena_calloc(m->a, m->units.n + 1, sizeof(*m->norm));
	qsort(m->pairs, m->n_pairs, sizeof(*m->pairs), by_feature);
	for (size_t i = 0; i < m->n_pairs; i++) {
		struct pair *p = &m->pairs[i];
		double count = kb_map_get(&m->counts, kb_map_pair(p->unit, p->feature));

		p->weight = count * log((double)(m->read + 1) / m->docs[p->feature]);
		m->norm[p->unit] += p->weight * p->weight;
	}
}

/* Where the pairs of a feature begin. */
static size_t first_of(const struct mine *m, uint32_t feature)
{
	size_t lo = 0, hi = m->n_pairs;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (m->pairs[mid].feature < feature)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* dot[t] = the unit's vector . that of t, for every unit t. */
static void likeness(const struct mine *m, uint32_t unit, double *dot)
{
	memset(dot, 0, m->units.n * sizeof(*dot));
	for (uint32_t f = 0; f < m->units.n; f++) {
		double w = kb_map_get(&m->counts, kb_map_pair(unit, f));
		size_t i;

		if (w <= 0 || m->docs[f] > FEATURE_MOST)
			continue;
		w *= log((double)(m->read + 1) / m->docs[f]);
		for (i = first_of(m, f); i < m->n_pairs && m->pairs[i].feature == f; i++)
			dot[m->pairs[i].unit] += w * m->pairs[i].weight;
	}
}

static bool is_letters(const char *s)
{
	return s[strspn(s, "abcdefghijklmnopqrstuvwxyz")] == '\0';
}

/* "cplg" of "coupling"; "cool" and "cooling" are one word already. */
static bool shortens(const char *s, const char *word)
{
	size_t n = strlen(s);
	char stem[2][KB_TOKEN_MAX + 1];

	if (n < 2 || n > 5 || strlen(word) < n + 2 || s[0] != word[0] || !is_letters(s) || !is_letters(word))
		return false;
	kb_text_stem(s, n, stem[0]);
	kb_text_stem(word, strlen(word), stem[1]);
	if (strcmp(stem[0], stem[1]) == 0)
		return false;
	for (; *word && *s; word++)
		s += *s == *word;
	return !*s;
}

static bool is_known(const struct mine *m, const char *unit)
{
	return unit[0] == '=' || unit[0] == '#' || kb_lexicon_means(m->lx, unit) ||
	       (m->spellings && kb_lexicon_spelling(m->spellings, unit));
}

/* "不能连冲", "那里冒料", "1号喷涂": said about a thing, and no name of one. */
static bool is_phrase(const char *s)
{
	static const char *const tells[] = {"不", "没", "了", "又", "还", "都", "是", "的", "着", "很", "太",
		"这", "那", "有", "一", "号", NULL};

	for (const char *const *t = tells; *t; t++)
		if (strstr(s, *t))
			return true;
	return false;
}

/* A Chinese run, or a word that is no shorthand. */
static bool could_be_term(const char *s)
{
	return (unsigned char)s[0] >= 0xE3 ? !is_phrase(s) : strlen(s) >= 4 && is_letters(s);
}

static void propose(struct mine *m, uint32_t unit, const double *dot, struct lexicon_mined *out)
{
	const char *text = kb_names_text(&m->units, unit);
	struct lexicon_entry *e = list_at(&out->found, out->found.n, sizeof(*e));
	double best = 0;
	uint32_t target = KB_NO_NAME;
	bool shorthand = false;

	for (uint32_t t = 0; t < m->units.n; t++) {
		const char *other = kb_names_text(&m->units, t);
		double together = kb_map_get(&m->counts, kb_map_pair(unit, t));
		double like = dot[t] > 0 ? dot[t] / sqrt(m->norm[unit] * m->norm[t]) : 0;
		bool is_short = shortens(text, other);

		if (t == unit || m->docs[t] < LEXICON_MINE_CASES || like <= best ||
			together > together_most * m->docs[unit])
			continue;
		if (is_short ? like < like_short
			     : like < (is_letters(text) ? like_word : like_term) || other[0] != '=' ||
					!could_be_term(text))
			continue;
		best = like;
		target = t;
		shorthand = is_short;
	}
	if (target == KB_NO_NAME)
		return;
	fields_none(lexicon_fields, e);
	e->kind = shorthand ? LEXICON_SHORT : LEXICON_TERM;
	e->term = arena_strdup(m->a, text);
	e->means = arena_strdup(m->a, kb_names_text(&m->units, target) + !shorthand);
	e->cases = m->docs[unit];
	e->examples = m->examples[unit].text;
	out->found.n++;
}

static void propose_all(struct mine *m, struct lexicon_mined *out)
{
	double *dot = arena_calloc(m->a, m->units.n + 1, sizeof(*dot));

	weigh(m);
	for (uint32_t u = 0; u < m->units.n && out->found.n < LEXICON_MINE_MOST; u++) {
		if (m->docs[u] < LEXICON_MINE_CASES || is_known(m, kb_names_text(&m->units, u)))
			continue;
		likeness(m, u, dot);
		propose(m, u, dot, out);
	}
}

enum err lexicon_mine(struct db *db, struct arena *a, const struct kb_lexicon *lx, bool spellings,
	struct lexicon_mined *out)
{
	struct mine m = {
		.lx = lx, .spellings = spellings ? lx : NULL, .a = a, .r = arena_new(a, struct kb_reading)};
	enum err err;

	*out = (struct lexicon_mined){
		.found = {arena_calloc(a, LEXICON_MINE_MOST + 1, sizeof(struct lexicon_entry)), 0}};
	err = read_repairs(&m, db);
	if (err == OK && m.units.n)
		propose_all(&m, out);
	out->read = m.read;
	kb_names_release(&m.units);
	kb_map_release(&m.counts);
	free(m.docs);
	free(m.examples);
	free(m.pairs);
	return err;
}

enum err lexicon_mine_keep(struct tx *tx, struct lexicon_mined *m)
{
	enum err err = OK;

	m->added = 0;
	for (size_t i = 0; i < m->found.n && err == OK; i++) {
		bool added = false;

		err = domain_lexicon_propose(tx, list_at(&m->found, i, sizeof(struct lexicon_entry)), &added);
		m->added += added;
	}
	if (err == OK && m->added)
		err = store_event_note(tx, "lexicon", 0, "proposed", "count",
			arena_printf(tx->arena, "%lld", (long long)m->added));
	return err;
}
