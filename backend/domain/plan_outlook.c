/* plan_outlook.c - see plan_outlook.h. */
#include "domain/plan_outlook.h"

#include <stdlib.h>
#include <string.h>

#include "domain/calendars.h"
#include "domain/compliance.h"
#include "domain/plan_ahead.h"

struct outlook_at plan_outlook_at(const struct due_row *row)
{
	return (struct outlook_at){row->due.due_day, row->due.id, row->due.plan_id, row->due.asset_id};
}

/* ---- projecting ---- */

/* What is kept of a plan on a machine, and what people see of it, once somebody wants to. */
struct seed {
	const struct due_seed *due;
	const struct due_rule *rule;
	const struct due_row *row;
};
/* A time that will come. */
struct spot {
	struct seed *seed;
	struct occasion at;
	int64_t n;
};
/* False: no later one of that plan and machine is wanted. */
typedef bool spot_fn(void *ctx, const struct spot *s);

/* What follows an occasion, worked out once and as far as somebody asks: machines of a plan mostly stand at the same one. */
struct chain {
	struct chain *next;
	const struct calendar *calendar;
	struct occasion begin, *at;
	size_t n, room;
	size_t first; /* of the days that are looked at */
	bool ended;
};
/* What machines that have no calendar of their own have, by what they stand in. */
struct line_calendar {
	int64_t line_id, calendar_id;
};
struct projector {
	struct db *db;
	struct arena *arena;
	int64_t today, from, to; /* due days that are looked at */
	struct calendars all;
	struct line_calendar *lines;
	size_t line_n;
	struct list rules;	   /* struct due_rule */
	size_t rule_n;		   /* those that lie behind */
	const struct due_rule *of; /* whose chains these are */
	struct recur rule;
	struct chain *chains;
};

static enum err of_line(struct projector *p, int64_t line, int64_t *calendar)
{
	enum err err;

	for (size_t i = p->line_n; i-- > 0;)
		if (p->lines[i].line_id == line) {
			*calendar = p->lines[i].calendar_id;
			return OK;
		}
	err = store_calendar_of(p->db, line, calendar);
	if (err == OK)
		p->lines[p->line_n++] = (struct line_calendar){line, *calendar};
	return err;
}

/* Whose free days count; NULL: no matter which are free. */
static enum err calendar_of(struct projector *p, const struct due_seed *s, const struct calendar **out)
{
	int64_t id = p->of->calendar_id != NONE ? p->of->calendar_id : s->calendar_id;
	enum err err = OK;

	*out = NULL;
	if (p->of->holiday == RECUR_STAY)
		return OK;
	if (id == NONE && s->line_id != NONE)
		err = of_line(p, s->line_id, &id);
	*out = err == OK ? domain_calendars_of(&p->all, id) : NULL;
	return err;
}

static const struct occasion *chain_at(struct projector *p, struct chain *c, size_t k)
{
	struct occasion next;

	while (k >= c->n && !c->ended) {
		if (!recur_follow(&p->rule, c->calendar, c->n ? &c->at[c->n - 1] : &c->begin, &next) ||
			next.due_day > p->to) {
			c->ended = true;
			break;
		}
		if (c->n == c->room) {
			struct occasion *at = arena_calloc(p->arena, 2 * c->room + 16, sizeof(*at));

			if (c->n)
				memcpy(at, c->at, c->n * sizeof(*at));
			c->at = at;
			c->room = 2 * c->room + 16;
		}
		c->at[c->n++] = next;
	}
	return k < c->n ? &c->at[k] : NULL;
}

/* Seeds and rules come in the order of plans. False: the plan has no rule any more. */
static bool rule_of(struct projector *p, int64_t plan)
{
	const struct due_rule *r = p->of;

	while ((!r || r->plan_id < plan) && p->rule_n < p->rules.n)
		r = list_at(&p->rules, p->rule_n++, sizeof(*r));
	if (r != p->of && r) {
		p->of = r;
		p->chains = NULL;
		p->rule = (struct recur){r->unit, r->mode, r->holiday, r->every, r->weekdays, r->month_day,
			r->months, r->from_day, r->to_day};
	}
	return r && r->plan_id == plan;
}

