/* feed.c - see feed.h. */
#include "domain/feed.h"

#include <string.h>

#include "domain/fix_follow.h"
#include "store/fix.h"
#include "store/repair.h"
#include "store/setting.h"

enum err feed_days(struct db *db, struct arena *a, int64_t *days)
{
	struct setting s;
	enum err err = store_setting_get(db, a, &s);

	*days = err == OK && s.hold_days != NONE ? s.hold_days : OUTCOME_DAYS;
	return err;
}

/* The parts of one ticket out of a list sorted by ticket; *at moves on. */
static size_t parts_of(const struct list *all, size_t *at, int64_t ticket, struct kb_part *out)
{
	size_t n = 0;

	for (; *at < all->n; (*at)++) {
		const struct repair_part *p = list_at(all, *at, sizeof(*p));

		if (p->ticket_id > ticket)
			break;
		if (p->ticket_id == ticket && n < KB_RECORD_PARTS)
			out[n++] = (struct kb_part){p->part_id, p->qty};
	}
	return n;
}

static enum kb_outcome kb_outcome_of(int outcome)
{
	return outcome == OUTCOME_HELD ? KB_HELD : outcome == OUTCOME_CAME_BACK ? KB_CAME_BACK : KB_PENDING;
}

/* Fixes and outcomes are brought up to date, and put into the records. A store that cannot be written (full, or only read)
 * leaves a repair without a kept fix to kb/. */
static enum err settle(
	struct feed *f, struct arena *a, struct list *repairs, struct list *records, bool known)
{
	struct fix_claim *claims = arena_calloc(a, repairs->n, sizeof(*claims));
	int64_t now = clock_now_ms();
	enum err err = OK;

	for (size_t i = 0; i < repairs->n; i++) {
		struct repair *r = list_at(repairs, i, sizeof(*r));
		struct kb_record *k = list_at(records, i, sizeof(*k));

		claims[i] = (struct fix_claim){
			r, k, (int)outcome_of(r->ended_at, r->again_at, r->placed == 1, f->days, now)};
	}
	if (f->keeps)
		err = fix_follow(f->store, f->lexicon, a, claims, repairs->n, known);
	for (size_t i = 0; i < repairs->n; i++) {
		const struct repair *r = claims[i].r;
		struct kb_record *k = list_at(records, i, sizeof(*k));

		k->outcome = kb_outcome_of(claims[i].outcome);
		k->group = r->root_id == NONE ? NULL : fix_group(a, r->root_id);
		if (err == OK && known)
			outcome_bases_move(f->bases, r->component, r->outcome, claims[i].outcome);
	}
	return err == ERR_FULL || err == ERR_IO ? OK : err;
}

static enum err read_parts(struct db *db, struct arena *a, struct list *repairs, struct list *records)
{
	int64_t first = ((struct repair *)repairs->items)->id;
	int64_t last = ((struct repair *)list_at(repairs, repairs->n - 1, sizeof(struct repair)))->id;
	struct list parts;
	size_t at = 0;
	enum err err = store_repair_parts(db, a, first, last, &parts);

	records->n = repairs->n;
	records->items = arena_calloc(a, repairs->n, sizeof(struct kb_record));
	for (size_t i = 0; err == OK && i < repairs->n; i++) {
		const struct repair *r = list_at(repairs, i, sizeof(*r));
		struct kb_part own[KB_RECORD_PARTS];
		size_t n = parts_of(&parts, &at, r->id, own);

		*(struct kb_record *)list_at(records, i, sizeof(struct kb_record)) =
			fix_record(a, r, n ? arena_memdup(a, own, n * sizeof(*own)) : NULL, n);
	}
	return err;
}

enum err feed_repairs(struct feed *f, struct db *db, struct arena *a, int64_t *after, int64_t limit,
	bool known, struct list *records)
{
	struct list repairs = {0};
	enum err err = store_repair_list(db, a, *after, limit, f->days * DAY_MS, &repairs);

	*records = (struct list){0};
	if (err != OK || !repairs.n)
		return err;
	err = read_parts(db, a, &repairs, records);
	if (err == OK)
		err = settle(f, a, &repairs, records, known);
	*after = ((struct repair *)list_at(&repairs, repairs.n - 1, sizeof(struct repair)))->id;
	return err;
}

enum err feed_repair(struct feed *f, struct db *db, struct arena *a, int64_t ticket, struct kb_record *out)
{
	struct repair_fix kept;
	struct repair r;
	struct list one = {&r, 1}, records;
	enum err err = store_repair_get(db, a, ticket, f->days * DAY_MS, &r);

	if (err == ERR_NOT_FOUND && f->keeps && store_repair_fix_get(db, a, ticket, &kept) == OK)
		fix_forget(f->store, a, ticket);
	if (err == OK)
		err = read_parts(db, a, &one, &records);
	if (err == OK)
		err = settle(f, a, &one, &records, true);
	if (err == OK)
		*out = *(struct kb_record *)records.items;
	return err;
}

/* ---- what was written down ---- */

static const char *joined(struct arena *a, const char *x, const char *y)
{
	return x && y ? arena_printf(a, "%s %s", x, y) : x ? x : y;
}

static struct kb_record written_record(struct arena *a, const struct fix *f)
{
	const char *names = joined(a, f->zh, f->en);

	return (struct kb_record){
		.id = feed_id_of_fix(f->id),
		.time_ms = f->created_at,
		.model = f->model,
		.symptom = f->symptom ? f->symptom : names,
		.cause = joined(a, f->cause, f->check_first),
		.action = joined(a, names, f->steps),
		.component = f->component,
		.group = fix_group(a, f->id),
		.name = names,
		.minutes = KB_MINUTES_UNKNOWN, /* those are what it takes, not what it took */
	};
}

enum err feed_written(struct db *db, struct arena *a, int64_t *after, int64_t limit, struct list *records)
{
	struct list fixes;
	enum err err = store_fix_written(db, a, *after, limit, &fixes);

	if (err != OK)
		return err;
	records->n = fixes.n;
	records->items = arena_calloc(a, fixes.n, sizeof(struct kb_record));
	for (size_t i = 0; i < fixes.n; i++) {
		const struct fix *f = list_at(&fixes, i, sizeof(*f));

		*(struct kb_record *)list_at(records, i, sizeof(struct kb_record)) = written_record(a, f);
		*after = f->id;
	}
	return OK;
}

enum err feed_fix(struct db *db, struct arena *a, int64_t fix, struct kb_record *out)
{
	struct fix f;
	enum err err = store_fix_get(db, a, fix, &f);

	if (err == OK && (!f.steps || f.retired || f.root_id != NONE))
		return ERR_NOT_FOUND;
	if (err == OK)
		*out = written_record(a, &f);
	return err;
}

enum err feed_bases(struct feed *f, struct db *db, struct arena *a)
{
	struct list rows;
	enum err err = store_component_outcomes(db, a, &rows);

	if (err == OK)
		outcome_bases_load(f->bases, &rows);
	return err;
}
