/* base_csv_test.c - tables read from and written as CSV. */
#include "unit/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/utf8.h"

#define S(literal) literal, sizeof(literal) - 1

/* Every row as "number:cell|cell;" and the fault, if any, as "!MESSAGE row", so that a case is one line. */
static void print(struct buf *out, const char *data, size_t len)
{
	struct fault fault = {OK};
	struct csv_row row;
	struct arena a;
	struct csv csv;
	enum err err;
	size_t i;

	arena_init(&a);
	err = csv_open(&csv, data, len, &a, &fault);
	row = csv.head;
	while (!err) {
		buf_printf(out, "%d:", (int)row.number);
		for (i = 0; i < row.n; i++)
			buf_printf(out, "%s%s", i ? "|" : "", row.cells[i]);
		buf_char(out, ';');
		err = csv_next(&csv, &row, &a, &fault);
	}
	if (fault.err)
		buf_printf(out, "!%d %s", (int)fault.msg, fault.arg);
	assert_int_equal(fault.err, err == ERR_NOT_FOUND ? OK : err);
	arena_release(&a);
}

static void check(const char *data, size_t len, const char *expected)
{
	struct buf got;

	buf_init(&got);
	print(&got, data, len);
	assert_string_equal(buf_text(&got), expected);
	buf_release(&got);
}

