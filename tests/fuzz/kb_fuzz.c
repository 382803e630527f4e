/* kb_fuzz.c - any bytes as the life of a knowledge base: records put, replaced and removed, questions in between. What it
 * answers is always of the records that are there, its probabilities are some, its counts are those of a plain list kept
 * beside it; and one built anew from what is there in the end counts the same.
 *
 * The bytes: lines. The first byte of a line says what to do, the second to which record, the rest is text, with '|'
 * between its fields. Seeds: tests/fuzz/seeds/kb, and real texts (tests/fuzz/hours.sh). */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "kb/kb.h"
#include "kb/lexicon.h"

enum { IDS = 64, FIELDS = 6, CHURNS = 1, CHURN = 330 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct life {
	struct kb *kb;
	struct arena arena;   /* of the whole life */
	struct arena answers; /* of one question */
	struct kb_record there[IDS + 1];
	int64_t order[IDS + 1]; /* when put last; 0 = not there */
	int64_t clock;
	size_t n;
	int churned;
};

static void must(bool holds)
{
	if (!holds)
		abort();
}

/* The text cut at '|'; what is missing is NULL. */
static void fields_of(struct life *l, const char *text, size_t n, const char *out[FIELDS])
{
	for (size_t i = 0; i < FIELDS; i++) {
		const char *bar = memchr(text, '|', n);
		size_t len = bar ? (size_t)(bar - text) : n;

		out[i] = len ? arena_strndup(&l->arena, text, len) : NULL;
		text += len + (bar != NULL);
		n -= len + (bar != NULL);
	}
}

/* Read once: it takes longer than most lives. */
static struct kb *new_kb(void)
{
	static struct kb_lexicon *shipped;

	if (!shipped)
		shipped = kb_lexicon_new(NULL);
	return kb_new_with(shipped);
}

static void put(struct life *l, int64_t id, const char *text, size_t n)
{
	const char *f[FIELDS];
	struct kb_part *part = arena_new(&l->arena, struct kb_part);
	struct kb_record r = {
		.id = id, .time_ms = (int64_t)n * 86400000, .machine = id % 5, .minutes = (int64_t)n};

	fields_of(l, text, n, f);
	*part = (struct kb_part){1 + id % 3, 1000};
	r.symptom = f[0];
	r.action = f[1];
	r.component = f[2];
	r.code = f[3];
	r.group = f[4];
	r.model = f[5];
	r.outcome = (enum kb_outcome)(n % 3);
	r.wrong = (int32_t)(n % 4);
	r.parts = part;
	r.n_parts = n % 2;
	kb_put(l->kb, &r);
	l->n += !l->order[id];
	l->order[id] = ++l->clock;
	l->there[id] = r;
}

static void take_out(struct life *l, int64_t id)
{
	must(kb_remove(l->kb, id) == (l->order[id] != 0));
	l->n -= l->order[id] != 0;
	l->order[id] = 0;
}

static void check_records(const struct life *l, const struct kb_similar *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		must(v[i].id >= 0 && v[i].id <= IDS && l->order[v[i].id]);
		must(isfinite(v[i].score) && v[i].score > 0);
	}
}

static void check_answer(const struct life *l, const struct kb_answer *a)
{
	double sum = 0;

	must(a->verdict >= KB_NOTHING && a->verdict <= KB_LIKELY);
	must(a->explained >= 0 && a->explained <= 1 && a->n_records <= KB_VOTERS);
	must(a->verdict != KB_NOTHING || (!a->n_fixes && !a->n_records));
	check_records(l, a->records, a->n_records);
	for (size_t i = 0; i < a->n_fixes; i++) {
		const struct kb_fix *f = &a->fixes[i];

		sum += f->probability;
		must(f->probability >= 0 && (i == 0 || f->probability <= a->fixes[i - 1].probability + 1e-9));
		must(f->group && f->group[0] && f->label && f->cases > 0 && f->cases <= l->n);
		must(f->sample > 0 && f->sample <= f->cases && f->timed <= f->sample);
		must(f->held + f->came_back <= f->sample && f->cases_here <= f->cases);
		must(f->minutes_20 <= f->minutes_50 && f->minutes_50 <= f->minutes_80);
		must(f->n_evidence <= KB_EVIDENCE && f->n_words <= KB_FIX_WORDS &&
			f->n_parts <= KB_FIX_PARTS);
		check_records(l, f->evidence, f->n_evidence);
		must(kb_fix_cases(l->kb, f->group) == f->cases);
	}
	must(sum <= 1 + 1e-9);
}

