/* Lives of parts: published examples, closed forms, and a slow search for the same maximum. */
#include "test.h"

#include <math.h>
#include <stdlib.h>

#include "stock_plant.h"

#include "base/arena.h"
#include "base/clock.h"
#include "domain/fitted.h"
#include "domain/meter.h"
#include "domain/wear.h"

/* Freireich et al. 1963, 6-mercaptopurine: weeks of remission; the example of most textbooks. */
static const struct wear_life remission[] = {{6, true}, {6, true}, {6, true}, {6, false}, {7, true},
	{9, false}, {10, true}, {10, false}, {11, false}, {13, true}, {16, true}, {17, false}, {19, false},
	{20, false}, {22, true}, {23, true}, {25, false}, {32, false}, {32, false}, {34, false}, {35, false}};

/* Lieblein & Zelen 1956: millions of revolutions of 23 ball bearings. */
static const double bearings[] = {17.88, 28.92, 33.00, 41.52, 42.12, 45.60, 48.40, 51.84, 51.96, 54.12, 55.56,
	67.80, 68.64, 68.64, 68.88, 84.12, 93.12, 98.64, 105.12, 105.84, 127.92, 128.04, 173.40};

static void survivors_count_as_in_the_textbook(void **state)
{
	/* Kalbfleisch & Prentice, table of the 6-MP group */
	static const struct {
		double age;
		size_t at_risk, replaced;
		double lasts, error;
	} table[] = {{6, 21, 3, 0.857, 0.0764}, {7, 17, 1, 0.807, 0.0869}, {10, 15, 1, 0.753, 0.0963},
		{13, 12, 1, 0.690, 0.1068}, {16, 11, 1, 0.627, 0.1141}, {22, 7, 1, 0.538, 0.1282},
		{23, 6, 1, 0.448, 0.1346}};
	struct arena a;
	struct wear_step *steps;
	struct wear_life lives[COUNT(remission)];

	(void)state;
	arena_init(&a);
	/* backwards, so that sorting has something to do */
	for (size_t i = 0; i < COUNT(remission); i++)
		lives[i] = remission[COUNT(remission) - 1 - i];
	assert_int_equal(wear_kaplan_meier(&a, lives, COUNT(lives), &steps), COUNT(table));
	for (size_t i = 0; i < COUNT(table); i++) {
		assert_float_equal(steps[i].age, table[i].age, 0);
		assert_int_equal(steps[i].at_risk, table[i].at_risk);
		assert_int_equal(steps[i].replaced, table[i].replaced);
		assert_float_equal(steps[i].lasts, table[i].lasts, 0.0005);
		assert_float_equal(steps[i].error, table[i].error, 0.0005);
	}
	assert_float_equal(wear_step_quantile(steps, COUNT(table), 0.5), 23, 0); /* the published median */
	assert_true(isnan(wear_step_quantile(steps, COUNT(table), 0.9)));
	arena_release(&a);
}

static double likelihood(const struct wear_life *v, size_t n, double shape, double scale)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++) {
		sum -= pow(v[i].age / scale, shape);
		if (v[i].replaced)
			sum += log(shape / scale) + (shape - 1) * log(v[i].age / scale);
	}
	return sum;
}

static void weibull_is_the_published_one(void **state)
{
	struct wear_life lives[COUNT(bearings)];
	struct wear_weibull w;

	(void)state;
	for (size_t i = 0; i < COUNT(bearings); i++)
		lives[i] = (struct wear_life){bearings[i], true};
	assert_true(wear_weibull_fit(lives, COUNT(lives), &w));
	/* Lawless 2003, example 5.2.2: shape 2.10, scale 81.88, log likelihood −113.691 */
	assert_float_equal(w.raw_shape, 2.102, 0.001);
	assert_float_equal(w.raw_scale, 81.88, 0.01);
	assert_float_equal(likelihood(lives, COUNT(lives), w.raw_shape, w.raw_scale), -113.691, 0.001);
	assert_true(w.shape < w.raw_shape && w.shape > 1.9);
	assert_true(wear_weibull_fit(remission, COUNT(remission), &w));
	/* the censored one: shape 1.354, scale 33.77 */
	assert_float_equal(w.raw_shape, 1.354, 0.001);
	assert_float_equal(w.raw_scale, 33.77, 0.01);
}

