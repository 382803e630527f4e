/* replay.h - past repairs lived through once more: each question is put when only what was closed before it
 * is known, and its answer judged by what the repair turned out to be.
 *
 * Of every repair with a fix that was known before, the knowledge base learns when it goes in (kb_learn), if it
 * may: from its own question when there is one, else from its symptom. (One with a new fix is no question that
 * could have been answered.) */
#ifndef KB_REPLAY_H
#define KB_REPLAY_H

#include "kb/judge.h"

struct kb_replay_record {
	int64_t seq; /* what comes before what */
	struct kb_record record;
};
struct kb_question {
	const char *name;
	int64_t seq; /* records below it may be used */
	struct kb_query query;
	const char *right; /* the fix's name */
	bool novel;
};

struct kb_replay {
	const struct kb_replay_record *records; /* by seq */
	size_t n_records;
	const struct kb_question *questions; /* by seq */
	size_t n_questions;
	bool learn;
	/* After every answer; may be NULL. The answer lives until it returns. */
	void (*answered)(void *context, const struct kb *kb, size_t question, const struct kb_answer *answer,
		const struct kb_judged *judged);
	void *context;
	/* Put and learnt in all, without the questions. */
	double put_ms;
};

/* Into an empty kb. out has room for n_questions. */
void kb_replay_run(struct kb *kb, struct kb_replay *r, struct kb_judged *out);
/* What is right in an answer; `time_ms`, `ms` and `novel` are the caller's. */
void kb_replay_judge(
	const struct kb *kb, const struct kb_answer *a, const char *right, struct kb_judged *out);

#endif
