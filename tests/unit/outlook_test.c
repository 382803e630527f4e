/* What is due from day to day: pages put together are the whole, and a calendar counts the same; whatever is asked for. */
#include "test.h"

#include "store_fixture.h"

#include "base/clock.h"
#include "domain/asset.h"
#include "domain/compliance.h"
#include "domain/job.h"
#include "domain/plan.h"
#include "domain/plan_outlook.h"
#include "store/calendar.h"

enum { MACHINES = 5, PLANS = 6, TODAY = 20260610 };

struct hall {
	struct fixture f;
	int64_t line, machines[MACHINES], plans[PLANS];
};

static enum err add_machines(struct tx *tx, struct hall *h)
{
	/* Free on Saturday and Sunday. */
	static struct shift_row shifts[5];
	struct calendar_row c = {.name = "week", .shifts = {shifts, 5}};
	struct asset site, x;
	enum err err;

	for (int i = 0; i < 5; i++)
		shifts[i] = (struct shift_row){i + 1, 480, 1020};
	err = store_calendar_add(tx, &c);
	fields_none(asset_fields, &site);
	site.kind = ASSET_SITE;
	site.name = "works";
	if (err == OK)
		err = domain_asset_add(tx, &site);
	fields_none(asset_fields, &x);
	x.kind = ASSET_LINE;
	x.name = "line";
	x.parent_id = site.id;
	x.calendar_id = c.id;
	if (err == OK)
		err = domain_asset_add(tx, &x);
	h->line = x.id;
	for (int i = 0; i < MACHINES && err == OK; i++) {
		fields_none(asset_fields, &x);
		x.kind = ASSET_MACHINE;
		x.name = "machine";
		/* The last stands alone, without a calendar. */
		x.parent_id = i < MACHINES - 1 ? h->line : site.id;
		err = domain_asset_add(tx, &x);
		h->machines[i] = x.id;
	}
	return err;
}

static enum err build(struct tx *tx, void *ctx)
{
	struct hall *h = ctx;
	struct job_plan j = {.name = "service", .minutes = 60, .tasks = {NULL, 0}, .parts = {NULL, 0}};
	enum err err = add_machines(tx, h);

	if (err == OK)
		err = domain_job_add(tx, &j);
	for (int i = 0; i < PLANS && err == OK; i++) {
		struct plan_asset pa[MACHINES];
		struct plan p;

		fields_none(plan_columns, &p);
		p.name = "plan";
		p.job_plan_id = j.id;
		p.unit = i % 3;
		p.every = 1 + i / 3;
		p.mode = i % 2 ? RECUR_AFTER : RECUR_FIXED;
		p.holiday = i % 4;
		p.weekdays = p.months = p.paused = p.retired = 0;
		p.from_day = 20260605 + i;
		p.start_min = 480;
		p.lead_days = i;
		p.grace_days = 1;
		p.priority = 3;
		for (int k = 0; k < MACHINES; k++)
			pa[k] = (struct plan_asset){.asset_id = h->machines[k], .meter_id = NONE};
		p.assets = (struct list){pa, (size_t)(MACHINES - i % 2)};
		err = domain_plan_add(tx, &p);
		h->plans[i] = p.id;
	}
	return err;
}

static enum err run(struct tx *tx, void *ctx)
{
	struct plan_pair after = {0, 0};
	int64_t n, made;

	(void)ctx;
	return domain_plan_run(tx, &after, &n, &made);
}

static void open_hall(struct hall *h)
{
	setenv("TZ", "Asia/Shanghai", 1);
	tzset();
	fixture_open(&h->f);
	h->f.now = clock_day_start(20260604) + HOUR_MS;
	assert_int_equal(fixture_write(&h->f, build, h), OK);
	for (int64_t day = 20260605; day <= TODAY; day++) {
		h->f.now = clock_day_start(day) + HOUR_MS;
		assert_int_equal(fixture_write(&h->f, run, NULL), OK);
	}
}

static struct due_filter ask(const struct hall *h, int which)
{
	struct due_filter f;

