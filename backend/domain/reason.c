/* reason.c - see reason.h. */
#include "domain/reason.h"

#include <string.h>

#include "base/clock.h"

enum { SAID = 2, TEXT = 400 };
static const double least = 0.1; /* of the logarithm of a chance: a tenth is hardly anything */

static const char *say(struct arena *a, enum lang lang, enum msg msg, const char *arg)
{
	char text[TEXT];

	return arena_strdup(a, msg_format(text, sizeof(text), msg, lang, arg));
}

static const char *number(struct arena *a, int64_t n)
{
	return arena_printf(a, "%lld", (long long)n);
}

static const char *words_of(struct arena *a, const struct kb_fix *f, enum lang lang)
{
	const char *all = NULL;

	for (size_t i = 0; i < f->n_words && i < 4; i++)
		all = all ? arena_printf(a, lang == LANG_ZH ? "%s、%s" : "%s, %s", all, f->words[i])
			  : f->words[i];
	return all;
}

/* The fact behind a feature; NULL: there is none that a person could look up. */
static const char *fact(
	struct arena *a, enum kb_feature feature, const struct kb_fix *f, const struct reason_facts *x)
{
	const char *words;

	switch (feature) {
	case KB_F_VOTE:
	case KB_F_WIDE:
	case KB_F_BEST:
		return x->cases ? say(a, x->lang, MSG_WHY_SIMILAR, NULL) : NULL;
	case KB_F_WORDS:
	case KB_F_LEARNT:
		words = words_of(a, f, x->lang);
		return words ? say(a, x->lang, MSG_WHY_WORDS, words) : NULL;
	case KB_F_HERE:
		if (x->cases_here)
			return say(a, x->lang, MSG_WHY_HERE, number(a, x->cases_here));
		return x->cases > 1 ? say(a, x->lang, MSG_WHY_USUAL, number(a, x->cases)) : NULL;
	case KB_F_RECENT:
		if (!f->last_here_ms || f->last_here_ms > x->now)
			return NULL;
		return say(a, x->lang, MSG_WHY_RECENT, number(a, (x->now - f->last_here_ms) / DAY_MS));
	case KB_F_NAME:
		return f->features[feature] > 0 ? say(a, x->lang, MSG_WHY_NAME, NULL) : NULL;
	case KB_F_SAME:
		return x->cases ? say(a, x->lang, MSG_WHY_SAME, NULL) : NULL;
	default:
		return NULL;
	}
}

static double rivals(const struct kb_answer *answer, size_t at, int feature)
{
	double sum = 0;

	for (size_t i = 0; i < answer->n_fixes; i++)
		sum += i == at ? 0 : answer->fixes[i].features[feature];
	return answer->n_fixes > 1 ? sum / (double)(answer->n_fixes - 1) : 0;
}

/* What it brought; a feature that says the same as one said already counts no more. */
static bool take_best(double brought[KB_FEATURES], int *best)
{
	*best = -1;
	for (int f = 0; f < KB_FEATURES; f++)
		if (brought[f] >= least && (*best < 0 || brought[f] > brought[*best]))
			*best = f;
	if (*best < 0)
		return false;
	brought[*best] = 0;
	if (*best == KB_F_VOTE || *best == KB_F_WIDE || *best == KB_F_BEST)
		brought[KB_F_VOTE] = brought[KB_F_WIDE] = brought[KB_F_BEST] = 0;
	if (*best == KB_F_WORDS || *best == KB_F_LEARNT)
		brought[KB_F_WORDS] = brought[KB_F_LEARNT] = 0;
	return true;
}

const char *reason_of(
	struct arena *a, const struct kb_answer *answer, size_t at, const struct reason_facts *x)
{
	const struct kb_fix *f = &answer->fixes[at];
	const char *text = x->written && !x->cases ? say(a, x->lang, MSG_WHY_WRITTEN, NULL) : NULL;
	double brought[KB_FEATURES];
	int best, said = text != NULL;

	for (int i = 0; i < KB_FEATURES; i++)
		brought[i] = answer->weights.of[i] * (f->features[i] - rivals(answer, at, i));
	while (said < SAID && take_best(brought, &best)) {
		const char *more = fact(a, (enum kb_feature)best, f, x);

		if (!more)
			continue;
		text = text ? arena_printf(a, x->lang == LANG_ZH ? "%s；%s" : "%s; %s", text, more) : more;
		said++;
	}
	return text;
}
