/* suggestion.c - see suggestion.h. */
#include "domain/suggestion.h"

#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "domain/find.h"
#include "domain/fix.h"
#include "domain/fix_follow.h"
#include "domain/outcome.h"
#include "domain/reason.h"
#include "domain/ticket_rules.h"
#include "store/asset.h"
#include "store/event.h"
#include "store/part.h"

static const char *const verdicts[] = {"nothing", "similar", "possible", "likely", NULL};

static const struct field suggested_part_fields[] = {
	FIELD(struct suggested_part, part_id, F_INT, F_SURE),
	FIELD(struct suggested_part, code, F_TEXT, F_SURE),
	FIELD(struct suggested_part, name, F_TEXT, F_SURE),
	FIELD(struct suggested_part, name_en, F_TEXT),
	FIELD(struct suggested_part, unit, F_TEXT, F_SURE),
	FIELD(struct suggested_part, cases, F_INT, F_SURE),
	FIELD(struct suggested_part, of, F_INT, F_SURE),
	FIELD(struct suggested_part, qty, F_QTY, F_SURE),
	FIELD(struct suggested_part, stock_qty, F_QTY, F_SURE),
	FIELD(struct suggested_part, available, F_QTY, F_SURE),
	FIELD(struct suggested_part, bin_code, F_TEXT),
	FIELD_END,
};
static const struct field suggested_word_fields[] = {
	FIELD(struct suggested_word, word, F_TEXT, F_SURE), FIELD_END};
static const struct field suggested_fix_fields[] = {
	FIELD(struct suggested_fix, group, F_TEXT, F_SURE),
	FIELD(struct suggested_fix, label, F_TEXT, F_SURE),
	FIELD(struct suggested_fix, fix_id, F_INT),
	FIELD(struct suggested_fix, action_code, F_TEXT),
	FIELD(struct suggested_fix, component, F_TEXT),
	FIELD(struct suggested_fix, written, F_BOOL, F_SURE),
	FIELD(struct suggested_fix, check_first, F_TEXT),
	FIELD(struct suggested_fix, cause, F_TEXT),
	FIELD(struct suggested_fix, steps, F_TEXT),
	FIELD(struct suggested_fix, tree_id, F_INT),
	FIELD(struct suggested_fix, probability, F_REAL, F_SURE),
	FIELD(struct suggested_fix, why, F_TEXT),
	FIELD(struct suggested_fix, cases, F_INT, F_SURE),
	FIELD(struct suggested_fix, cases_here, F_INT, F_SURE),
	FIELD(struct suggested_fix, held, F_INT, F_SURE),
	FIELD(struct suggested_fix, came_back, F_INT, F_SURE),
	FIELD(struct suggested_fix, held_share, F_REAL, F_SURE),
	FIELD(struct suggested_fix, last_at, F_TIME),
	FIELD(struct suggested_fix, last_here_at, F_TIME),
	FIELD(struct suggested_fix, minutes_20, F_INT),
	FIELD(struct suggested_fix, minutes_50, F_INT),
	FIELD(struct suggested_fix, minutes_80, F_INT),
	FIELD(struct suggested_fix, parts, F_LIST, SUB(suggested_part_fields, struct suggested_part)),
	FIELD(struct suggested_fix, evidence, F_LIST, SUB(repair_case_fields, struct repair_case)),
	FIELD(struct suggested_fix, mark, F_OBJECT, SUB(suggestion_mark_fields, struct suggestion_mark)),
	FIELD(struct suggested_fix, words, F_LIST, SUB(suggested_word_fields, struct suggested_word)),
	FIELD_END,
};
const struct field suggestion_fields[] = {
	FIELD(struct suggestion, ready, F_BOOL, F_SURE),
	FIELD(struct suggestion, verdict, F_ENUM, F_SURE, .names = verdicts),
	FIELD(struct suggestion, fixes, F_LIST, SUB(suggested_fix_fields, struct suggested_fix)),
	FIELD(struct suggestion, records, F_LIST, SUB(repair_case_fields, struct repair_case)),
	FIELD(struct suggestion, marks, F_LIST, SUB(suggestion_mark_fields, struct suggestion_mark)),
	FIELD(struct suggestion, documents, F_LIST, SUB(manual_hit_fields, struct manual_hit)),
	FIELD_END,
};

