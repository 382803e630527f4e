/* rank.c - see rank.h. */
#include "kb/rank.h"

#include "kb/learn.h"

#include <math.h>
#include <stdlib.h>

static const double same_machine = .3, same_model = .1, same_code = .15, same_component = .1;
static const double fresh = .3, day_ms = 86400e3, half_life_days = 2 * 365.25, recent_days = 30;
static const double loud = 4, even = 1.5, vote_least = .01;
static const double imagined_words = 2, imagined_cases = 5;
static const double words_most = 6;
static const double uncovered = .5;
static const double explained_least = .05; /* below, nothing similar is known */
static const double likely = .6, possible = .3;
/* What the probability of its fix adds to a record's place among the records. */
static const double fix_pull = .8;
enum { EXPLAINED_OF = 5 };

const char *const kb_piece_names[KB_PIECES + 1] = {"vote", "wide", "words", "here", "recent", "same",
	"learnt", "best", "name", "machine", "code", "age", "covered", "looks", "endings", "learning",
	"spellings", "concepts", NULL};

void kb_set_without(struct kb *kb, unsigned pieces)
{
	kb->without = pieces;
	kb_publish(kb);
}

struct kb_weights kb_weights_shipped(void)
{
	return (struct kb_weights){
		.of = {[KB_F_VOTE] = .8,
			[KB_F_WIDE] = .3,
			[KB_F_WORDS] = .15,
			[KB_F_HERE] = .1,
			[KB_F_RECENT] = .4,
			[KB_F_SAME] = 1.2,
			[KB_F_LEARNT] = 1,
			[KB_F_BEST] = .1,
			[KB_F_NAME] = 3},
		.none = -.5,
		.gap = 3,
	};
}

static bool has_code(const struct kb_ask *ask, uint32_t code)
{
	for (size_t i = 0; i < ask->n_codes; i++)
		if (ask->codes[i] == code)
			return true;
	return false;
}

/* What speaks for a record beside its words. */
static double likeness_of(const struct kb_ask *ask, const struct kb_doc *d)
{
	double f = 1;

	if (!kb_uses(ask->kb, KB_SAME_MACHINE))
		f += 0;
	else if (d->machine && d->machine == ask->machine)
		f += same_machine;
	else if (d->model != KB_NO_NAME && d->model == ask->model)
		f += same_model;
	if (!kb_uses(ask->kb, KB_SAME_CODE))
		return f;
	if (d->code != KB_NO_NAME && has_code(ask, d->code))
		f += same_code;
	if (d->component != KB_NO_NAME && d->component == ask->component)
		f += same_component;
	return f;
}

static double factor_of(const void *context, uint32_t doc)
{
	const struct kb_ask *ask = context;
	const struct kb_doc *d = &ask->kb->docs[doc];
	int64_t now = ask->query->now_ms;
	double f = likeness_of(ask, d);

	if (ask->query->except && d->id == ask->query->except)
		return 0;
	if (kb_uses(ask->kb, KB_AGE) && now > d->time_ms && d->time_ms)
		f *= 1 - fresh + fresh * exp2(-(double)(now - d->time_ms) / day_ms / half_life_days);
	return f * d->quality / 255;
}

/* A record that says more than the report is less like it. Keeps the hits in order. */
static void count_covered(const struct kb_ask *ask, struct kb_rank *r)
{
	for (size_t i = 0; i < r->n_hits; i++) {
		struct kb_hit hit = r->hits[i];
		size_t j = i;

		hit.score *= (float)(1 - uncovered + uncovered * kb_ask_covered(ask, hit.doc));
		for (; j > 0 && r->hits[j - 1].score < hit.score; j--)
			r->hits[j] = r->hits[j - 1];
		r->hits[j] = hit;
	}
}

static struct kb_rank_fix *fix_of(struct kb_rank *r, uint32_t group)
{
	size_t i = 0;

	while (i < r->n_fixes && r->fixes[i].group != group)
		i++;
	if (i == r->n_fixes)
		r->fixes[r->n_fixes++] = (struct kb_rank_fix){.group = group};
	return &r->fixes[i];
}