	due_filter_none(&f);
	f.today = TODAY;
	f.from_day = which % 2 ? 20260601 : 20260612;
	f.to_day = 20260720;
	f.under_id = which % 5 == 1 ? h->line : which % 5 == 2 ? h->machines[2] : NONE;
	f.plan_id = which % 7 == 3 ? h->plans[2] : NONE;
	f.standing = which % 3 == 1 ? due_standings[which % STANDING_COUNT] : NULL;
	f.over = which % 4 == 3 ? 1 : NONE;
	return f;
}

static void assert_same(const struct due_row *x, const struct due_row *y)
{
	assert_true(x->due.id == y->due.id && x->projected == y->projected);
	assert_true(x->due.due_day == y->due.due_day && x->due.n == y->due.n);
	assert_true(x->due.plan_id == y->due.plan_id && x->due.asset_id == y->due.asset_id);
}

static void pages_put_together_are_the_whole(void **state)
{
	struct hall h;
	struct db *db;
	size_t projected = 0, kept = 0;

	(void)state;
	open_hall(&h);
	db = store_reader(h.f.store);
	for (int which = 0; which < 60; which++) {
		struct due_filter f = ask(&h, which), page = f;
		struct outlook_at at = {.day = NONE, .id = NONE};
		struct list all, some = {NULL, 1};
		size_t n = 0;

		f.limit = 10000;
		page.limit = 1 + which % 9;
		assert_int_equal(plan_outlook(db, &h.f.arena, &f, NULL, &all), OK);
		while (some.n) {
			assert_int_equal(plan_outlook(db, &h.f.arena, &page, &at, &some), OK);
			assert_true(some.n <= (size_t)page.limit);
			for (size_t i = 0; i < some.n; i++, n++) {
				const struct due_row *row = list_at(&some, i, sizeof(*row));

				assert_true(n < all.n);
				assert_same(row, list_at(&all, n, sizeof(*row)));
				at = plan_outlook_at(row);
				projected += row->projected;
				kept += !row->projected;
			}
		}
		assert_int_equal(n, all.n);
	}
	assert_true(projected > 500 && kept > 200);
	store_reader_return(h.f.store, db);
	fixture_close(&h.f);
}

static void what_is_projected_is_what_the_rule_says(void **state)
{
	struct hall h;
	struct due_filter f;
	struct list all;
	struct plan p;
	struct db *db;

	(void)state;
	open_hall(&h);
	db = store_reader(h.f.store);
	due_filter_none(&f);
	f.today = TODAY;
	f.from_day = 0;
	f.to_day = 20260831;
	f.limit = 10000;
	for (int i = 0; i < PLANS; i++) {
		const struct due_row *row, *before = NULL;
		size_t n = 0;

		f.plan_id = h.plans[i];
		f.under_id = h.machines[3];
		assert_int_equal(plan_outlook(db, &h.f.arena, &f, NULL, &all), OK);
		assert_int_equal(store_plan_get(db, &h.f.arena, f.plan_id, TODAY, &p), OK);
		for (size_t k = 0; k < all.n; k++) {
			row = list_at(&all, k, sizeof(*row));
			if (!row->projected) {
				before = row;
				continue;
			}
			assert_non_null(before);
			assert_int_equal(row->due.n, before->due.n + 1);
			assert_true(row->due.due_day > before->due.due_day && row->due.due_day > TODAY);
			/* Free days are those of the line. */
			if (p.holiday != RECUR_STAY)
				assert_true((calendar_day_number(row->due.due_day) + 3) % 7 < 5);
			assert_int_equal(row->due.grace_day, clock_day_add(row->due.due_day, 1));
			before = row;
			n++;
		}
		assert_true(n > 0);
	}
	store_reader_return(h.f.store, db);
	fixture_close(&h.f);
}

