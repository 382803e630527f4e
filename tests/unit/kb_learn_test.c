/* kb_learn_test.c - what closed repairs teach: kb/learn.h; and what people said of records. */
#include "unit/kb_fixture.h"

#include <math.h>

static struct kb_record record(struct fixture *f, const char *symptom, const char *group)
{
	return (struct kb_record){.id = f->next_id++,
		.time_ms = NOW - 100 * DAY_MS,
		.machine = 7,
		.symptom = symptom,
		.group = group,
		.minutes = KB_MINUTES_UNKNOWN};
}

static void put(struct fixture *f, const char *symptom, const char *group)
{
	struct kb_record r = record(f, symptom, group);

	kb_put(f->kb, &r);
}

static void learn(struct fixture *f, const char *symptom, const char *group)
{
	struct kb_record r = record(f, symptom, group);

	kb_learn(f->kb, NULL, &r, &f->arena);
}

/* Learnt from, then put: as it happens in a plant. */
static void close_repair(struct fixture *f, const char *symptom, const char *group)
{
	struct kb_record r = record(f, symptom, group);

	kb_learn(f->kb, NULL, &r, &f->arena);
	kb_put(f->kb, &r);
}

static double probability(struct fixture *f, const char *text, const char *group)
{
	struct kb_query q = {.text = text, .machine = 7, .now_ms = NOW, .max_fixes = 50};

	kb_suggest(f->kb, &q, &f->arena, &f->answer);
	for (size_t i = 0; i < f->answer.n_fixes; i++)
		if (strcmp(f->answer.fixes[i].group, group) == 0)
			return f->answer.fixes[i].probability;
	return 0;
}

static void put_pumps(struct fixture *f)
{
	for (int i = 0; i < 6; i++) {
		put(f, "hydraulic pump noisy", i % 2 ? "replace pump" : "bleed air");
		put(f, "oil leaking at hydraulic pump", i % 2 ? "replace seal" : "tighten fitting");
		put(f, "conveyor belt torn", "replace belt");
	}
}

static void test_what_was_confirmed_gets_likelier(void **state)
{
	struct fixture *f = *state;
	double before, after;

	put_pumps(f);
	before = probability(f, "pump noisy", "bleed air");
	for (int i = 0; i < 10; i++)
		learn(f, "pump noisy", "bleed air");
	after = probability(f, "pump noisy", "bleed air");
	assert_true(after > before + .1);
	assert_true(after > probability(f, "pump noisy", "replace pump") + .2);
}

/* The counts are the same for both fixes; only what was learnt of the word can tell. */
static void test_a_word_that_tells_fixes_apart_is_learnt(void **state)
{
	struct fixture *f = *state;

	put_pumps(f);
	for (int i = 0; i < 30; i++) {
		learn(f, "pump noisy cold", "bleed air");
		learn(f, "pump noisy", "replace pump");
	}
	for (int i = 0; i < 2; i++) {
		put(f, "pump cold", "bleed air");
		put(f, "pump cold", "replace pump");
	}
	for (int i = 0; i < 30; i++) {
		learn(f, "pump noisy cold", "bleed air");
		learn(f, "pump noisy", "replace pump");
	}
	assert_true(probability(f, "pump noisy cold", "bleed air") >
		    2 * probability(f, "pump noisy cold", "replace pump"));
	assert_true(
		probability(f, "pump noisy", "replace pump") > 2 * probability(f, "pump noisy", "bleed air"));
}

static void test_what_is_new_every_time_teaches_that_none_is_right(void **state)
{
	struct fixture *f = *state;
	double before;

	put_pumps(f);
	probability(f, "pump noisy", "bleed air");
	before = f->answer.none;
	for (int i = 0; i < 40; i++) {
		char group[20];

		snprintf(group, sizeof(group), "never seen %d", i);
		learn(f, "pump noisy", group);
	}
	probability(f, "pump noisy", "bleed air");
	assert_true(f->answer.none > before + .2);
}

static void live(struct fixture *f)
{
	static const char *const symptoms[] = {
		"主轴异响", "pump noisy", "hydraulic pump leaks", "belt slips", "E-217 刀库"};

	for (int i = 0; i < 60; i++)
		close_repair(f, symptoms[i * 7 % 5],
			i * 7 % 5 == 0 ? "replace bearing"
			: i % 3	       ? "adjust"
				       : "clean");
}

static void test_the_same_repairs_in_the_same_order_teach_the_same(void **state)
{
	struct fixture *f = *state, other = {.kb = kb_new(), .next_id = 1};
	double p, q;

	arena_init(&other.arena);
	live(f);
	live(&other);
	p = probability(f, "pump noisy 主轴", "adjust");
	q = probability(&other, "pump noisy 主轴", "adjust");
	assert_true(p > 0);
	assert_memory_equal(&p, &q, sizeof(p));
	assert_memory_equal(&f->answer.weights, &other.answer.weights, sizeof(f->answer.weights));
	kb_free(other.kb);
	arena_release(&other.arena);
}

