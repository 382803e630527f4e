/* demo_test.c - the demo factory: its tables agree with each other and with the code lists; its queue keeps order;
 * what it writes happened one after the other. */
#include "test.h"

#include <string.h>

#include "demo/demo.h"
#include "demo/queue.h"
#include "demo/rng.h"
#include "demo/stage.h"
#include "demo/tables.h"
#include "domain/codelist.h"
#include "store_fixture.h"

static bool has_component(const struct demo_family *f)
{
	const struct demo_text *c = demo_kinds[f->class].components;

	for (int i = 0; i < DEMO_COMPONENTS && c[i].zh; i++)
		if (strcmp(c[i].zh, f->component) == 0)
			return true;
	return false;
}

static size_t count(const char *const *texts)
{
	size_t n = 0;

	while (texts[n])
		n++;
	return n;
}

static bool is_english(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text > 0x7f)
			return false;
	return true;
}

/* There are at least sixty families, and every class of machine has several. */
static void families_are_many(void **state)
{
	int of[DEMO_CLASSES] = {0};

	(void)state;
	assert_true(demo_family_count() >= 60);
	for (size_t i = 0; i < demo_family_count(); i++)
		of[demo_family_at(i)->class]++;
	for (int c = 0; c < DEMO_CLASSES; c++)
		assert_true(of[c] >= 4);
}

/* Every family is said in at least four ways, and in English; its component is one of its class's; its parts exist. */
static void families_are_whole(void **state)
{
	(void)state;
	for (size_t i = 0; i < demo_family_count(); i++) {
		const struct demo_family *f = demo_family_at(i);

		assert_true(count(f->says) >= 4);
		assert_true(count(f->says_en) >= 1);
		for (size_t k = 0; f->says_en[k]; k++)
			assert_true(is_english(f->says_en[k]));
		assert_true(has_component(f));
		assert_non_null(f->cause.zh);
		assert_true(f->action.zh && f->action.en && is_english(f->action.en));
		assert_true(f->minutes >= 5 && f->stops >= 0 && f->stops <= 100);
		assert_true(f->often >= 1 && f->often <= 10 && f->shape >= 5);
		for (int k = 0; k < DEMO_FAMILY_PARTS && f->parts[k].code; k++) {
			assert_non_null(demo_part_find(f->parts[k].code));
			assert_true(f->parts[k].qty > 0);
		}
	}
}

/* An action on a component is the fix of one family: suggestions are grouped by it. */
static void fixes_are_distinct(void **state)
{
	(void)state;
	for (size_t i = 0; i < demo_family_count(); i++)
		for (size_t j = i + 1; j < demo_family_count(); j++) {
			const struct demo_family *a = demo_family_at(i), *b = demo_family_at(j);

			if (a->class == b->class && strcmp(a->component, b->component) == 0 &&
				strcmp(a->action_code, b->action_code) == 0)
				fail_msg("%s %s: %s and %s", a->action_code, a->component, a->says[0],
					b->says[0]);
		}
}

/* Every staged ticket's family is there. */
static void stages_are_whole(void **state)
{
	(void)state;
	for (size_t i = 0; i < demo_stages_n; i++) {
		const struct stage *g = &demo_stages[i];
		bool found = !g->component;

		for (size_t k = 0; k < demo_family_count() && !found; k++) {
			const struct demo_family *f = demo_family_at(k);

			found = f->class == g->class && strcmp(f->component, g->component) == 0 &&
				strcmp(f->failure_mode, g->failure_mode) == 0;
		}
		if (!found)
			fail_msg("%s %s", g->component, g->failure_mode);
	}
}

/* No two families of one class are said in the same words: what would then be the fix? */
static void wordings_are_distinct(void **state)
{
	(void)state;
	for (size_t i = 0; i < demo_family_count(); i++)
		for (size_t j = i + 1; j < demo_family_count(); j++) {
			const struct demo_family *a = demo_family_at(i), *b = demo_family_at(j);

			for (size_t k = 0; a->class == b->class && a->says[k]; k++)
				for (size_t l = 0; b->says[l]; l++)
					if (strcmp(a->says[k], b->says[l]) == 0)
						fail_msg("%s: %s and %s", a->says[k], a->component,
							b->component);
		}
}

static enum err check_codes(struct tx *tx, void *ctx)
{
	enum err err = domain_codelist_seed(tx);

	(void)ctx;
	for (size_t i = 0; i < demo_family_count() && err == OK; i++) {
		const struct demo_family *f = demo_family_at(i);

		err = domain_codelist_check(tx, "failure_mode", f->failure_mode, "failure_mode");
		if (err == OK)
			err = domain_codelist_check(tx, "cause", f->cause_code, "cause");
		if (err == OK)
			err = domain_codelist_check(tx, "action", f->action_code, "action");
		if (err == OK)
			err = domain_codelist_check(tx, "action", f->quick.action_code, "action");
	}
	return err;
}