/* A daily one is due in the years to come as it is in the next weeks, up to ten years from now. */
static void what_is_due_every_day_is_due_in_years_too(void **state)
{
	static const struct {
		int64_t from, to;
		size_t n;
	} windows[] = {{20260611, 20260613, 3}, {20271001, 20271003, 3}, {20360608, 20360615, 3},
		{20370101, 20370131, 0}};
	struct hall h;
	struct db *db;

	(void)state;
	open_hall(&h);
	db = store_reader(h.f.store);
	for (size_t i = 0; i < COUNT(windows); i++) {
		struct due_filter f;
		struct list all;

		due_filter_none(&f);
		f.today = TODAY;
		f.plan_id = h.plans[0];
		f.under_id = h.machines[0];
		f.from_day = windows[i].from;
		f.to_day = windows[i].to;
		assert_int_equal(plan_outlook(db, &h.f.arena, &f, NULL, &all), OK);
		assert_int_equal(all.n, windows[i].n);
		for (size_t k = 0; k < all.n; k++) {
			const struct due_row *row = list_at(&all, k, sizeof(*row));

			/* The first was on 5 June, and there is one a day. */
			assert_int_equal(row->due.due_day, clock_day_add(windows[i].from, (int)k));
			assert_int_equal(row->due.n,
				calendar_day_number(row->due.due_day) - calendar_day_number(20260605) + 1);
		}
		assert_int_equal(plan_outlook_days(db, &h.f.arena, &f, &all), OK);
		for (size_t k = 0; k < all.n; k++)
			assert_int_equal(
				((const struct outlook_day *)list_at(&all, k, sizeof(struct outlook_day)))->n,
				k < windows[i].n);
	}
	store_reader_return(h.f.store, db);
	fixture_close(&h.f);
}

static enum err run_sql(struct tx *tx, void *ctx)
{
	return db_exec(tx->db, ctx, NO_ARGS, NULL);
}

/* Its open ticket stays; nothing follows it. */
static void what_is_out_of_use_has_nothing_to_come(void **state)
{
	static const char *const ends[] = {"UPDATE plan SET retired = 1", "UPDATE plan SET paused = 1",
		"UPDATE plan_asset SET removed_at = 1",
		"UPDATE asset SET state = 'retired' WHERE kind = 'machine'"};
	struct hall h;

	(void)state;
	for (size_t i = 0; i < COUNT(ends); i++) {
		struct due_filter f;
		struct list all;
		struct db *db;

		open_hall(&h);
		assert_int_equal(fixture_write(&h.f, run_sql, (void *)(uintptr_t)ends[i]), OK);
		due_filter_none(&f);
		f.today = TODAY;
		f.from_day = 20260701;
		f.to_day = 20260831;
		db = store_reader(h.f.store);
		assert_int_equal(plan_outlook(db, &h.f.arena, &f, NULL, &all), OK);
		for (size_t k = 0; k < all.n; k++)
			assert_false(((const struct due_row *)list_at(&all, k, sizeof(struct due_row)))
					     ->projected);
		store_reader_return(h.f.store, db);
		fixture_close(&h.f);
	}
}

static void a_calendar_counts_what_the_list_holds(void **state)
{
	struct hall h;
	struct db *db;

	(void)state;
	open_hall(&h);
	db = store_reader(h.f.store);
	for (int which = 0; which < 20; which++) {
		struct due_filter f = ask(&h, which);
		struct list days, all;

		f.standing = NULL;
		f.over = NONE;
		f.limit = 3;
		assert_int_equal(plan_outlook_days(db, &h.f.arena, &f, &days), OK);
		assert_int_equal(days.n, calendar_day_number(f.to_day) - calendar_day_number(f.from_day) + 1);
		for (size_t i = 0; i < days.n; i++) {
			const struct outlook_day *d = list_at(&days, i, sizeof(*d));
			struct due_filter of = f;

			of.from_day = of.to_day = d->day;
			of.limit = 1000;
			assert_int_equal(plan_outlook(db, &h.f.arena, &of, NULL, &all), OK);
			assert_int_equal(d->n, all.n);
			assert_int_equal(d->rows.n, all.n < 3 ? all.n : 3);
			of.standing = due_standings[STANDING_OVERDUE];
			assert_int_equal(plan_outlook(db, &h.f.arena, &of, NULL, &all), OK);
			assert_int_equal(d->overdue, all.n);
		}
	}
	store_reader_return(h.f.store, db);
	fixture_close(&h.f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pages_put_together_are_the_whole),
		cmocka_unit_test(what_is_projected_is_what_the_rule_says),
		cmocka_unit_test(what_is_due_every_day_is_due_in_years_too),
		cmocka_unit_test(what_is_out_of_use_has_nothing_to_come),
		cmocka_unit_test(a_calendar_counts_what_the_list_holds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
