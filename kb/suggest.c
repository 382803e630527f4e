/* suggest.c - kb_suggest: ranks, decides what may be said, and tells why. */
#include "kb/rank.h"

#include <stdlib.h>
#include <string.h>

enum { FIXES = 5, RECORDS = 10, PARTS_SEEN = 64 };

/* Newest cases of a fix, gone through once. */
struct sample {
	int64_t minutes[KB_GROUP_SAMPLE];
	struct kb_fix_part parts[PARTS_SEEN]; /* qty_milli: the sum */
	size_t n_parts;
};

static int by_minutes(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

static int most_cases_first(const void *a, const void *b)
{
	const struct kb_fix_part *x = a, *y = b;

	if (x->cases != y->cases)
		return x->cases > y->cases ? -1 : 1;
	return x->id < y->id ? -1 : x->id > y->id;
}

static void sample_parts(struct sample *s, const struct kb_part *parts, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t j = 0, before = 0;

		while (j < s->n_parts && s->parts[j].id != parts[i].id)
			j++;
		if (j == PARTS_SEEN)
			continue;
		if (j == s->n_parts)
			s->parts[s->n_parts++] = (struct kb_fix_part){.id = parts[i].id};
		while (before < i && parts[before].id != parts[i].id)
			before++;
		s->parts[j].cases += before == i; /* a part named twice in a record is still one case */
		s->parts[j].qty_milli += parts[i].qty_milli;
	}
}

static void sample_doc(const struct kb_ask *ask, const struct kb_doc *d, struct sample *s, struct kb_fix *out)
{
	bool here = d->machine && d->machine == ask->machine;
	enum kb_outcome outcome = (enum kb_outcome)d->outcome;
	struct kb_part parts[KB_RECORD_PARTS];

	out->sample++;
	out->held += outcome == KB_HELD;
	out->came_back += outcome == KB_CAME_BACK;
	if (d->minutes != UINT32_MAX)
		s->minutes[out->timed++] = d->minutes;
	if (d->time_ms > out->last_ms)
		out->last_ms = d->time_ms;
	if (here && d->time_ms > out->last_here_ms)
		out->last_here_ms = d->time_ms;
	sample_parts(s, parts, kb_held_parts(ask->kb->held + d->held, d->entry_bytes, parts));
}

/* The least minutes that at least `percent` of the cases stayed within. */
static int64_t quantile(const int64_t *sorted, size_t n, size_t percent)
{
	return n ? sorted[(n * percent + 99) / 100 - 1] : 0;
}

static void tell_cases(const struct kb_ask *ask, uint32_t group, struct arena *a, struct kb_fix *out)
{
	const struct kb *kb = ask->kb;
	struct sample *s = arena_new(a, struct sample);
	uint32_t next = kb_group_newest(kb, group);

	out->cases = kb->groups[group].cases;
	out->cases_here = ask->machine ? kb_map_get(&kb->pairs, kb_map_pair(ask->machine, group)) : 0;
	for (; next && out->sample < KB_GROUP_SAMPLE; next = kb->docs[next - 1].older)
		if (!kb_index_dead(&kb->index, next - 1))
			sample_doc(ask, &kb->docs[next - 1], s, out);
	qsort(s->minutes, out->timed, sizeof(s->minutes[0]), by_minutes);
	out->minutes_20 = quantile(s->minutes, out->timed, 20);
	out->minutes_50 = quantile(s->minutes, out->timed, 50);
	out->minutes_80 = quantile(s->minutes, out->timed, 80);
	qsort(s->parts, s->n_parts, sizeof(s->parts[0]), most_cases_first);
	for (size_t i = 0; i < s->n_parts && i < KB_FIX_PARTS; i++) {
		out->parts[i] = s->parts[i];
		out->parts[i].qty_milli /= s->parts[i].cases;
		out->n_parts++;
	}
}

/* A token's place in words[], where it is present once. */
static size_t word_of(const struct kb_ask *ask, const struct kb_token *t)
{
	size_t i = 0;

	while (i < ask->n_words && strcmp(ask->words[i].token->text, t->text) != 0)
		i++;
	return i;
}

static void add_word(struct kb_fix *out, const char *text)
{
	for (size_t i = 0; i < out->n_words; i++)
		if (strcmp(out->words[i], text) == 0)
			return;
	if (out->n_words < KB_FIX_WORDS)
		out->words[out->n_words++] = text;
}

/* Is what tells the concept met by itself, or by a more special concept? */
static bool told_already(const struct kb_ask *ask, const uint32_t met[KB_ASK_WORDS], size_t concept)
{
	const struct kb_token *c = &ask->tokens->v[concept];

	for (size_t i = c->from; i < concept; i++) {
		const struct kb_token *t = &ask->tokens->v[i];
		size_t word = word_of(ask, t);
		bool of_it = t->kind == KB_CONCEPT ? t->from == c->from : i < c->to;

		if (of_it && word < ask->n_words && ask->words[word].tells + (t->kind == KB_CONCEPT) > 0 &&
			met[word] != KB_NO_NAME)
			return true;
	}
	return false;
}

/* Names the words of the report that were met. A concept that was met in other words is named as the lexicon does.
 * Neighbouring Chinese pairs that were met become one piece of text: a pair, which follows its second character, adds it to
 * the piece that ends in its first one. */