static void test_contradictions_do_not_run_away(void **state)
{
	struct fixture *f = *state;

	put_pumps(f);
	for (int i = 0; i < 2000; i++) {
		learn(f, "pump noisy", i % 2 ? "replace pump" : "bleed air");
		arena_clear(&f->arena);
	}
	assert_true(fabs(probability(f, "pump noisy", "bleed air") -
			    probability(f, "pump noisy", "replace pump")) < .4);
	for (size_t k = 0; k < KB_FEATURES; k++)
		assert_true(fabs(f->answer.weights.of[k]) < 10);
	assert_true(fabs(f->answer.weights.none) < 10 && fabs(f->answer.weights.gap) < 10);
}

static void test_what_tells_no_fix_teaches_nothing(void **state)
{
	struct fixture *f = *state;
	struct kb_weights shipped = kb_weights_shipped();

	put_pumps(f);
	learn(f, "pump noisy", NULL);
	learn(f, "", "bleed air");
	learn(f, NULL, "bleed air");
	learn(f, "zzzz qqqq", "bleed air"); /* nothing is like it */
	probability(f, "pump noisy", "bleed air");
	assert_memory_equal(&f->answer.weights, &shipped, sizeof(shipped));
}

static void test_learning_can_be_left_out(void **state)
{
	struct fixture *f = *state;
	double before;

	put_pumps(f);
	kb_set_without(f->kb, 1u << KB_LEARNING);
	before = probability(f, "pump noisy", "bleed air");
	for (int i = 0; i < 10; i++)
		learn(f, "pump noisy", "bleed air");
	assert_true(probability(f, "pump noisy", "bleed air") == before);
}

/* The report itself may say more than the record's symptom. */
static void test_the_report_as_it_was_asked_is_learnt_from(void **state)
{
	struct fixture *f = *state;
	struct kb_record closed = record(f, "zzzz", "bleed air");
	struct kb_query asked = {.text = "pump noisy", .machine = 7, .now_ms = NOW};
	double before;

	put_pumps(f);
	before = probability(f, "pump noisy", "bleed air");
	for (int i = 0; i < 10; i++)
		kb_learn(f->kb, &asked, &closed, &f->arena);
	assert_true(probability(f, "pump noisy", "bleed air") > before + .1);
}

/* Half of the time it is booked on the other: whatever the words say, no probability may stay near 1. */
static void test_promises_that_do_not_come_true_are_made_less(void **state)
{
	struct fixture *f = *state;

	for (int i = 0; i < 400; i++) {
		close_repair(f, "spindle noisy when warm",
			i % 2	? "replace bearing"
			: i % 4 ? "clean"
				: "adjust belt");
		arena_clear(&f->arena);
	}
	assert_true(probability(f, "spindle noisy when warm", "replace bearing") < .65);
	assert_true(f->answer.fixes[0].probability > .35);
}

/* A technician marked it as not applicable, or as what helped. */
static void test_what_people_said_of_a_record_counts(void **state)
{
	static const struct {
		int32_t wrong, right;
		int than_before; /* likelier 1, less likely -1, the same 0 */
	} cases[] = {{0, 0, 0}, {3, 0, -1}, {9, 0, -1}, {0, 5, 0}, {2, 20, -1}, {-5, -5, 0}};
	struct fixture *f = *state;
	struct kb_record r = record(f, "spindle noisy when warm", "replace bearing");
	double before, least = 1;

	put(f, "spindle noisy when cold", "grease bearing");
	kb_put(f->kb, &r);
	before = probability(f, "spindle noisy", "replace bearing");
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		double p;

		r.wrong = cases[i].wrong;
		r.right = cases[i].right;
		kb_put(f->kb, &r);
		p = probability(f, "spindle noisy", "replace bearing");
		assert_true(cases[i].than_before == 0 ? fabs(p - before) < 1e-9 : p < before);
		least = p < least ? p : least;
	}
	assert_true(least < before * .7);
	r.wrong = r.right = 0; /* taken back */
	kb_put(f->kb, &r);
	assert_true(fabs(probability(f, "spindle noisy", "replace bearing") - before) < 1e-9);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_what_was_confirmed_gets_likelier, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_a_word_that_tells_fixes_apart_is_learnt, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_what_is_new_every_time_teaches_that_none_is_right, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_the_same_repairs_in_the_same_order_teach_the_same, setup, teardown),
		cmocka_unit_test_setup_teardown(test_contradictions_do_not_run_away, setup, teardown),
		cmocka_unit_test_setup_teardown(test_what_tells_no_fix_teaches_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(test_learning_can_be_left_out, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_the_report_as_it_was_asked_is_learnt_from, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_promises_that_do_not_come_true_are_made_less, setup, teardown),
		cmocka_unit_test_setup_teardown(test_what_people_said_of_a_record_counts, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