static void vote(const struct kb_ask *ask, struct kb_rank *r)
{
	double same = 0;

	for (size_t i = 0; i < r->n_hits; i++) {
		const struct kb_doc *d = &ask->kb->docs[r->hits[i].doc];
		double s = r->hits[i].score / r->hits[0].score;
		struct kb_rank_fix *f;

		if (d->group == KB_NO_NAME)
			continue;
		f = fix_of(r, d->group);
		f->features[KB_F_VOTE] += pow(s, loud);
		f->features[KB_F_WIDE] += pow(s, even);
		f->features[KB_F_BEST] = fmax(f->features[KB_F_BEST], s);
		if (ask->wording && d->wording == ask->wording) {
			f->features[KB_F_SAME]++;
			same++;
		}
	}
	for (size_t i = 0; i < r->n_fixes; i++) {
		double *x = r->fixes[i].features;

		x[KB_F_VOTE] = log(vote_least + x[KB_F_VOTE]);
		x[KB_F_WIDE] = log(vote_least + x[KB_F_WIDE]);
		x[KB_F_BEST] = 4 * log(vote_least + x[KB_F_BEST]);
		x[KB_F_SAME] /= same > 0 ? same : 1;
	}
}

static double words_feature(const struct kb_ask *ask, uint32_t group)
{
	const struct kb *kb = ask->kb;
	double sum = 0, words = 0, cases = kb->groups[group].cases;

	for (size_t i = 0; i < ask->n_words; i++) {
		const struct kb_ask_word *w = &ask->words[i];
		double share = w->share, p, in_group;

		if (w->stem == KB_NO_NAME || w->token->kind == KB_CODE)
			continue;
		p = (kb->words.stem[w->stem].records + .5) / ((double)kb->index.live + 1);
		in_group = kb_map_get(&kb->told, kb_map_pair(w->stem, group));
		sum += share * log((in_group + imagined_words * p) / (cases + imagined_words) / p);
		words += share;
	}
	return words > words_most ? sum * words_most / words : sum;
}

static double here_feature(const struct kb_ask *ask, uint32_t group)
{
	const struct kb *kb = ask->kb;
	double cases = kb->groups[group].cases;
	double prior = fmax(cases, 1) / (double)kb->index.live; /* the last one may be leaving just now */
	double here = ask->machine ? kb_map_get(&kb->pairs, kb_map_pair(ask->machine, group)) : 0;
	double all_here = ask->machine ? kb->machine_cases[ask->machine - 1] : 0;

	return log((here + imagined_cases * prior) / (all_here + imagined_cases));
}

static double recent_feature(const struct kb_ask *ask, uint32_t group)
{
	const struct kb *kb = ask->kb;
	uint32_t next = kb_group_newest(kb, group);
	int64_t last = 0, now = ask->query->now_ms;

	if (!now || !ask->machine || !kb_map_get(&kb->pairs, kb_map_pair(ask->machine, group)))
		return 0;
	for (size_t i = 0; next && i < KB_GROUP_SAMPLE; i++) {
		const struct kb_doc *d = &kb->docs[next - 1];

		if (d->machine == ask->machine && d->time_ms > last && !kb_index_dead(&kb->index, next - 1))
			last = d->time_ms;
		next = d->older;
	}
	if (!last)
		return 0;
	return now > last ? exp(-(double)(now - last) / day_ms / recent_days) : 1;
}

static double name_feature(const struct kb_ask *ask, uint32_t group)
{
	const struct kb *kb = ask->kb;
	const struct kb_group *g = &kb->groups[group];
	double all = 0, met = 0;

	for (size_t i = 0; i < g->n_words; i++) {
		const struct kb_form *f = &kb->words.form[kb->name_words[g->words + i]];
		double weight = kb_words_weight(&kb->words, f->stem, (enum kb_kind)f->kind,
			(double)kb->index.live, (double)kb->groups_used);

		all += weight;
		met += fmin(weight, kb_ask_given(ask, kb->name_words[g->words + i]));
	}
	return all > 0 ? met / sqrt(all * ask->weight) : 0;
}

static double explained(const struct kb_ask *ask, const struct kb_rank *r)
{
	uint32_t met[KB_ASK_WORDS];
	float weight[KB_ASK_WORDS];
	double most = 0;

	for (size_t i = 0; i < r->n_hits && i < EXPLAINED_OF; i++)
		most = fmax(most, kb_ask_explained(ask, r->hits[i].doc, met, weight));
	return fmin(most, 1);
}