static double uniform(void)
{
	return ((double)random() + 0.5) / ((double)RAND_MAX + 1.0);
}

static void no_other_shape_and_scale_are_likelier(void **state)
{
	(void)state;
	srandom(5);
	for (int round = 0; round < 200; round++) {
		struct wear_life v[40];
		size_t n = 8 + (size_t)random() % 32;
		double shape = 0.5 + 3 * uniform(), end = 0.5 + uniform() * 2;
		struct wear_weibull w;

		for (size_t i = 0; i < n; i++) {
			double t = 400 * pow(-log(uniform()), 1 / shape);

			v[i] = (struct wear_life){fmin(t, 400 * end), t <= 400 * end};
		}
		if (!wear_weibull_fit(v, n, &w))
			continue;
		for (int i = -3; i <= 3; i++)
			for (int j = -3; j <= 3; j++)
				assert_true(likelihood(v, n, w.raw_shape * (1 + i * 0.01),
						    w.raw_scale * (1 + j * 0.01)) <=
					    likelihood(v, n, w.raw_shape, w.raw_scale) + 1e-9);
	}
}

/* Leaving survivors out makes parts look shorter-lived: the fit with them finds the law they were drawn from. */
static void the_law_is_found_again_also_with_survivors(void **state)
{
	enum { ROUNDS = 400 };
	static const struct {
		double shape, end;
		size_t n;
	} cases[] = {{1, 1, 20}, {2.5, 1, 20}, {2.5, 0.8, 40}, {1.5, 5, 8}};

	(void)state;
	srandom(7);
	for (size_t c = 0; c < COUNT(cases); c++) {
		double corrected = 0, raw = 0, without = 0;
		int fitted = 0;

		for (int round = 0; round < ROUNDS; round++) {
			struct wear_life v[40], gone[40];
			size_t dead = 0;
			struct wear_weibull w, x;

			for (size_t i = 0; i < cases[c].n; i++) {
				double t = 1000 * pow(-log(uniform()), 1 / cases[c].shape),
				       end = 1000 * cases[c].end;

				v[i] = (struct wear_life){fmin(t, end), t <= end};
				if (t <= end)
					gone[dead++] = v[i];
			}
			if (!wear_weibull_fit(v, cases[c].n, &w) || !wear_weibull_fit(gone, dead, &x))
				continue;
			fitted++;
			corrected += w.shape;
			raw += w.raw_shape;
			without += wear_weibull_quantile(&x, 0.5);
		}
		assert_true(fitted > ROUNDS * 9 / 10);
		/* nearer to the truth, and near */
		assert_true(fabs(corrected / fitted / cases[c].shape - 1) < 0.08);
		assert_true(fabs(corrected / fitted - cases[c].shape) < fabs(raw / fitted - cases[c].shape));
		if (cases[c].end < 2)
			assert_true(without / fitted < 0.9 * 1000 * pow(log(2), 1 / cases[c].shape));
	}
}

static void few_replacements_say_so(void **state)
{
	static const struct {
		size_t replaced, survivors;
		double step;
		enum wear_basis basis;
	} cases[] = {{0, 9, 1, WEAR_TOO_FEW}, {2, 30, 1, WEAR_TOO_FEW}, {3, 0, 1, WEAR_STEPS},
		{4, 4, 1, WEAR_STEPS}, {5, 0, 1, WEAR_WEIBULL}, {5, 9, 1, WEAR_WEIBULL},
		{6, 0, 0, WEAR_STEPS}};
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct wear_life v[40];
		size_t n = 0;
		struct wear w;

		for (size_t k = 0; k < cases[i].replaced; k++)
			v[n++] = (struct wear_life){100 + (double)k * cases[i].step, true};
		for (size_t k = 0; k < cases[i].survivors; k++)
			v[n++] = (struct wear_life){50, false};
		w = wear_of(&a, v, n);
		assert_int_equal(w.basis, cases[i].basis);
		assert_int_equal(w.replaced, cases[i].replaced);
		assert_int_equal(isnan(w.shape), cases[i].basis != WEAR_WEIBULL);
		assert_int_equal(isnan(w.median), cases[i].basis == WEAR_TOO_FEW);
	}
	arena_release(&a);
}