/* The codes of every family are in the shipped lists. */
static void codes_exist(void **state)
{
	struct fixture f;

	(void)state;
	fixture_open(&f);
	assert_int_equal(fixture_write(&f, check_codes, NULL), OK);
	fixture_close(&f);
}

/* Parts have distinct codes, a price and a place; what a service takes is one of them. */
static void parts_are_whole(void **state)
{
	(void)state;
	assert_true(demo_parts_n >= 60);
	for (size_t i = 0; i < demo_parts_n; i++) {
		const struct demo_part *p = &demo_parts[i];

		assert_ptr_equal(demo_part_find(p->code), p);
		assert_true(
			p->cents > 0 && p->lead_days > 0 && p->min > 0 && p->room >= 'A' && p->room <= 'D');
	}
	for (int c = 0; c < DEMO_CLASSES; c++)
		assert_true(!demo_kinds[c].service_part || demo_part_find(demo_kinds[c].service_part));
}

/* The queue gives back the earliest first, and of the same moment what was put in first. */
static void queue_keeps_order(void **state)
{
	struct rng r = rng_of(7, 7);
	struct queue q = {0};
	struct step last = {.at = INT64_MIN};

	(void)state;
	for (int i = 0; i < 5000; i++)
		queue_put(&q, rng_between(&r, 0, 600), 0, (uint32_t)i);
	for (int i = 0; i < 5000; i++) {
		struct step s = queue_take(&q);

		assert_true(s.at > last.at || (s.at == last.at && s.order > last.order));
		last = s;
	}
	assert_null(queue_first(&q));
	queue_release(&q);
}

/* The mean of a Weibull draw is the mean asked for, whatever its shape. */
static void weibull_has_its_mean(void **state)
{
	static const double shapes[] = {0.8, 1, 2.4, 3.5};

	(void)state;
	for (size_t i = 0; i < COUNT(shapes); i++) {
		struct rng r = rng_of(1, i);
		double sum = 0;

		for (int k = 0; k < 20000; k++)
			sum += rng_weibull(&r, 10, shapes[i]);
		assert_true(sum / 20000 > 9.7 && sum / 20000 < 10.3);
	}
}

static int64_t ask(struct fixture *f, const char *sql)
{
	struct db *db = store_reader(f->store);
	int64_t n = -1;

	assert_int_equal(db_int(db, sql, NO_ARGS, &n), OK);
	store_reader_return(f->store, db);
	return n;
}

static enum err seed_codes(struct tx *tx, void *ctx)
{
	(void)ctx;
	return domain_codelist_seed(tx);
}

/* The number of tickets is exact; events follow each other in time; nothing is later than now; a folder that is in use
 * is refused. */
static void fills_in_order(void **state)
{
	struct demo_options o = {.machines = 24, .tickets = 300, .seed = 5, .today = 20260615};
	struct demo_counts counts;
	struct fixture f;

	(void)state;
	fixture_open(&f);
	o.now = clock_day_start(o.today) + 10 * HOUR_MS;
	assert_int_equal(fixture_write(&f, seed_codes, NULL), OK);
	assert_int_equal(demo_fill(f.store, &o, &counts, &f.fault), OK);
	assert_int_equal(counts.tickets, 300);
	assert_int_equal(ask(&f, "SELECT count(*) FROM ticket"), 300);
	assert_int_equal(ask(&f, "SELECT count(*) FROM event a JOIN event b ON b.seq = a.seq + 1 WHERE "
				 "b.time < a.time"),
		0);
	assert_true(ask(&f, "SELECT max(time) FROM event") <= o.now);
	assert_int_equal(ask(&f, "SELECT count(*) FROM asset WHERE kind = 'machine'"), 24);
	assert_true(demo_is(f.store));
	assert_int_equal(demo_fill(f.store, &o, &counts, &f.fault), ERR_CONFLICT);
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(families_are_many),
		cmocka_unit_test(families_are_whole),
		cmocka_unit_test(fixes_are_distinct),
		cmocka_unit_test(stages_are_whole),
		cmocka_unit_test(wordings_are_distinct),
		cmocka_unit_test(codes_exist),
		cmocka_unit_test(parts_are_whole),
		cmocka_unit_test(queue_keeps_order),
		cmocka_unit_test(weibull_has_its_mean),
		cmocka_unit_test(fills_in_order),
	};

	return cmocka_run_group_tests_name("demo", tests, NULL, NULL);
}