static struct chain *chain_of(struct projector *p, const struct due_seed *s, const struct calendar *calendar)
{
	struct occasion begin = {s->rule_day, s->due_day};
	const struct occasion *at;
	struct chain *c;

	if (p->of->mode == RECUR_AFTER) {
		/* What is overdue is done today at the earliest; by which rule it was due says nothing. */
		begin.due_day = begin.due_day < p->today ? p->today : begin.due_day;
		begin.rule_day = begin.due_day;
	}
	for (c = p->chains; c; c = c->next)
		if (c->calendar == calendar && c->begin.due_day == begin.due_day &&
			c->begin.rule_day == begin.rule_day)
			return c;
	c = arena_new(p->arena, struct chain);
	*c = (struct chain){.next = p->chains, .calendar = calendar, .begin = begin};
	p->chains = c;
	while ((at = chain_at(p, c, c->first)) && (at->due_day < p->from || at->due_day <= p->today))
		c->first++;
	return c;
}

static void follow(
	struct projector *p, struct seed *s, const struct calendar *calendar, spot_fn *fn, void *ctx)
{
	struct chain *c = chain_of(p, s->due, calendar);
	const struct occasion *at;

	for (size_t k = c->first; (at = chain_at(p, c, k)); k++) {
		const struct spot spot = {s, *at, s->due->n + 1 + (int64_t)k};

		if (!fn(ctx, &spot))
			break;
	}
}

/* By plan and machine, of each by day. */
static enum err project(struct db *db, struct arena *a, const struct due_filter *f, spot_fn *fn, void *ctx)
{
	struct projector p = {.db = db, .arena = a, .today = f->today, .from = f->from_day, .to = f->to_day};
	int64_t horizon = calendar_day_of_number(calendar_day_number(f->today) + OUTLOOK_AHEAD_DAYS);
	const struct calendar *c;
	struct seed *seeds;
	struct list dues;
	enum err err = store_due_seeds(db, a, f, &dues);

	if (p.to > horizon)
		p.to = horizon;
	if (err == OK)
		err = store_due_rules(db, a, &p.rules);
	if (err == OK)
		err = domain_calendars_load(db, a, &p.all);
	p.lines = arena_calloc(a, err == OK ? dues.n : 0, sizeof(*p.lines));
	seeds = arena_calloc(a, err == OK ? dues.n : 0, sizeof(*seeds));
	for (size_t i = 0; err == OK && i < dues.n; i++) {
		seeds[i].due = list_at(&dues, i, sizeof(struct due_seed));
		if (!rule_of(&p, seeds[i].due->plan_id))
			continue;
		seeds[i].rule = p.of;
		err = calendar_of(&p, seeds[i].due, &c);
		if (err == OK)
			follow(&p, &seeds[i], c, fn, ctx);
	}
	return err;
}

/* The kept one it follows, with another day. */
static enum err row_of(struct db *db, struct arena *a, const struct spot *s, struct due_row *out)
{
	if (!s->seed->row) {
		struct due_row *kept = arena_new(a, struct due_row);
		enum err err = store_due_row(db, a, s->seed->due->id, kept);

		if (err != OK)
			return err;
		s->seed->row = kept;
	}
	*out = *s->seed->row;
	out->projected = 1;
	out->due.id = out->due.ticket_id = NONE;
	out->due.n = s->n;
	out->due.rule_day = s->at.rule_day;
	out->due.due_day = s->at.due_day;
	out->due.grace_day = plan_grace_day(s->at.due_day, s->seed->rule->grace_days);
	out->due.state = DUE_WAITING;
	out->due.version = NONE;
	out->due.cause = DUE_BY_CALENDAR;
	out->due.moved = 0;
	out->due.reason = NULL;
	out->ticket_state = NULL;
	return OK;
}