/* What stands in a machine that was scrapped years ago has not lasted till today. */
static void a_part_ages_no_more_than_its_machine(void **state)
{
	static const struct {
		const char *machine;
		int days;
	} cases[] = {{"UPDATE asset SET retired_day = NULL, state = 'running'", 331},
		{"UPDATE asset SET retired_day = 20260315, state = 'retired'", 40},
		{"UPDATE asset SET retired_day = 20990101, state = 'retired'", 331}};
	const struct step steps[] = {{RECEIVE, 5000}, {ISSUE, 1000, .ticket = 1}, {ISSUE, 1000, .ticket = 2}};
	struct fixture f;

	(void)state;
	plant(&f);
	for (size_t i = 0; i < COUNT(steps); i++) {
		struct wish w = wish_of(&steps[i]);

		f.now = clock_day_start(i < 2 ? 20260105 : 20260204);
		assert_int_equal(fixture_write(&f, do_wish, &w), OK);
	}
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct db *db;
		struct fitted_lives lives;
		const struct fitted *all;

		sql(&f, cases[i].machine);
		db = store_reader(f.store);
		assert_int_equal(domain_fitted(db, &f.arena, 1, clock_day_start(20270101), &lives), OK);
		all = lives.lives.items;
		assert_int_equal(lives.lives.n, 2);
		/* The longest first: the one before it lasted 30 days. */
		assert_false(all[0].replaced);
		assert_int_equal(lround(all[0].days), cases[i].days);
		assert_int_equal(lround(all[1].days), 30);
		store_reader_return(f.store, db);
	}
	fixture_close(&f);
}

static enum err add_counters(struct tx *tx, void *ctx)
{
	static const struct {
		int64_t day, value;
	} readings[] = {{20260101, 900000}, {20260105, 1000}, {20260204, 501000}, {20261231, 3001000}};
	enum err err = OK;

	(void)ctx;
	for (int i = 0; i < 2 && err == OK; i++) {
		struct meter m;

		meter_none(&m);
		m.asset_id = 1;
		m.name = i ? "new" : "old";
		m.unit = "h";
		err = domain_meter_add(tx, &m);
	}
	for (size_t i = 0; i < COUNT(readings) && err == OK; i++) {
		const struct reading r = {.meter_id = i ? 2 : 1,
			.time = clock_day_start(readings[i].day),
			.value = readings[i].value,
			.source = READ_HTTP,
			.account_id = NONE};
		bool added;

		err = store_reading_add(tx, &r, &added);
	}
	return err;
}

/* The first one is read no more: by it the machine stands. */
static void a_part_runs_by_the_counter_that_is_read(void **state)
{
	const struct step steps[] = {{RECEIVE, 5000}, {ISSUE, 1000, .ticket = 1}, {ISSUE, 1000, .ticket = 2}};
	struct fixture f;
	struct fitted_lives lives;
	const struct fitted *all;
	struct db *db;

	(void)state;
	plant(&f);
	for (size_t i = 0; i < COUNT(steps); i++) {
		struct wish w = wish_of(&steps[i]);

		f.now = clock_day_start(i < 2 ? 20260105 : 20260204);
		assert_int_equal(fixture_write(&f, do_wish, &w), OK);
	}
	assert_int_equal(fixture_write(&f, add_counters, NULL), OK);
	sql(&f, "UPDATE meter SET retired = 1 WHERE id = 1");
	db = store_reader(f.store);
	assert_int_equal(domain_fitted(db, &f.arena, 1, clock_day_start(20270101), &lives), OK);
	all = lives.lives.items;
	assert_int_equal(lives.lives.n, 2);
	assert_int_equal(all[0].run, 2500000);
	assert_int_equal(all[1].run, 500000);
	store_reader_return(f.store, db);
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(survivors_count_as_in_the_textbook),
		cmocka_unit_test(weibull_is_the_published_one),
		cmocka_unit_test(no_other_shape_and_scale_are_likelier),
		cmocka_unit_test(the_law_is_found_again_also_with_survivors),
		cmocka_unit_test(few_replacements_say_so),
		cmocka_unit_test(a_part_ages_no_more_than_its_machine),
		cmocka_unit_test(a_part_runs_by_the_counter_that_is_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