/* An answer being filled. */
struct filling {
	struct knowledge *knowledge;
	struct db *db;
	struct arena *arena;
	const struct suggestion_query *query;
	const struct kb_answer *answer;
};

/* Past tickets by id, with their score. One that went away since is left out, and so is what is no ticket. */
static enum err load_cases(const struct filling *x, const struct kb_similar *ids, size_t n, struct list *out)
{
	int64_t days = knowledge_days(x->knowledge), now = clock_now_ms();

	out->items = arena_calloc(x->arena, n, sizeof(struct repair_case));
	out->n = 0;
	for (size_t i = 0; i < n; i++) {
		struct repair_case *c = list_at(out, out->n, sizeof(*c));
		enum err err = ids[i].id > 0 ? store_repair_case(x->db, x->arena, ids[i].id, days * DAY_MS, c)
					     : ERR_NOT_FOUND;

		if (err == ERR_NOT_FOUND)
			continue;
		if (err != OK)
			return err;
		domain_case_outcome(c, days, now);
		c->score = ids[i].score;
		out->n++;
	}
	return OK;
}

static enum err add_part(
	const struct filling *x, int64_t id, int64_t cases, int64_t of, int64_t qty, struct list *out)
{
	struct part part;
	enum err err = store_part_get(x->db, x->arena, id, &part);

	if (err == OK)
		*(struct suggested_part *)list_at(out, out->n++, sizeof(struct suggested_part)) =
			(struct suggested_part){part.id, part.code, part.name, part.name_en, part.unit, cases,
				of, qty, part.qty, part.available, part.bin_code};
	return err == ERR_NOT_FOUND ? OK : err;
}

/* Those that its cases took; of a fix without cases, those that were written down. */
static enum err load_parts(const struct filling *x, const struct kb_fix *f, int64_t sample,
	const struct fix *row, struct list *out)
{
	struct list written = {0};
	enum err err = OK;

	if (row && !sample)
		err = store_fix_parts(x->db, x->arena, row->id, &written);
	out->items = arena_calloc(x->arena, f->n_parts + written.n, sizeof(struct suggested_part));
	out->n = 0;
	for (size_t i = 0; i < f->n_parts && err == OK; i++)
		err = add_part(x, f->parts[i].id, f->parts[i].cases, sample, f->parts[i].qty_milli, out);
	for (size_t i = 0; i < written.n && err == OK; i++) {
		const struct fix_part *p = list_at(&written, i, sizeof(*p));

		err = add_part(x, p->part_id, 0, 0, p->qty, out);
	}
	return err;
}

static int64_t time_or_none(int64_t t)
{
	return t ? t : NONE;
}

/* What the store says of the fix beside its cases. */
static void tell_row(const struct filling *x, const struct fix *row, struct suggested_fix *out)
{
	out->fix_id = row->id;
	out->label = domain_fix_label(x->arena, row, (enum lang)x->query->lang);
	out->action_code = row->action_code;
	out->component = row->component;
	out->written = row->steps && !row->retired;
	if (!out->written)
		return;
	out->check_first = row->check_first;
	out->cause = row->cause;
	out->steps = row->steps;
	out->tree_id = row->tree_id;
	/* What was written down is a record of the group, and no case. */
	out->cases--;
	if (!out->cases) {
		out->last_at = NONE;
		out->minutes_50 = row->minutes;
	}
}