/* ---- a page ---- */

/* The first `most` of those after `after`; now and then the rest is thrown away. */
struct picked {
	const struct outlook_at *after;
	struct spot *at;
	size_t n, most;
	bool full;
};

static int by_day(const void *x, const void *y)
{
	const struct spot *a = x, *b = y;

	if (a->at.due_day != b->at.due_day)
		return a->at.due_day < b->at.due_day ? -1 : 1;
	if (a->seed->due->plan_id != b->seed->due->plan_id)
		return a->seed->due->plan_id < b->seed->due->plan_id ? -1 : 1;
	return (a->seed->due->asset_id > b->seed->due->asset_id) -
	       (a->seed->due->asset_id < b->seed->due->asset_id);
}

static bool is_after(const struct spot *s, const struct outlook_at *after)
{
	const struct due_seed due = {.plan_id = after->plan_id, .asset_id = after->asset_id};
	struct seed seed = {.due = &due};
	const struct spot mark = {&seed, {0, after->day}, 0};

	if (after->day == NONE || s->at.due_day > after->day)
		return true;
	return s->at.due_day == after->day && (after->id != NONE || by_day(s, &mark) > 0);
}

static void sift(struct picked *p)
{
	if (p->n)
		qsort(p->at, p->n, sizeof(*p->at), by_day);
	p->full = p->n >= p->most;
	p->n = p->full ? p->most : p->n;
}

static bool pick(void *ctx, const struct spot *s)
{
	struct picked *p = ctx;

	if (p->after && !is_after(s, p->after))
		return true;
	if (p->full && by_day(s, &p->at[p->most - 1]) >= 0)
		return false;
	p->at[p->n++] = *s;
	if (p->n == 2 * p->most)
		sift(p);
	return true;
}

static bool is_projected(const struct due_filter *f)
{
	return f->over != 1 && (!f->standing || strcmp(f->standing, due_standings[STANDING_AHEAD]) == 0);
}

static struct due_filter kept_filter(const struct due_filter *f, const struct outlook_at *after)
{
	struct due_filter kept = *f;

	if (f->standing && (strcmp(f->standing, due_standings[STANDING_AHEAD]) == 0 ||
				   strcmp(f->standing, due_standings[STANDING_OVERDUE]) == 0))
		kept.ahead = 1;
	if (!after || after->day == NONE)
		return kept;
	kept.after_day = after->day;
	/* What is kept comes before what is projected on that day. */
	kept.after_id = after->id != NONE ? after->id : INT64_MAX;
	if (f->over == 1 && after->day < f->to_day)
		kept.to_day = after->day;
	if (f->over != 1 && after->day > f->from_day)
		kept.from_day = after->day;
	return kept;
}

static enum err merge(struct db *db, struct arena *a, const struct due_filter *f, const struct list *kept,
	const struct picked *p, struct list *out)
{
	struct due_row *rows = arena_calloc(a, (size_t)f->limit, sizeof(*rows));
	size_t i = 0, k = 0;
	enum err err = OK;

	*out = (struct list){rows, 0};
	while (err == OK && out->n < (size_t)f->limit && (i < kept->n || k < p->n)) {
		const struct due_row *row = i < kept->n ? list_at(kept, i, sizeof(*row)) : NULL;

		if (row && (k == p->n || row->due.due_day <= p->at[k].at.due_day)) {
			rows[out->n++] = *row;
			i++;
		} else {
			err = row_of(db, a, &p->at[k++], &rows[out->n++]);
		}
	}
	return err;
}

