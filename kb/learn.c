/* learn.c - see learn.h. */
#include "kb/learn.h"

#include "kb/group.h"

#include <math.h>
#include <string.h>

static const double rate = .2, start = 1, back = .0005;
static const double pair_rate = .5, pair_start = .1;
static const double promises_even = 30;
static const double too_little = .003; /* of a probability: not worth the time */

uint64_t kb_learn_mark(const char *text)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325); /* FNV-1a */

	for (; *text; text++)
		h = (h ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
	return kb_map_mix(h);
}

static uint64_t mark_of(const struct kb *kb, uint32_t group)
{
	return kb_map_mix(kb_learn_mark(kb_names_text(&kb->group_names, group)));
}

static size_t place_of(uint64_t word, uint64_t group)
{
	return kb_map_mix(word ^ group) % KB_LEARN_PLACES;
}

static bool teaches(const struct kb_ask_word *w)
{
	return w->stem != KB_NO_NAME && w->token->kind != KB_CODE;
}

/* What one word of so many counts. */
static double share_of(const struct kb_ask *ask)
{
	size_t n = 0;

	for (size_t i = 0; i < ask->n_words; i++)
		n += teaches(&ask->words[i]);
	return n ? 1 / sqrt((double)n) : 0;
}

double kb_learn_feature(const struct kb_ask *ask, uint32_t group)
{
	uint64_t mark = mark_of(ask->kb, group);
	double sum = 0;

	for (size_t i = 0; i < ask->n_words; i++)
		if (teaches(&ask->words[i]))
			sum += atomic_load_explicit(
				&ask->kb->learnt->weights[place_of(ask->words[i].mark, mark)],
				memory_order_relaxed);
	return sum * KB_LEARN_UNIT * share_of(ask);
}

/* The upper half of a float, rounded: three digits, which is more than a step needs. */
static float unpacked(uint16_t half)
{
	uint32_t bits = (uint32_t)half << 16;
	float x;

	memcpy(&x, &bits, sizeof(x));
	return x;
}

static uint16_t packed(float x)
{
	uint32_t bits;

	memcpy(&bits, &x, sizeof(bits));
	return (uint16_t)((bits + 0x8000) >> 16);
}

static void learn_pairs(struct kb_learnt *l, const struct kb_ask *ask, uint32_t group, double gradient)
{
	uint64_t mark = mark_of(ask->kb, group);

	for (size_t i = 0; i < ask->n_words; i++) {
		size_t place;
		double weight;
		float squares;

		if (!teaches(&ask->words[i]))
			continue;
		place = place_of(ask->words[i].mark, mark);
		squares = unpacked(l->pair_squares[place]) + (float)(gradient * gradient);
		l->pair_squares[place] = packed(squares);
		weight =
			l->weights[place] * KB_LEARN_UNIT + pair_rate * gradient / sqrt(squares + pair_start);
		weight = fmax(fmin(weight / KB_LEARN_UNIT, INT16_MAX), INT16_MIN);
		atomic_store_explicit(&l->weights[place], (int16_t)lrint(weight), memory_order_relaxed);
	}
}

static void learn_weight(double *weight, double *squares, double gradient, double shipped)
{
	*squares += gradient * gradient;
	*weight += rate * gradient / sqrt(*squares + start);
	*weight += back * (shipped - *weight);
}

double kb_learn_correct(const struct kb_promises *p, double first)
{
	double at = fmin(fmax(first * KB_PROMISES - .5, 0), KB_PROMISES - 1);
	size_t low = (size_t)at, high = low + 1 < KB_PROMISES ? low + 1 : low;
	double off = (1 - (at - (double)low)) * p->off[low] / (p->n[low] + promises_even) +
		     (at - (double)low) * p->off[high] / (p->n[high] + promises_even);

	return fmin(fmax(first + off, 0), 1);
}