static void tell_words(
	const struct kb_ask *ask, const uint32_t met[KB_ASK_WORDS], struct arena *a, struct kb_fix *out)
{
	char *piece = NULL;
	size_t singles =
		0; /* characters since the last pair: of one piece of text there is one between two */

	for (size_t i = 0; i < ask->tokens->n; i++) {
		const struct kb_token *t = &ask->tokens->v[i];
		size_t word = word_of(ask, t);
		bool hit = word < ask->n_words && met[word] != KB_NO_NAME;

		if (t->kind == KB_HAN && !kb_text_is_pair(t) && ++singles == 1)
			continue;
		if (kb_text_is_pair(t) && hit && piece && singles == 1) {
			piece = arena_printf(a, "%s%s", piece, t->text + strlen(ask->tokens->v[i - 1].text));
			singles = 0;
			continue;
		}
		if (piece)
			add_word(out, piece);
		piece = NULL;
		if (kb_text_is_pair(t)) {
			piece = hit ? arena_strdup(a, t->text) : NULL;
			singles = 0;
		} else if (t->kind == KB_CONCEPT) {
			if (hit && !told_already(ask, met, i))
				add_word(out, arena_strdup(a, kb_lexicon_of(ask->kb->lexicon, t)->name));
		} else if (hit && t->kind != KB_HAN) {
			add_word(out, arena_strdup(a, kb_names_text(&ask->kb->words.forms, met[word])));
		}
	}
	if (piece)
		add_word(out, piece);
}

static void tell_evidence(const struct kb_ask *ask, const struct kb_rank *r, uint32_t group, struct arena *a,
	struct kb_fix *out)
{
	uint32_t met[KB_ASK_WORDS], one_met[KB_ASK_WORDS];
	float weight[KB_ASK_WORDS], one_weight[KB_ASK_WORDS];

	for (size_t w = 0; w < ask->n_words; w++) {
		met[w] = KB_NO_NAME;
		weight[w] = 0;
	}
	for (size_t i = 0; i < r->n_hits && out->n_evidence < KB_EVIDENCE; i++) {
		const struct kb_doc *d = &ask->kb->docs[r->hits[i].doc];

		if (d->group != group)
			continue;
		out->evidence[out->n_evidence++] = (struct kb_similar){d->id, r->hits[i].score};
		kb_ask_explained(ask, r->hits[i].doc, one_met, one_weight);
		for (size_t w = 0; w < ask->n_words; w++) {
			if (one_weight[w] > weight[w]) {
				weight[w] = one_weight[w];
				met[w] = one_met[w];
			}
		}
	}
	tell_words(ask, met, a, out);
}

static void tell_fix(const struct kb_ask *ask, const struct kb_rank *r, const struct kb_rank_fix *f,
	struct arena *a, struct kb_fix *out)
{
	const struct kb *kb = ask->kb;

	out->group = arena_strdup(a, kb_names_text(&kb->group_names, f->group));
	out->label = arena_strdup(a, kb_group_label(kb, f->group));
	out->probability = f->probability;
	out->score = f->score;
	memcpy(out->features, f->features, sizeof(out->features));
	tell_cases(ask, f->group, a, out);
	tell_evidence(ask, r, f->group, a, out);
}

static size_t at_most(size_t asked, size_t usual, size_t there)
{
	size_t n = asked ? asked : usual;

	return n < there ? n : there;
}

static void suggest(const struct kb *kb, const struct kb_query *q, struct arena *a, struct kb_answer *out)
{
	const struct kb_ask *ask = kb_ask_read(kb, q, a);
	const struct kb_rank *r = kb_rank_report(ask, a);

	*out = (struct kb_answer){.verdict = kb_rank_verdict(r), .explained = r->explained};
	if (out->verdict == KB_NOTHING)
		return;
	out->weights = kb->weights;
	out->none = r->none;
	out->n_fixes = at_most(q->max_fixes, FIXES, r->n_fixes);
	out->fixes = arena_calloc(a, out->n_fixes + 1, sizeof(*out->fixes));
	for (size_t i = 0; i < out->n_fixes; i++)
		tell_fix(ask, r, &r->fixes[i], a, &out->fixes[i]);
	out->n_records = at_most(q->max_records, RECORDS, r->n_hits);
	out->records = arena_calloc(a, out->n_records + 1, sizeof(*out->records));
	for (size_t i = 0; i < out->n_records; i++) {
		const struct kb_hit *hit = &r->hits[r->order[i]];

		out->records[i] = (struct kb_similar){kb->docs[hit->doc].id, hit->score};
	}
}

void kb_suggest(const struct kb *kb, const struct kb_query *q, struct arena *a, struct kb_answer *out)
{
	unsigned phase;

	suggest(kb_enter(kb, &phase), q, a, out);
	kb_leave(kb, phase);
}

const char *kb_fix_of(const struct kb *all, int64_t record)
{
	unsigned phase;
	const struct kb *kb = kb_enter(all, &phase);
	uint32_t number = kb_doc_find(kb, record);
	uint32_t group = number ? kb->docs[number - 1].group : KB_NO_NAME;
	const char *name = group == KB_NO_NAME ? NULL : kb_names_text(&kb->group_names, group);

	kb_leave(kb, phase);
	return name;
}

size_t kb_fix_cases(const struct kb *all, const char *name)
{
	unsigned phase;
	const struct kb *kb = kb_enter(all, &phase);
	uint32_t group = kb_names_find(&kb->group_names, name, strlen(name));
	size_t cases = group == KB_NO_NAME ? 0 : kb->groups[group].cases;

	kb_leave(kb, phase);
	return cases;
}
