/* kb_put_test.c - records go in, are replaced and leave, one by one or many at once: kb/kb.h. */
#include "unit/kb_fixture.h"

#include <math.h>

static void put_numbered(struct kb *kb, int64_t id, int version)
{
	char symptom[64], group[32];
	struct kb_part part = {.id = id % 9 + 1, .qty_milli = 1000 * version};
	struct kb_record r = {.id = id,
		.symptom = symptom,
		.group = group,
		.machine = id % 13 + 1,
		.minutes = id % 50,
		.time_ms = NOW - id % 300 * DAY_MS,
		.parts = &part,
		.n_parts = 1};

	snprintf(symptom, sizeof(symptom), "part%c of unit%c fails v%c", (char)('a' + id % 26),
		(char)('a' + id % 7), (char)('a' + version));
	snprintf(group, sizeof(group), "g%lld", (long long)(id % 11));
	kb_put(kb, &r);
}

/* However it came about, the same records give the same answers: also after packing. */
static void test_replacing_leaves_no_trace(void **state)
{
	enum { RECORDS = 1500 };
	struct fixture *f = *state;
	struct kb *fresh = kb_new();
	struct kb_stats stats;

	for (int version = 0; version < 3; version++)
		for (int64_t id = 1; id <= RECORDS; id++)
			put_numbered(f->kb, id, version);
	for (int64_t id = 1; id <= RECORDS; id += 3)
		kb_remove(f->kb, id);
	for (int64_t id = 1; id <= RECORDS; id++)
		if (id % 3 != 1)
			put_numbered(fresh, id, 2);
	kb_stats(f->kb, &stats);
	assert_int_equal(stats.records, RECORDS - RECORDS / 3);
	for (int i = 0; i < 26; i++) {
		char text[64];
		struct kb_query q = {.text = text, .machine = i % 13 + 1, .now_ms = NOW, .max_records = 20};
		struct kb_answer other;

		snprintf(text, sizeof(text), "part%c fails", (char)('a' + i));
		kb_suggest(f->kb, &q, &f->arena, &f->answer);
		kb_suggest(fresh, &q, &f->arena, &other);
		assert_int_equal(f->answer.n_fixes, other.n_fixes);
		assert_int_equal(f->answer.n_records, other.n_records);
		for (size_t j = 0; j < other.n_records; j++)
			assert_int_equal(f->answer.records[j].id, other.records[j].id);
		for (size_t j = 0; j < other.n_fixes; j++) {
			assert_string_equal(f->answer.fixes[j].group, other.fixes[j].group);
			assert_true(fabs(f->answer.fixes[j].probability - other.fixes[j].probability) < 1e-3);
			assert_int_equal(f->answer.fixes[j].cases, other.fixes[j].cases);
			assert_int_equal(f->answer.fixes[j].minutes_50, other.fixes[j].minutes_50);
			assert_int_equal(f->answer.fixes[j].parts[0].id, other.fixes[j].parts[0].id);
			assert_int_equal(f->answer.fixes[j].parts[0].cases, other.fixes[j].parts[0].cases);
		}
	}
	kb_free(fresh);
}

/* A word of its own for each number. */
static void own_word(char out[8], unsigned number)
{
	memcpy(out, "qxaaaa", 7);
	for (size_t i = 5; number; number /= 26)
		out[i--] = (char)('a' + number % 26);
}

static void assert_same_answers(const struct kb *one, const struct kb *other, const char *text)
{
	struct kb_query q = {.text = text, .machine = 3};
	struct kb_answer x, y;
	struct arena arena;

	arena_init(&arena);
	kb_suggest(one, &q, &arena, &x);
	kb_suggest(other, &q, &arena, &y);
	assert_true(x.n_fixes > 0);
	assert_int_equal(x.n_fixes, y.n_fixes);
	assert_int_equal(x.n_records, y.n_records);
	assert_true(x.fixes[0].probability == y.fixes[0].probability);
	for (size_t j = 0; j < x.n_records; j++)
		assert_true(x.records[j].id == y.records[j].id);
	arena_release(&arena);
}

/* Many at once, more than are read ahead, among them some that come again, changed and unchanged. Each has a word that
 * no other has, so that all are met again after many others. */
static void test_many_put_at_once_are_as_if_put_one_by_one(void **state)
{
	static const char *const texts[] = {
		"pump leaks oil", "主轴异响", "belt slips", "brg noisy", "R/H trk loose"};
	enum { MANY = 12000, DISTINCT = 5000 };
	struct kb_record *r = calloc(MANY, sizeof(*r));
	char(*symptoms)[64] = calloc(MANY, sizeof(*symptoms));
	struct kb *one = kb_new(), *all = kb_new();
	struct kb_stats a, b;

	(void)state;
	for (int i = 0; i < MANY; i++) {
		char word[8];

		own_word(word, (unsigned)i % DISTINCT);
		snprintf(symptoms[i], sizeof(symptoms[i]), "%s %s", texts[i % 5], word);
		r[i] = (struct kb_record){.id = 1 + i % DISTINCT,
			.machine = i % 7,
			.symptom = symptoms[i],
			.action = texts[(i / DISTINCT) % 5],
			.right = i % 3};
	}
	for (int i = 0; i < MANY; i++)
		kb_put(one, &r[i]);
	kb_put_all(all, r, MANY);
	kb_put_all(all, r + MANY - 1, 1);
	kb_put_all(all, NULL, 0);
	kb_stats(one, &a);
	kb_stats(all, &b);
	assert_int_equal(b.records, DISTINCT);
	assert_int_equal(a.records, b.records);
	assert_int_equal(a.groups, b.groups);
	assert_int_equal(a.words, b.words);
	for (size_t i = 0; i < 5; i++)
		assert_same_answers(one, all, texts[i]);
	for (unsigned i = 0; i < DISTINCT; i += 97) {
		char word[8];

		own_word(word, i);
		assert_same_answers(one, all, word);
	}
	kb_free(one);
	kb_free(all);
	free(symptoms);
	free(r);
}

#define WITH_KB(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_KB(test_replacing_leaves_no_trace),
		cmocka_unit_test(test_many_put_at_once_are_as_if_put_one_by_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