static enum err read_page(struct db *db, struct arena *a, const struct due_filter *f,
	const struct outlook_at *after, struct list *out)
{
	struct due_filter ahead = *f, kept_of = kept_filter(f, after);
	struct picked p = {.after = after, .most = (size_t)f->limit};
	struct list kept;
	enum err err = store_due_list(db, a, &kept_of, &kept);

	if (err != OK || !is_projected(f)) {
		*out = kept;
		return err;
	}
	/* Beyond a page that is full nothing is wanted. */
	if (kept.n == (size_t)f->limit)
		ahead.to_day = ((const struct due_row *)list_at(&kept, kept.n - 1, sizeof(struct due_row)))
				       ->due.due_day;
	p.at = arena_calloc(a, 2 * p.most, sizeof(*p.at));
	err = project(db, a, &ahead, pick, &p);
	sift(&p);
	return err == OK ? merge(db, a, f, &kept, &p, out) : err;
}

/* What was kept when the page was begun, and is done meanwhile, must not be missing from it when it ends. */
enum err plan_outlook(struct db *db, struct arena *a, const struct due_filter *f,
	const struct outlook_at *after, struct list *out)
{
	enum err err = db_snapshot(db);

	if (err == OK)
		err = read_page(db, a, f, after, out);
	db_snapshot_end(db);
	return err;
}

/* ---- day by day ---- */

struct day_spots {
	int64_t n;
	struct spot *first;
	size_t first_n;
};
struct days {
	int64_t from; /* as a number */
	size_t each;
	struct day_spots at[OUTLOOK_DAYS];
};

static bool count_spot(void *ctx, const struct spot *s)
{
	struct days *d = ctx;
	struct day_spots *day = &d->at[calendar_day_number(s->at.due_day) - d->from];

	day->n++;
	if (day->first_n < d->each)
		day->first[day->first_n++] = *s;
	return true;
}

static enum err fill_day(struct db *db, struct arena *a, const struct days *d, size_t i,
	const struct list *counts, const struct list *first, struct outlook_day *out)
{
	struct due_row *rows = arena_calloc(a, d->each, sizeof(*rows));
	size_t n = 0;
	enum err err = OK;

	*out = (struct outlook_day){.day = calendar_day_of_number(d->from + (int64_t)i), .n = d->at[i].n};
	for (size_t k = 0; k < counts->n; k++) {
		const struct due_day_count *c = list_at(counts, k, sizeof(*c));

		if (c->day == out->day) {
			out->n += c->n;
			out->overdue = c->overdue;
		}
	}
	for (size_t k = 0; k < first->n && n < d->each; k++) {
		const struct due_row *row = list_at(first, k, sizeof(*row));

		if (row->due.due_day == out->day)
			rows[n++] = *row;
	}
	for (size_t k = 0; k < d->at[i].first_n && n < d->each && err == OK; k++)
		err = row_of(db, a, &d->at[i].first[k], &rows[n++]);
	out->rows = (struct list){rows, n};
	return err;
}

static enum err read_days(struct db *db, struct arena *a, const struct due_filter *f, struct list *out)
{
	struct days *d = arena_calloc(a, 1, sizeof(*d));
	struct list counts, first;
	size_t n;
	struct outlook_day *days;
	enum err err;

	d->from = calendar_day_number(f->from_day);
	d->each = (size_t)f->limit;
	n = (size_t)(calendar_day_number(f->to_day) - d->from + 1);
	days = arena_calloc(a, n, sizeof(*days));
	for (size_t i = 0; i < n; i++)
		d->at[i].first = arena_calloc(a, d->each, sizeof(struct spot));
	err = store_due_days(db, a, f, &counts);
	if (err == OK)
		err = store_due_first(db, a, f, &first);
	if (err == OK)
		err = project(db, a, f, count_spot, d);
	for (size_t i = 0; err == OK && i < n; i++)
		err = fill_day(db, a, d, i, &counts, &first, &days[i]);
	*out = (struct list){days, n};
	return err;
}

enum err plan_outlook_days(struct db *db, struct arena *a, const struct due_filter *f, struct list *out)
{
	enum err err = db_snapshot(db);

	if (err == OK)
		err = read_days(db, a, f, out);
	db_snapshot_end(db);
	return err;
}