static void learn_promise(struct kb_promises *p, const struct kb_rank *r, uint32_t right)
{
	double first = r->fixes[0].softmax;
	size_t tenth = first < 1 ? (size_t)(first * KB_PROMISES) : KB_PROMISES - 1;

	p->off[tenth] += (r->fixes[0].group == right) - first;
	p->n[tenth]++;
}

static void learn(struct kb *kb, const struct kb_ask *ask, const struct kb_rank *r, uint32_t right)
{
	struct kb_learnt *l = kb->learnt;
	struct kb_weights shipped = kb_weights_shipped();
	double gradient[KB_FEATURES] = {0}, none, share = share_of(ask);
	bool among = false;

	for (size_t i = 0; i < r->n_fixes; i++) {
		const struct kb_rank_fix *f = &r->fixes[i];
		double off = (f->group == right) - f->softmax;

		among = among || f->group == right;
		for (size_t k = 0; k < KB_FEATURES; k++)
			gradient[k] += off * f->features[k];
		if (fabs(off) >= too_little && kb_uses(kb, KB_F_LEARNT))
			learn_pairs(l, ask, f->group, off * share);
	}
	none = !among - r->softmax_none;
	for (size_t k = 0; k < KB_FEATURES; k++)
		if (kb_uses(kb, (unsigned)k))
			learn_weight(&kb->weights.of[k], &l->squares[k], gradient[k], shipped.of[k]);
	learn_weight(&kb->weights.none, &l->squares[KB_FEATURES], none, shipped.none);
	learn_weight(&kb->weights.gap, &l->squares[KB_FEATURES + 1], none * (1 - r->explained), shipped.gap);
	if (r->n_fixes)
		learn_promise(&kb->promises, r, right);
	kb_publish(kb);
}

static void judge(const struct kb *kb, const struct kb_ask *ask, const struct kb_rank *r, uint32_t right,
	struct kb_lesson *out)
{
	out->taught = out->novel = true;
	out->cases = right == KB_NO_NAME ? 0 : kb->groups[right].cases;
	out->verdict = kb_rank_verdict(r);
	for (size_t i = 0; i < r->n_hits; i++)
		out->novel =
			out->novel && (!ask->wording || kb->docs[r->hits[i].doc].wording != ask->wording);
	if (out->verdict == KB_NOTHING)
		return;
	out->probability = r->n_fixes ? r->fixes[0].probability : 0;
	for (size_t i = 0; i < r->n_fixes && !out->place; i++)
		out->place = r->fixes[i].group == right ? (uint32_t)i + 1 : 0;
}

void kb_learn_lesson(struct kb *kb, const struct kb_query *asked, const struct kb_record *closed,
	struct arena *a, struct kb_lesson *out)
{
	struct kb_query own = {
		.text = closed->symptom,
		.machine = closed->machine,
		.model = closed->model,
		.code = closed->code,
		.now_ms = closed->time_ms,
		.except = closed->id,
	};
	struct kb_group_name *name = arena_new(a, struct kb_group_name);
	struct kb_reading *scratch = arena_new(a, struct kb_reading);
	const struct kb_ask *ask;
	const struct kb_rank *r;
	uint32_t right;

	*out = (struct kb_lesson){0};
	if (!kb_group_of(kb->lexicon, closed, scratch, name))
		return;
	right = kb_names_find(&kb->group_names, name->name, strlen(name->name));
	ask = kb_ask_read(kb, asked ? asked : &own, a);
	r = kb_rank_report(ask, a);
	judge(kb, ask, r, right, out);
	if (r->n_hits && kb_uses(kb, KB_LEARNING))
		learn(kb, ask, r, right);
}

void kb_learn(struct kb *kb, const struct kb_query *asked, const struct kb_record *closed, struct arena *a)
{
	struct kb_lesson lesson;

	if (kb_uses(kb, KB_LEARNING))
		kb_learn_lesson(kb, asked, closed, a, &lesson);
}