static int likely_first(const void *a, const void *b)
{
	const struct kb_rank_fix *x = a, *y = b;

	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	return x->group < y->group ? -1 : x->group > y->group;
}

static void correct(const struct kb_ask *ask, struct kb_rank *r)
{
	double first = r->fixes[0].softmax, to = kb_learn_correct(&ask->kb->promises, first), others;
	double second = r->n_fixes > 1 ? r->fixes[1].softmax : 0;

	/* It stays the first. */
	to = fmax(to, second / (1 - first + second));
	others = first < 1 ? (1 - to) / (1 - first) : 0;
	for (size_t i = 0; i < r->n_fixes; i++)
		r->fixes[i].probability = i ? r->fixes[i].softmax * others : to;
	r->none = r->softmax_none * others;
}

static void probabilities(const struct kb_ask *ask, struct kb_rank *r)
{
	const struct kb_weights *w = &ask->kb->weights;
	double none = w->none + w->gap * (1 - r->explained), top = none, sum;

	for (size_t i = 0; i < r->n_fixes; i++) {
		struct kb_rank_fix *f = &r->fixes[i];

		f->features[KB_F_WORDS] = words_feature(ask, f->group);
		f->features[KB_F_HERE] = here_feature(ask, f->group);
		f->features[KB_F_RECENT] = recent_feature(ask, f->group);
		f->features[KB_F_LEARNT] = kb_learn_feature(ask, f->group);
		f->features[KB_F_NAME] = name_feature(ask, f->group);
		for (size_t k = 0; k < KB_FEATURES; k++)
			f->features[k] = kb_uses(ask->kb, k) ? f->features[k] : 0;
		for (size_t k = 0; k < KB_FEATURES; k++)
			f->score += w->of[k] * f->features[k];
		top = fmax(top, f->score);
	}
	sum = r->none = exp(none - top);
	for (size_t i = 0; i < r->n_fixes; i++)
		sum += exp(r->fixes[i].score - top);
	for (size_t i = 0; i < r->n_fixes; i++)
		r->fixes[i].softmax = r->fixes[i].probability = exp(r->fixes[i].score - top) / sum;
	r->softmax_none = r->none /= sum;
	qsort(r->fixes, r->n_fixes, sizeof(*r->fixes), likely_first);
	if (r->n_fixes)
		correct(ask, r);
}

enum kb_verdict kb_rank_verdict(const struct kb_rank *r)
{
	double p = r->n_fixes ? r->fixes[0].probability : 0;

	if (!r->n_hits || r->explained < explained_least)
		return KB_NOTHING;
	return p >= likely ? KB_LIKELY : p >= possible ? KB_POSSIBLE : KB_SIMILAR;
}

/* Insertion sort: a hundred hits, nearly in order already. */
static void order_hits(const struct kb_ask *ask, struct kb_rank *r)
{
	double value[KB_VOTERS];

	for (size_t i = 0; i < r->n_hits; i++) {
		uint32_t group = ask->kb->docs[r->hits[i].doc].group;
		double v = r->hits[i].score / r->hits[0].score;
		size_t j = i;

		if (group != KB_NO_NAME)
			v += fix_pull * fix_of(r, group)->softmax;
		for (; j > 0 && value[j - 1] < v; j--) {
			value[j] = value[j - 1];
			r->order[j] = r->order[j - 1];
		}
		value[j] = v;
		r->order[j] = i;
	}
}

struct kb_rank *kb_rank_report(const struct kb_ask *ask, struct arena *a)
{
	struct kb_rank *r = arena_new(a, struct kb_rank);
	struct kb_factor factor = {
		.of = factor_of,
		.context = ask,
		.most = 1 + same_machine + same_code + same_component,
	};

	r->n_hits =
		kb_index_search(&ask->kb->index, ask->forms, ask->n_forms, &factor, a, r->hits, KB_VOTERS);
	if (!r->n_hits)
		return r;
	if (kb_uses(ask->kb, KB_COVERED))
		count_covered(ask, r);
	r->explained = explained(ask, r);
	vote(ask, r);
	probabilities(ask, r);
	order_hits(ask, r);
	return r;
}