static void rows_and_their_numbers_are_those_of_a_spreadsheet(void **state)
{
	static const struct {
		const char *text;
		size_t len;
		const char *rows;
	} cases[] = {
		{S("a,b\n1,2\n"), "1:a|b;2:1|2;"},
		{S("a,b\r\n1,2"), "1:a|b;2:1|2;"},
		{S("a,b\r1,2\r"), "1:a|b;2:1|2;"},
		{S("a;b\n1;2,5\n"), "1:a|b;2:1|2,5;"},
		{S("a\tb\n1\t2,5;x\n"), "1:a|b;2:1|2,5;x;"},
		{S("a\n1,2\n"), "1:a;2:1|2;"},
		{S("\"a,b,c\";d\n1;2"), "1:a,b,c|d;2:1|2;"},
		{S("a,b\n\n1,2\n,\n \n3,4\n\n"), "1:a|b;3:1|2;6:3|4;"},
		{S("\n,,\na,b\n1,2"), "3:a|b;4:1|2;"},
		{S("\n\r\n a;b,c;d\n1;2"), "3: a|b,c|d;4:1|2;"},
		{S("a,b\n\"1\r\n2\n3\",x\n4,5"), "1:a|b;2:1\r\n2\n3|x;3:4|5;"},
		{S("a,b\n\"\",\"\"\"\"\n"), "1:a|b;2:|\";"},
		{S("a,b\n\"x\"\"y\"\"\",z\n"), "1:a|b;2:x\"y\"|z;"},
		{S("a,b\n3\" pipe,x \"y\" z\n"), "1:a|b;2:3\" pipe|x \"y\" z;"},
		{S("a,b\n \"x\",y\n"), "1:a|b;2: \"x\"|y;"},
		{S("a,b,\n1,,\n,,3"), "1:a|b|;2:1||;3:||3;"},
		{S("a,b\n1\n1,2,3\n"), "1:a|b;2:1;3:1|2|3;"},
		{S("a\n'=1+1\n'-5\n'=x\n''=x\n'plain\n'\n"), "1:a;2:=1+1;3:-5;4:=x;5:'=x;6:'plain;7:';"},
		{S("a"), "1:a;"},
		{S("\xef\xbb\xbf设备编号,名称\n1,泵"), "1:设备编号|名称;2:1|泵;"},
		{S("\xef\xbb\xbf\"a\",b\n1,2"), "1:a|b;2:1|2;"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		check(cases[i].text, cases[i].len, cases[i].rows);
}

static void the_encoding_is_found_out(void **state)
{
	static const struct {
		const char *data;
		size_t len;
		const char *encoding, *cell;
	} cases[] = {
		{S("a"), "UTF-8", "a"},
		{S("设备"), "UTF-8", "设备"},
		{S("\xef\xbb\xbf设备"), "UTF-8", "设备"},
		{S("\xc9\xe8\xb1\xb8"), "GB18030", "设备"},
		{S("\x95\x32\x82\x36"), "GB18030", "𠀀"}, /* four bytes: a name's rare character */
		{S("\xff\xfe\xbe\x8b\x07\x59"), "UTF-16LE", "设备"},
		{S("\xfe\xff\x8b\xbe\x59\x07"), "UTF-16BE", "设备"},
		{S("\xff\xfe\x3d\xd8\x27\xdd"), "UTF-16LE", "🔧"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		struct arena a;
		struct csv csv;

		arena_init(&a);
		assert_int_equal(csv_open(&csv, cases[i].data, cases[i].len, &a, NULL), OK);
		assert_string_equal(csv.encoding, cases[i].encoding);
		assert_int_equal(csv.head.n, 1);
		assert_string_equal(csv.head.cells[0], cases[i].cell);
		arena_release(&a);
	}
}

static void what_is_wrong_names_the_row(void **state)
{
	static const struct {
		const char *data;
		size_t len;
		int msg;
		const char *rows, *arg;
	} cases[] = {
		{S(""), MSG_CSV_EMPTY, "", ""},
		{S("\xef\xbb\xbf"), MSG_CSV_EMPTY, "", ""},
		{S("\n\n , \n"), MSG_CSV_EMPTY, "", ""},
		{S("PK\3\4\x14"), MSG_CSV_EXCEL, "", ""},
		{S("\xd0\xcf\x11\xe0\xa1\xb1"), MSG_CSV_EXCEL, "", ""},
		{S("a,b\n\"1,2\n3,4\n"), MSG_CSV_QUOTES, "1:a|b;", "2"},
		{S("a,b\n\n1,2\n3,\"4"), MSG_CSV_QUOTES, "1:a|b;3:1|2;", "4"},
		{S("a,b\n\"x\ny\",1\n\"2\"z,3\n"), MSG_CSV_QUOTES, "1:a|b;2:x\ny|1;", "3"},
		{S("a,b\n\"2\" ,3\n"), MSG_CSV_QUOTES, "1:a|b;", "2"},
		{S("\""), MSG_CSV_QUOTES, "", "1"},
		{S("a\nb\0\n"), MSG_CSV_BYTES, "", "2"},
		{S("a\nb\n\xff\xff\n"), MSG_CSV_BYTES, "", "3"},
		{S("a\n\xc9"), MSG_CSV_BYTES, "", "2"},
		/* A text that was cut by bytes; as GB18030 it would be read, as nonsense. */
		{S("code,name\n1,冷却风扇\n2,冷却\xe9\xa3\n3,主轴异响\n"), MSG_CSV_BYTES, "", "3"},
		{S("\xef\xbb\xbf\xc9\xe8"), MSG_CSV_ENCODING, "", "UTF-8"},
		{S("\xff\xfe\x00\xd8"), MSG_CSV_BYTES, "", "1"},
		{S("\xff\xfe\x00"), MSG_CSV_BYTES, "", "1"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		char expected[200];

		snprintf(expected, sizeof(expected), "%s!%d %s", cases[i].rows, cases[i].msg, cases[i].arg);
		check(cases[i].data, cases[i].len, expected);
	}
}

static void nothing_is_read_after_a_fault(void **state)
{
	struct csv_row row;
	struct arena a;
	struct csv csv;

	(void)state;
	arena_init(&a);
	assert_int_equal(csv_open(&csv, S("a\n\"x\"y\nz\n"), &a, NULL), OK);
	assert_int_equal(csv_next(&csv, &row, &a, NULL), ERR_INVALID);
	assert_int_equal(csv_next(&csv, &row, &a, NULL), ERR_NOT_FOUND);
	arena_release(&a);
}

/* A heading, then one row of n cells, the first of them `wide` bytes long. */
static enum err read_sized(size_t n, size_t wide, int *msg)
{
	struct fault fault = {OK};
	struct csv_row row;
	struct arena a;
	struct csv csv;
	struct buf b;
	enum err err;
	size_t i;

	arena_init(&a);
	buf_init(&b);
	buf_str(&b, "a,b\n");
	for (i = 0; i < wide; i++)
		buf_char(&b, 'x');
	for (i = 1; i < n; i++)
		buf_char(&b, ',');
	err = csv_open(&csv, b.data, b.len, &a, &fault);
	assert_int_equal(err, OK);
	err = csv_next(&csv, &row, &a, &fault);
	*msg = (int)fault.msg;
	if (!err)
		assert_int_equal(row.n, n);
	buf_release(&b);
	arena_release(&a);
	return err;
}

static void the_bounds_hold_exactly(void **state)
{
	struct arena a;
	struct csv csv;
	char *big;
	int msg;

	(void)state;
	assert_int_equal(read_sized(CSV_COLUMNS_MAX, 1, &msg), OK);
	assert_int_equal(read_sized(CSV_COLUMNS_MAX + 1, 1, &msg), ERR_INVALID);
	assert_int_equal(msg, MSG_CSV_COLUMNS);
	assert_int_equal(read_sized(2, CSV_CELL_MAX, &msg), OK);
	assert_int_equal(read_sized(2, CSV_CELL_MAX + 1, &msg), ERR_INVALID);
	assert_int_equal(msg, MSG_CSV_CELL);
	big = malloc(CSV_FILE_MAX + 1);
	memset(big, 'x', CSV_FILE_MAX + 1);
	arena_init(&a);
	assert_int_equal(csv_open(&csv, big, CSV_FILE_MAX + 1, &a, NULL), ERR_TOO_BIG);
	assert_int_equal(csv_open(&csv, big, CSV_FILE_MAX, &a, NULL), ERR_INVALID);
	arena_release(&a);
	free(big);
}

static void a_column_is_found_by_any_of_its_names(void **state)
{
	static const struct {
		const char *names;
		int column;
	} cases[] = {
		{"设备编号|machine code", 0},
		{"code|machine code", 1},
		{"MACHINE_CODE", 1},
		{"Machine-Code ", 1},
		{"原值", 2},
		{"原值(元)", 2},
		{"型号", 3},
		{"规格（mm）", 4},
		{"规格", 4},
		{"serial no", 5},
		{"位置|name", 6},
		{"备注", -1}, /* a heading that goes on behind the bracket is another */
		{"没有", -1},
		{"", -1},
		{"|", -1},
		{NULL, -1},
	};
	static const char *const row[] = {"1", "2"};
	struct csv_row cells = {.cells = (const char **)(uintptr_t)row, .n = 2};
	struct arena a;
	struct csv csv;
	size_t i;

	(void)state;
	arena_init(&a);
	assert_int_equal(
		csv_open(&csv,
			S("* 设备 编号,Machine Code,原值（元）,\"型号\n\",规格(mm),ＳＥＲＩＡＬ　ＮＯ,"
			  "Name,备注(一)二,,型号\n"),
			&a, NULL),
		OK);
	for (i = 0; i < COUNT(cases); i++) {
		if (csv_column(&csv, cases[i].names) != cases[i].column)
			fail_msg("%s: %d", cases[i].names, csv_column(&csv, cases[i].names));
	}
	assert_string_equal(csv_cell(&cells, 1), "2");
	assert_string_equal(csv_cell(&cells, 2), "");
	assert_string_equal(csv_cell(&cells, -1), "");
	arena_release(&a);
}

static void a_cell_that_could_be_a_formula_is_guarded_and_a_number_is_not(void **state)
{
	static const struct {
		const char *cell, *written;
	} cases[] = {
		{"泵", "泵"},
		{"", ""},
		{NULL, ""},
		{"a,b", "\"a,b\""},
		{"a;b", "\"a;b\""},
		{"say \"x\"", "\"say \"\"x\"\"\""},
		{"a\nb", "\"a\nb\""},
		{" a", "\" a\""},
		{"a ", "\"a \""},
		{"=1+1", "'=1+1"},
		{"=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\""},
		{"@SUM(A1)", "'@SUM(A1)"},
		{"+cmd", "'+cmd"},
		{"-2+3", "'-2+3"},
		{"-", "'-"},
		{"-3.5.1", "'-3.5.1"},
		{"-3.", "'-3."},
		{"-.5", "'-.5"},
		{"--1", "'--1"},
		{"\t=1", "\"'\t=1\""},
		{"\r=1", "\"'\r=1\""},
		{"＝1", "'＝1"},
		{"＋1", "'＋1"},
		{"－1", "'－1"},
		{"＠x", "'＠x"},
		{"'=1", "''=1"},
		{"-3.5", "-3.5"},
		{"+12", "+12"},
		{"-0", "-0"},
		{"3=3", "3=3"},
		{"'a", "'a"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		char expected[100];
		struct buf b;

		buf_init(&b);
		csv_write_row(&b, &cases[i].cell, 1);
		snprintf(expected, sizeof(expected), "%s\r\n", cases[i].written);
		assert_string_equal(buf_text(&b), expected);
		buf_release(&b);
	}
}

/* Rows of cells made of the characters that matter, a fixed pseudo-random sequence. */
static void whatever_is_written_is_read_back_as_it_was(void **state)
{
	static const char *const bits[] = {
		"a", "泵", "\"", ",", ";", "\t", "\n", "\r", "\r\n", " ", "'", "=", "-", "1", "＝", ".", "🔧"};
	uint32_t seed = 7;
	int round;

	(void)state;
	for (round = 0; round < 3000; round++) {
		char text[3][64];
		const char *cells[3] = {text[0], text[1], text[2]};
		struct csv_row row;
		struct arena a;
		struct csv csv;
		struct buf b;
		size_t i, k;

		arena_init(&a);
		buf_init(&b);
		csv_write_start(&b);
		csv_write_row(&b, (const char *const[]){"a", "b", "c"}, 3);
		for (i = 0; i < 3; i++) {
			size_t n = (seed >> 8) % 6, used = 0;

			for (k = 0; k < n; k++) {
				seed = seed * 1664525 + 1013904223;
				used += (size_t)snprintf(text[i] + used, sizeof(text[i]) - used, "%s",
					bits[(seed >> 16) % COUNT(bits)]);
			}
			text[i][used] = 0;
			seed = seed * 1664525 + 1013904223;
		}
		memcpy(text[2], "x", 2); /* a row of blanks would be passed over */
		csv_write_row(&b, cells, 3);
		assert_int_equal(csv_open(&csv, b.data, b.len, &a, NULL), OK);
		assert_int_equal(csv_next(&csv, &row, &a, NULL), OK);
		assert_int_equal(row.n, 3);
		for (i = 0; i < 3; i++)
			assert_string_equal(row.cells[i], cells[i]);
		assert_int_equal(csv_next(&csv, &row, &a, NULL), ERR_NOT_FOUND);
		buf_release(&b);
		arena_release(&a);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_and_their_numbers_are_those_of_a_spreadsheet),
		cmocka_unit_test(the_encoding_is_found_out),
		cmocka_unit_test(what_is_wrong_names_the_row),
		cmocka_unit_test(nothing_is_read_after_a_fault),
		cmocka_unit_test(the_bounds_hold_exactly),
		cmocka_unit_test(a_column_is_found_by_any_of_its_names),
		cmocka_unit_test(a_cell_that_could_be_a_formula_is_guarded_and_a_number_is_not),
		cmocka_unit_test(whatever_is_written_is_read_back_as_it_was),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