static void tell_numbers(const struct kb_fix *f, struct suggested_fix *out)
{
	*out = (struct suggested_fix){
		.group = f->group,
		.label = f->label,
		.fix_id = NONE,
		.tree_id = NONE,
		.probability = f->probability,
		.cases = f->cases,
		.cases_here = f->cases_here,
		.held = f->held,
		.came_back = f->came_back,
		.last_at = time_or_none(f->last_ms),
		.last_here_at = time_or_none(f->last_here_ms),
		.minutes_20 = f->timed ? f->minutes_20 : NONE,
		.minutes_50 = f->timed ? f->minutes_50 : NONE,
		.minutes_80 = f->timed ? f->minutes_80 : NONE,
	};
}

/* What was written down for other machines only, and never done on any, is no answer here. */
static enum err is_for_another(const struct filling *x, const struct fix *row, bool *another)
{
	const char *model = x->query->model;
	struct list path;
	enum err err = OK;

	*another = row->model && model && strcasecmp(row->model, model) != 0;
	if (*another || row->place_id == NONE || x->query->machine_id == NONE)
		return OK;
	err = store_asset_path(x->db, x->arena, x->query->machine_id, &path);
	*another = err == OK && row->place_id != x->query->machine_id;
	for (size_t i = 0; err == OK && i < path.n; i++)
		if (((struct asset *)list_at(&path, i, sizeof(struct asset)))->id == row->place_id)
			*another = false;
	return err;
}

static enum err fill_fix(const struct filling *x, size_t at, struct suggested_fix *out, bool *another)
{
	const struct kb_fix *f = &x->answer->fixes[at];
	const int64_t id = fix_of_group(f->group);
	struct fix row;
	struct reason_facts facts;
	enum err err = id == NONE ? ERR_NOT_FOUND : store_fix_get(x->db, x->arena, id, &row);
	const bool kept = err == OK;

	if (err != OK && err != ERR_NOT_FOUND)
		return err;
	tell_numbers(f, out);
	if (kept)
		tell_row(x, &row, out);
	err = OK;
	if (out->written && !out->cases)
		err = is_for_another(x, &row, another);
	if (err != OK || *another)
		return err;
	out->held_share =
		outcome_share(out->held, out->came_back, knowledge_base(x->knowledge, out->component));
	facts = (struct reason_facts){
		(enum lang)x->query->lang, clock_now_ms(), out->written, out->cases, out->cases_here};
	out->why = reason_of(x->arena, x->answer, at, &facts);
	out->words.n = f->n_words;
	out->words.items = arena_calloc(x->arena, f->n_words, sizeof(struct suggested_word));
	for (size_t i = 0; i < f->n_words; i++)
		((struct suggested_word *)out->words.items)[i].word = f->words[i];
	err = load_cases(x, f->evidence, f->n_evidence, &out->evidence);
	return err == OK
		       ? load_parts(x, f, (int64_t)f->sample - out->written, kept ? &row : NULL, &out->parts)
		       : err;
}

/* The fix that was meant: by its id, or as fixes were named before they had one; NONE: none that there is. */
static enum err fix_of_mark(struct db *db, struct arena *a, const char *name, int64_t *fix)
{
	struct fix row;
	enum err err = OK;

	*fix = fix_of_group(name);
	if (*fix == NONE)
		err = store_fix_of_key(db, name, fix);
	if (err == OK)
		err = store_fix_get(db, a, *fix, &row);
	if (err == OK && row.root_id != NONE)
		*fix = row.root_id;
	if (err == ERR_NOT_FOUND)
		*fix = NONE;
	return err == ERR_NOT_FOUND ? OK : err;
}

/* What was said on this ticket, and of which of the fixes. */
static enum err load_marks(struct db *db, struct arena *a, int64_t ticket, struct suggestion *s)
{
	enum err err = ticket ? store_mark_list(db, a, ticket, &s->marks) : OK;

