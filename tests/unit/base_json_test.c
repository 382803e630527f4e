/* base_json_test.c - the members of a table that are more than a number or a text. */
#include "unit/test.h"

#include <string.h>

#include "base/json.h"

static const char *const colours[] = {"red", "green", "blue", NULL};

struct inner {
	int64_t id;
	const char *name, *secret;
};
static const struct field inner_fields[] = {
	FIELD(struct inner, id, F_INT),
	FIELD(struct inner, name, F_TEXT),
	FIELD(struct inner, secret, F_TEXT, F_HIDDEN),
	FIELD_END,
};
struct outer {
	int64_t before;
	struct inner inner;
	int64_t colours, count;
	struct list ids;
};
static const struct field outer_fields[] = {
	FIELD(struct outer, before, F_INT),
	JOIN(struct outer, inner, inner_fields),
	FIELD(struct outer, colours, F_SET, F_IN, .names = colours),
	FIELD(struct outer, count, F_INT, F_MAYBE),
	FIELD(struct outer, ids, F_IDS, F_IN, .min = 1, .max = 3),
	FIELD_AS(struct outer, inner.id, "again", F_INT),
	FIELD_END,
};

static void assert_written(const struct outer *o, const char *expected)
{
	struct buf b;

	buf_init(&b);
	json_write(&b, outer_fields, o);
	assert_string_equal(buf_text(&b), expected);
	buf_release(&b);
}

static void a_joined_table_stands_among_the_members(void **state)
{
	struct outer o;

	(void)state;
	fields_none(outer_fields, &o);
	o.before = 1;
	o.inner = (struct inner){2, "two", "hidden"};
	assert_written(&o, "{\"before\":1,\"id\":2,\"name\":\"two\",\"colours\":[],\"ids\":[],\"again\":2}");
}

static void a_set_is_the_names_of_its_bits_in_their_order(void **state)
{
	static const struct {
		int64_t set;
		const char *text;
	} cases[] = {{0, "[]"}, {1, "[\"red\"]"}, {4, "[\"blue\"]"}, {5, "[\"red\",\"blue\"]"},
		{7, "[\"red\",\"green\",\"blue\"]"}, {8, "[]"}};
	static const struct field one[] = {FIELD(struct outer, colours, F_SET, .names = colours), FIELD_END};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct outer o = {.colours = cases[i].set};
		char expected[64];
		struct buf b;

		buf_init(&b);
		json_write(&b, one, &o);
		snprintf(expected, sizeof(expected), "{\"colours\":%s}", cases[i].text);
		assert_string_equal(buf_text(&b), expected);
		buf_release(&b);
	}
}

static void what_may_be_left_out_is_when_it_is_none_and_not_when_it_is_nought(void **state)
{
	int64_t ids[] = {3, 5};
	struct outer o;

	(void)state;
	fields_none(outer_fields, &o);
	o.ids = (struct list){ids, 2};
	o.count = 0;
	assert_written(&o, "{\"before\":null,\"id\":null,\"name\":null,\"colours\":[],\"count\":0,"
			   "\"ids\":[3,5],\"again\":null}");
}

static void a_set_is_read_by_its_names(void **state)
{
	static const struct {
		const char *text;
		int64_t set; /* NONE: refused */
	} cases[] = {
		{"{\"colours\":[]}", 0},
		{"{\"colours\":[\"red\"]}", 1},
		{"{\"colours\":[\"blue\",\"red\",\"blue\"]}", 5},
		{"{\"colours\":null}", 0},
		{"{\"colours\":[\"pink\"]}", NONE},
		{"{\"colours\":[\"red\",1]}", NONE},
		{"{\"colours\":[null]}", NONE},
		{"{\"colours\":\"red\"}", NONE},
		{"{\"colours\":5}", NONE},
	};
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct fault fault = {0};
		struct outer o;
		enum err err;

		fields_none(outer_fields, &o);
		err = json_read(cases[i].text, strlen(cases[i].text), outer_fields, &o, true, &a, &fault);
		assert_int_equal(err, cases[i].set == NONE ? ERR_INVALID : OK);
		if (err == OK)
			assert_int_equal(o.colours, cases[i].set);
		else
			assert_string_equal(fault.fields[0].name, "colours");
	}
	arena_release(&a);
}

