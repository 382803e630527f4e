/* replay.c - see replay.h. */
#include "kb/replay.h"

#include "base/clock.h"

#include <string.h>

void kb_replay_judge(const struct kb *kb, const struct kb_answer *a, const char *right, struct kb_judged *out)
{
	unsigned place = 0;

	out->verdict = (uint8_t)a->verdict;
	out->relevant = (uint32_t)kb_fix_cases(kb, right);
	out->probability = a->n_fixes ? (float)a->fixes[0].probability : 0;
	for (size_t i = 0; i < a->n_fixes && i < KB_JUDGE_FIXES && !out->place; i++)
		if (strcmp(a->fixes[i].group, right) == 0)
			out->place = (uint8_t)(i + 1);
	for (size_t i = 0; i < a->n_records && place < KB_JUDGE_RECORDS; i++) {
		const char *fix = kb_fix_of(kb, a->records[i].id);

		if (fix)
			out->records |= (uint64_t)(strcmp(fix, right) == 0) << place++;
	}
}

static void ask(struct kb *kb, struct kb_replay *r, size_t question, struct arena *a, struct kb_judged *out)
{
	const struct kb_question *q = &r->questions[question];
	struct kb_answer answer;
	int64_t began = clock_mono_us();

	kb_suggest(kb, &q->query, a, &answer);
	*out = (struct kb_judged){.time_ms = q->query.now_ms, .novel = q->novel};
	out->ms = (float)(clock_mono_us() - began) / 1000;
	kb_replay_judge(kb, &answer, q->right, out);
	if (r->answered)
		r->answered(r->context, kb, question, &answer, out);
	arena_clear(a);
}

/* The record goes in; what was asked last may have been its own question. */
static void take(
	struct kb *kb, struct kb_replay *r, size_t record, const struct kb_question *last, struct arena *a)
{
	const struct kb_replay_record *one = &r->records[record];
	const char *group = one->record.group;

	if (r->learn && group && kb_fix_cases(kb, group))
		kb_learn(kb, last && last->seq == one->seq ? &last->query : NULL, &one->record, a);
	arena_clear(a);
	kb_put(kb, &one->record);
}

void kb_replay_run(struct kb *kb, struct kb_replay *r, struct kb_judged *out)
{
	struct arena arena;
	size_t next = 0;

	arena_init(&arena);
	r->put_ms = 0;
	for (size_t i = 0; i <= r->n_questions; i++) {
		int64_t until = i < r->n_questions ? r->questions[i].seq : INT64_MAX, began = clock_mono_us();

		for (; next < r->n_records && r->records[next].seq < until; next++)
			take(kb, r, next, i ? &r->questions[i - 1] : NULL, &arena);
		r->put_ms += (double)(clock_mono_us() - began) / 1000;
		if (i < r->n_questions)
			ask(kb, r, i, &arena, &out[i]);
	}
	arena_release(&arena);
}