	for (size_t i = 0; err == OK && i < s->marks.n; i++) {
		const struct suggestion_mark *m = list_at(&s->marks, i, sizeof(*m));
		int64_t fix = NONE;

		err = fix_of_mark(db, a, m->fix, &fix);
		for (size_t k = 0; k < s->fixes.n; k++) {
			struct suggested_fix *f = list_at(&s->fixes, k, sizeof(*f));

			if (strcmp(f->group, m->fix) == 0 || (fix != NONE && f->fix_id == fix))
				f->mark = m;
		}
	}
	return err;
}

static struct kb_query query_of(const struct suggestion_query *q)
{
	return (struct kb_query){
		.text = q->text,
		.machine = q->machine_id == NONE ? 0 : q->machine_id,
		.model = q->model,
		.component = q->component,
		.code = q->fault_code,
		.except = q->ticket_id,
		.now_ms = clock_now_ms(),
		.max_fixes = (size_t)q->max_fixes,
	};
}

struct list domain_suggestion_cases(
	struct knowledge *k, struct arena *a, const struct suggestion_query *q, const char *group)
{
	const struct kb_query query = query_of(q);
	struct kb_answer answer = {0};
	struct list out = {arena_calloc(a, KB_EVIDENCE, sizeof(int64_t)), 0};

	knowledge_suggest(k, &query, a, &answer);
	for (size_t i = 0; i < answer.n_fixes; i++) {
		const struct kb_fix *f = &answer.fixes[i];

		for (size_t c = 0; strcmp(f->group, group) == 0 && c < f->n_evidence; c++)
			if (f->evidence[c].id > 0)
				((int64_t *)out.items)[out.n++] = f->evidence[c].id;
	}
	return out;
}

enum err domain_suggest(struct knowledge *k, struct db *db, struct arena *a, const struct suggestion_query *q,
	struct suggestion *out)
{
	const struct kb_query query = query_of(q);
	struct kb_answer answer = {0};
	const struct filling x = {k, db, a, q, &answer};
	enum err err = OK;

	out->ready = knowledge_ready(k);
	knowledge_suggest(k, &query, a, &answer);
	out->verdict = answer.verdict;
	out->fixes.n = 0;
	out->fixes.items = arena_calloc(a, answer.n_fixes, sizeof(struct suggested_fix));
	for (size_t i = 0; i < answer.n_fixes && err == OK; i++) {
		bool another = false;

		err = fill_fix(
			&x, i, list_at(&out->fixes, out->fixes.n, sizeof(struct suggested_fix)), &another);
		out->fixes.n += !another;
	}
	if (err == OK)
		err = load_marks(db, a, q->ticket_id, out);
	return err == OK ? load_cases(&x, answer.records, answer.n_records, &out->records) : err;
}

enum err domain_suggestion_mark(struct tx *tx, struct suggestion_mark *m)
{
	struct ticket t;
	struct buf b;
	enum err err = ticket_load(tx, m->ticket_id, NONE, &t);

	if (err != OK)
		return err;
	if (!domain_ticket_allows(t.state, ACTION_JUDGE))
		return ticket_wrong_state(tx, &t);
	m->label = m->label ? m->label : m->fix;
	err = m->mark < 0 ? store_mark_drop(tx, t.id, m->fix) : store_mark_put(tx, m);
	/* Taken back twice is taken back. */
	if (err == ERR_NOT_FOUND)
		return OK;
	if (err != OK)
		return err;
	buf_init(&b);
	buf_str(&b, "{\"fix\":");
	json_write_text(&b, m->fix);
	buf_str(&b, ",\"label\":");
	json_write_text(&b, m->label);
	buf_str(&b, ",\"mark\":");
	json_write_text(&b, m->mark < 0 ? NULL : fix_marks[m->mark]);
	buf_char(&b, '}');
	err = store_event_add(tx, "ticket", t.id, "suggestion_marked", buf_text(&b));
	buf_release(&b);
	return err;
}
