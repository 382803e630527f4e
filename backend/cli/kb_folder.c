/* kb_folder.c - see kb_folder.h. */
#include "cli/kb_folder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "kb/map.h"

enum { LINE_MAX_BYTES = 1 << 20 };

/* One line being read. */
struct line {
	const struct json_pair *pairs;
	size_t n;
	const char *file;
	size_t number;
};

struct reading {
	struct arena *arena;
	struct fault *fault;
	struct kb_folder *out;
	size_t record_room, question_room;
};

typedef enum err take_fn(struct reading *r, const struct line *line);

static const char *text_of(const struct line *l, const char *name)
{
	for (size_t i = 0; i < l->n; i++)
		if (strcmp(l->pairs[i].name, name) == 0)
			return l->pairs[i].text;
	return NULL;
}

static int64_t number_of(const struct line *l, const char *name, int64_t none)
{
	const char *text = text_of(l, name);

	return text ? strtoll(text, NULL, 10) : none;
}

static int64_t time_of(const struct line *l)
{
	const char *text = text_of(l, "ts");
	int64_t t;

	return text && clock_parse(text, &t) ? t : 0;
}

static int64_t machine_of(const struct line *l)
{
	const char *text = text_of(l, "machine");
	uint64_t h = 0;

	if (!text)
		return 0;
	for (; *text; text++)
		h = kb_map_mix(h ^ (unsigned char)*text);
	return (int64_t)(h >> 1 | 1);
}

static enum kb_outcome outcome_of(const struct line *l)
{
	const char *text = text_of(l, "outcome");

	if (!text)
		return KB_PENDING;
	return strcmp(text, "ok") == 0 || strcmp(text, "held") == 0 ? KB_HELD
	       : strcmp(text, "pending") == 0			    ? KB_PENDING
								    : KB_CAME_BACK;
}

static enum err bad_line(struct reading *r, const struct line *l)
{
	char where[80];

	snprintf(where, sizeof(where), "%.60s:%zu", l->file, l->number);
	return fault_set(r->fault, ERR_INVALID, MSG_KB_LINE, where);
}

static enum err take_record(struct reading *r, const struct line *l)
{
	struct kb_folder *f = r->out;
	const char *id = text_of(l, "id"), *seq = text_of(l, "seq");

	if (!id || !seq)
		return bad_line(r, l);
	if (f->n_records == r->record_room) {
		r->record_room = r->record_room * 2 + 1024;
		f->records = xrealloc(f->records, r->record_room * sizeof(*f->records));
		f->ids = xrealloc(f->ids, r->record_room * sizeof(*f->ids));
	}
	f->ids[f->n_records] = id;
	f->records[f->n_records++] = (struct kb_replay_record){
		.seq = strtoll(seq, NULL, 10),
		.record = {.id = (int64_t)f->n_records,
			.time_ms = time_of(l),
			.machine = machine_of(l),
			.model = text_of(l, "model"),
			.symptom = text_of(l, "symptom"),
			.cause = text_of(l, "cause"),
			.action = text_of(l, "action"),
			.component = text_of(l, "component"),
			.code = text_of(l, "code"),
			.group = text_of(l, "group"),
			.minutes = number_of(l, "minutes", KB_MINUTES_UNKNOWN),
			.outcome = outcome_of(l)},
	};
	return OK;
}

static enum err take_question(struct reading *r, const struct line *l)
{
	struct kb_folder *f = r->out;
	const char *qid = text_of(l, "qid"), *seq = text_of(l, "seq"), *novel = text_of(l, "novel");
	const char *right = text_of(l, "rel_group");

	if (!qid || !seq || !right)
		return bad_line(r, l);
	if (f->n_questions == r->question_room) {
		r->question_room = r->question_room * 2 + 1024;
		f->questions = xrealloc(f->questions, r->question_room * sizeof(*f->questions));
	}
	f->questions[f->n_questions++] = (struct kb_question){
		.name = qid,
		.seq = strtoll(seq, NULL, 10),
		.query = {.text = text_of(l, "text"),
			.machine = machine_of(l),
			.model = text_of(l, "model"),
			.component = text_of(l, "component"),
			.code = text_of(l, "code"),
			.now_ms = time_of(l),
			.max_fixes = KB_JUDGE_FIXES,
			.max_records = KB_JUDGE_RECORDS},
		.right = right,
		.novel = novel && *novel == '1',
	};
	return OK;
}

static enum err read_line(struct reading *r, struct line *l, const char *text, size_t len, take_fn *take)
{
	struct json_pair *pairs;

	if (len == 0)
		return OK;
	if (len > LINE_MAX_BYTES || json_read_pairs(text, len, &pairs, &l->n, r->arena, NULL) != OK)
		return bad_line(r, l);
	l->pairs = pairs;
	return take(r, l);
}

static enum err read_file(
	struct reading *r, const char *dir, const char *part, const char *name, take_fn *take)
{
	const char *path = arena_printf(r->arena, "%s/%s/%s", dir, part, name);
	struct line line = {.file = arena_printf(r->arena, "%s/%s", part, name)};
	FILE *file = fopen(path, "r");
	char *text = NULL;
	size_t room = 0;
	ssize_t len;
	enum err err = OK;

	if (!file)
		return fault_set(r->fault, ERR_NOT_FOUND, MSG_KB_FILE, path);
	while (err == OK && (len = getline(&text, &room, file)) >= 0) {
		line.number++;
		while (len > 0 && (text[len - 1] == '\n' || text[len - 1] == '\r'))
			len--;
		err = read_line(r, &line, text, (size_t)len, take);
	}
	free(text);
	fclose(file);
	return err;
}

/* What came as arrays of their own goes into the arena. */
static void settle(struct reading *r)
{
	struct kb_folder *f = r->out;
	void *records = f->records, *ids = f->ids, *questions = f->questions;

	f->records = arena_memdup(r->arena, records, f->n_records * sizeof(*f->records));
	f->ids = arena_memdup(r->arena, ids, f->n_records * sizeof(*f->ids));
	f->questions = arena_memdup(r->arena, questions, f->n_questions * sizeof(*f->questions));
	free(records);
	free(ids);
	free(questions);
}

static int records_by_seq(const void *a, const void *b)
{
	const struct kb_replay_record *x = a, *y = b;

	if (x->seq != y->seq)
		return x->seq < y->seq ? -1 : 1;
	return x->record.id < y->record.id ? -1 : x->record.id > y->record.id;
}

static int questions_by_seq(const void *a, const void *b)
{
	const struct kb_question *x = a, *y = b;

	if (x->seq != y->seq)
		return x->seq < y->seq ? -1 : 1;
	return strcmp(x->name, y->name);
}

static void sort(struct kb_folder *f)
{
	qsort(f->records, f->n_records, sizeof(*f->records), records_by_seq);
	qsort(f->questions, f->n_questions, sizeof(*f->questions), questions_by_seq);
}

enum err kb_folder_read(
	const char *dir, const char *part, struct arena *a, struct kb_folder *out, struct fault *fault)
{
	struct reading r = {.arena = a, .fault = fault, .out = out};
	enum err err;

	*out = (struct kb_folder){0};
	err = read_file(&r, dir, "dev", "records.jsonl", take_record);
	if (err == OK && strcmp(part, "dev") != 0)
		err = read_file(&r, dir, part, "records.jsonl", take_record);
	if (err == OK)
		err = read_file(&r, dir, part, "queries.jsonl", take_question);
	settle(&r);
	if (err == OK)
		sort(out);
	return err;
}