static void ids_are_positive_whole_numbers_and_as_many_as_are_wanted(void **state)
{
	static const struct {
		const char *text;
		size_t n; /* 0: refused */
	} cases[] = {
		{"{\"ids\":[1]}", 1},
		{"{\"ids\":[3,2,9007199254740992]}", 3},
		{"{\"ids\":[]}", 0},
		{"{\"ids\":[1,2,3,4]}", 0},
		{"{\"ids\":[0]}", 0},
		{"{\"ids\":[-1]}", 0},
		{"{\"ids\":[1.5]}", 0},
		{"{\"ids\":[\"1\"]}", 0},
		{"{\"ids\":[null]}", 0},
		{"{\"ids\":[[1]]}", 0},
		{"{\"ids\":[9007199254740993]}", 0},
		{"{\"ids\":1}", 0},
		{"{\"ids\":{}}", 0},
	};
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct fault fault = {0};
		struct outer o;
		enum err err;

		fields_none(outer_fields, &o);
		err = json_read(cases[i].text, strlen(cases[i].text), outer_fields, &o, true, &a, &fault);
		assert_int_equal(err, cases[i].n ? OK : ERR_INVALID);
		if (cases[i].n)
			assert_int_equal(o.ids.n, cases[i].n);
		else
			assert_string_equal(fault.fields[0].name, "ids");
	}
	arena_release(&a);
}

/* What sensors send: a number by itself, or somewhere in a message; everything else is none. */
#define LONG "a_name_of_a_sensor_that_is_as_long_as_a_name_in_a_message_may_well_be_today"

static void a_number_is_found_by_its_path(void **state)
{
	static const struct {
		const char *text, *path;
		bool good;
		double value;
	} cases[] = {
		{"41.5", NULL, true, 41.5},
		{" -7e2\n", "", true, -700},
		{"\"12.25\"", NULL, true, 12.25},
		{"{\"a\":{\"b\":[1,2.5]}}", "a.b.1", true, 2.5},
		{"[[3]]", "0.0", true, 3},
		{"{\"0\":4}", "0", true, 4},
		{"{\"a\":\"5\"}", "a", true, 5},
		{"{\"" LONG "\":[{\"" LONG "\":6}]}", LONG ".0." LONG, true, 6},
		{"{\"" LONG "\":6}", LONG "x", false, 0},
		{"", NULL, false, 0},
		{"+1", NULL, false, 0},
		{"1.", NULL, false, 0},
		{"NaN", NULL, false, 0},
		{"1e999", NULL, false, 0},
		{"\"1e999\"", NULL, false, 0},
		{"\"\\\"1\\\"\"", NULL, false, 0},
		{"true", NULL, false, 0},
		{"1 2", NULL, false, 0},
		{"{\"a\":1}", NULL, false, 0},
		{"{\"a\":1}", "b", false, 0},
		{"{\"a\":1}", "a.b", false, 0},
		{"{\"a\":{}}", "a", false, 0},
		{"[1]", "1", false, 0},
		{"[1]", "99999999999999999999", false, 0},
		{"[1]", "-1", false, 0},
		{"{\"a\":1}", ".a", false, 0},
		{"[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]", NULL, false, 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct json_tree *t = json_tree_read(cases[i].text, strlen(cases[i].text));
		double got = 0;
		bool good = json_tree_number(t, cases[i].path, &got);

		if (good != cases[i].good)
			print_error("%s at %s\n", cases[i].text, cases[i].path ? cases[i].path : "");
		assert_int_equal(good, cases[i].good);
		if (cases[i].good)
			assert_true(got == cases[i].value);
		json_tree_free(t);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_joined_table_stands_among_the_members),
		cmocka_unit_test(a_set_is_the_names_of_its_bits_in_their_order),
		cmocka_unit_test(what_may_be_left_out_is_when_it_is_none_and_not_when_it_is_nought),
		cmocka_unit_test(a_set_is_read_by_its_names),
		cmocka_unit_test(ids_are_positive_whole_numbers_and_as_many_as_are_wanted),
		cmocka_unit_test(a_number_is_found_by_its_path),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