static void ask(struct life *l, int64_t id, const char *text, size_t n)
{
	const char *f[FIELDS];
	struct kb_query q = {.machine = id % 5, .now_ms = id % 2 ? 0 : 1 << 30, .except = id % 7 ? 0 : id};
	struct kb_answer a;

	fields_of(l, text, n, f);
	q.text = f[0];
	q.component = f[2];
	q.code = f[3];
	q.model = f[5];
	q.max_fixes = (size_t)id;
	kb_suggest(l->kb, &q, &l->answers, &a);
	check_answer(l, &a);
	for (size_t i = 0; i < a.n_records; i++)
		must(!q.except || a.records[i].id != q.except);
	arena_clear(&l->answers);
}

/* So many replaced that all is packed. */
static void churn(struct life *l, int64_t id, const char *text, size_t n)
{
	if (l->churned++ >= CHURNS)
		return;
	put(l, id, text, n);
	for (size_t i = 0; i < CHURN; i++) {
		l->there[id].time_ms++;
		kb_put(l->kb, &l->there[id]);
	}
}

static int by_order(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return x[0] < y[0] ? -1 : x[0] > y[0];
}

/* Built from what is there alone, in the order it came in, it is the same size and has the same fixes. */
static void check_against_fresh(struct life *l)
{
	struct kb *fresh = new_kb();
	struct kb_stats now, then;
	int64_t ids[IDS + 1][2] = {{0}};
	struct kb_record all[IDS + 1];
	size_t n = 0;

	for (int64_t id = 0; id <= IDS; id++) {
		ids[id][0] = l->order[id];
		ids[id][1] = id;
	}
	qsort(ids, IDS + 1, sizeof(ids[0]), by_order);
	for (size_t i = 0; i <= IDS; i++)
		if (ids[i][0])
			all[n++] = l->there[ids[i][1]];
	kb_put_all(fresh, all, n);
	kb_stats(l->kb, &now);
	kb_stats(fresh, &then);
	must(now.records == l->n && then.records == l->n && now.groups == then.groups &&
		now.words >= then.words);
	for (int64_t id = 0; id <= IDS; id++) {
		const char *fix = l->order[id] ? kb_fix_of(fresh, id) : NULL, *same = kb_fix_of(l->kb, id);

		must(!fix == !same && (!fix || strcmp(fix, same) == 0));
		must(!fix || kb_fix_cases(fresh, fix) == kb_fix_cases(l->kb, fix));
	}
	kb_free(fresh);
}

static void live(struct life *l, const char *line, size_t n)
{
	int64_t id = n > 1 ? (unsigned char)line[1] % (IDS + 1) : 0;
	const char *text = n > 2 ? line + 2 : "";

	n = n > 2 ? n - 2 : 0;
	switch (line[0]) {
	case '-':
		take_out(l, id);
		break;
	case '?':
		ask(l, id, text, n);
		break;
	case '!':
		if (l->order[id])
			kb_learn(l->kb, NULL, &l->there[id], &l->answers);
		arena_clear(&l->answers);
		break;
	case '*':
		churn(l, id, text, n);
		break;
	default:
		put(l, id, text, n);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct life *l = xcalloc(1, sizeof(*l));
	const char *at = (const char *)data, *end = at + size;

	l->kb = new_kb();
	arena_init(&l->arena);
	arena_init(&l->answers);
	while (at < end) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));

		stop = stop ? stop : end;
		if (stop > at)
			live(l, at, (size_t)(stop - at));
		at = stop + 1;
	}
	check_against_fresh(l);
	kb_free(l->kb);
	arena_release(&l->answers);
	arena_release(&l->arena);
	free(l);
	return 0;
}
