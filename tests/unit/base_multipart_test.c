/* base_multipart_test.c - multipart/form-data bodies. */
#include "unit/test.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/multipart.h"

#define S(literal) literal, sizeof(literal) - 1
#define TYPE "multipart/form-data; boundary=XX"
#define NAME "Content-Disposition: form-data; name=\"a\"\r\n"

static enum err parse(struct multipart *m, const char *type, const char *body, size_t len, struct arena *a)
{
	struct fault fault = {OK};
	enum err err = multipart_parse(m, type, body, len, a, &fault);

	if (err) {
		assert_int_equal(err, ERR_INVALID);
		assert_int_equal(fault.msg, MSG_BAD_REQUEST);
		assert_int_equal(m->n, 0);
	}
	return err;
}

/* As Chrome sends it: a text, a file with a Chinese name, a file input left empty. */
static void a_browsers_form_is_read(void **state)
{
	static const char body[] =
		"------WebKitFormBoundaryAb1\r\n"
		"Content-Disposition: form-data; name=\"text\"\r\n\r\n"
		"漏油\r\n第二行\r\n"
		"------WebKitFormBoundaryAb1\r\n"
		"Content-Disposition: form-data; name=\"photo\"; filename=\"现场 1.jpg\"\r\n"
		"Content-Type: image/jpeg\r\n\r\n"
		"\xff\xd8\0\r\n--\r\n\xff\xd9\r\n"
		"------WebKitFormBoundaryAb1\r\n"
		"Content-Disposition: form-data; name=\"photo2\"; filename=\"\"\r\n"
		"Content-Type: application/octet-stream\r\n\r\n"
		"\r\n"
		"------WebKitFormBoundaryAb1--\r\n";
	const struct multipart_part *part;
	const char *text;
	struct multipart m;
	struct arena a;

	(void)state;
	arena_init(&a);
	assert_int_equal(
		parse(&m, "multipart/form-data; boundary=----WebKitFormBoundaryAb1", S(body), &a), OK);
	assert_int_equal(m.n, 3);
	assert_int_equal(multipart_text(&m, "text", &text, &a, NULL), OK);
	assert_string_equal(text, "漏油\n第二行");
	part = multipart_find(&m, "text");
	assert_null(part->filename);
	assert_string_equal(part->type, "text/plain");
	part = multipart_find(&m, "photo");
	assert_string_equal(part->filename, "现场 1.jpg");
	assert_string_equal(part->type, "image/jpeg");
	assert_int_equal(part->len, 11);
	assert_memory_equal(part->data, "\xff\xd8\0\r\n--\r\n\xff\xd9", 11);
	assert_true(part->data > body && part->data < body + sizeof(body)); /* not copied */
	part = multipart_find(&m, "photo2");
	assert_string_equal(part->filename, "");
	assert_int_equal(part->len, 0);
	assert_null(multipart_find(&m, "Photo"));
	assert_int_equal(multipart_text(&m, "nothing", &text, &a, NULL), OK);
	assert_null(text);
	arena_release(&a);
}

static void bodies_within_the_rules_are_taken(void **state)
{
	static const struct {
		const char *type, *body, *name, *filename, *data;
	} cases[] = {
		{TYPE, "--XX\r\n" NAME "\r\nv\r\n--XX--", "a", NULL, "v"},
		{TYPE, "--XX\r\n" NAME "\r\nv\r\n--XX--\r\n", "a", NULL, "v"},
		{TYPE, "--XX \t\r\n" NAME "\r\nv\r\n--XX-- \r\n", "a", NULL, "v"}, /* padding */
		{"Multipart/Form-Data; charset=utf-8; Boundary=\"XX\"", "--XX\r\n" NAME "\r\nv\r\n--XX--",
			"a", NULL, "v"},
		{"multipart/form-data;boundary=\"a b'()+_,-./:=?\"",
			"--a b'()+_,-./:=?\r\n" NAME "\r\nv\r\n--a b'()+_,-./:=?--", "a", NULL, "v"},
		{TYPE, "--XX\r\ncontent-disposition:form-data;NAME=a\r\n\r\n\r\n--XX--", "a", NULL, ""},
		{TYPE, "--XX\r\n" NAME "X-Other: x\r\nContent-Transfer-Encoding: 8bit\r\n\r\nv\r\n--XX--",
			"a", NULL, "v"},
		{TYPE, "--XX\r\n" NAME "\r\n--XX\r\n\r\n--X\r\n--XX--", "a", NULL,
			"--XX\r\n\r\n--X"}, /* no CR LF before it */
		{TYPE, "--XX\r\nContent-Disposition: form-data; name=\"a\\\"b\"\r\n\r\nv\r\n--XX--", "a\"b",
			NULL, "v"},
		{TYPE,
			"--XX\r\nContent-Disposition: form-data; name=\"a\"; "
			"filename=\"C:\\x\\y.jpg\"\r\n\r\nv\r\n--XX--",
			"a", "y.jpg", "v"},
		{TYPE,
			"--XX\r\nContent-Disposition: form-data; name=\"a\"; "
			"filename=\"../../etc/passwd\"\r\n\r\nv\r\n--XX--",
			"a", "passwd", "v"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		struct multipart m;
		struct arena a;

		arena_init(&a);
		if (parse(&m, cases[i].type, cases[i].body, strlen(cases[i].body), &a) != OK)
			fail_msg("case %zu was refused", i);
		assert_int_equal(m.n, 1);
		assert_string_equal(m.parts[0].name, cases[i].name);
		if (cases[i].filename)
			assert_string_equal(m.parts[0].filename, cases[i].filename);
		else
			assert_null(m.parts[0].filename);
		assert_int_equal(m.parts[0].len, strlen(cases[i].data));
		assert_memory_equal(m.parts[0].data, cases[i].data, m.parts[0].len);
		arena_release(&a);
	}
}

static void a_form_without_fields_is_empty(void **state)
{
	struct multipart m;
	struct arena a;

	(void)state;
	arena_init(&a);
	assert_int_equal(parse(&m, TYPE, S("--XX--\r\n"), &a), OK);
	assert_int_equal(m.n, 0);
	arena_release(&a);
}

static void everything_else_is_refused_whole(void **state)
{
#define GOOD "--XX\r\n" NAME "\r\nv\r\n--XX--"
	static const struct {
		const char *why, *type, *body;
		size_t len;
	} cases[] = {
		{"no type", NULL, S(GOOD)},
		{"another type", "text/plain; boundary=XX", S(GOOD)},
		{"mixed", "multipart/mixed; boundary=XX", S(GOOD)},
		{"a longer type", "multipart/form-datax; boundary=XX", S(GOOD)},
		{"no boundary", "multipart/form-data", S(GOOD)},
		{"empty boundary", "multipart/form-data; boundary=", S(GOOD)},
		{"empty quoted boundary", "multipart/form-data; boundary=\"\"",
			S("--\r\n" NAME "\r\nv\r\n----")},
		{"two boundaries", "multipart/form-data; boundary=XX; boundary=XX", S(GOOD)},
		{"open quote", "multipart/form-data; boundary=\"XX", S(GOOD)},
		{"boundary ends in a blank", "multipart/form-data; boundary=\"XX \"",
			S("--XX \r\n" NAME "\r\nv\r\n--XX --")},
		{"boundary of other characters", "multipart/form-data; boundary=\"X*X\"",
			S("--X*X\r\n" NAME "\r\nv\r\n--X*X--")},
		{"boundary of 71",
			"multipart/form-data; boundary="
			"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
			S(GOOD)},
		{"empty", TYPE, S("")},
		{"only dashes", TYPE, S("--")},
		{"another boundary", TYPE, S("--YY\r\n" NAME "\r\nv\r\n--YY--")},
		{"preamble", TYPE, S("hello\r\n" GOOD)},
		{"leading line break", TYPE, S("\r\n" GOOD)},
		{"epilogue", TYPE, S(GOOD "\r\nhello")},
		{"epilogue on the line", TYPE, S(GOOD "hello")},
		{"boundary with a tail", TYPE, S("--XXY\r\n" NAME "\r\nv\r\n--XX--")},
		{"boundary in the data with a tail", TYPE, S("--XX\r\n" NAME "\r\nv\r\n--XXY\r\n--XX--")},
		{"never closed", TYPE, S("--XX\r\n" NAME "\r\nv")},
		{"cut in the closing boundary", TYPE, S("--XX\r\n" NAME "\r\nv\r\n--X")},
		{"cut behind a boundary", TYPE, S("--XX\r\n" NAME "\r\nv\r\n--XX")},
		{"cut behind a boundary line", TYPE, S("--XX\r\n" NAME "\r\nv\r\n--XX\r\n")},
		{"cut in the head", TYPE, S("--XX\r\nContent-Dispo")},
		{"head not ended", TYPE, S("--XX\r\n" NAME)},
		{"bare LF", TYPE, S("--XX\nContent-Disposition: form-data; name=a\n\nv\n--XX--")},
		{"no head", TYPE, S("--XX\r\n\r\nv\r\n--XX--")},
		{"no name", TYPE, S("--XX\r\nContent-Disposition: form-data\r\n\r\nv\r\n--XX--")},
		{"empty name", TYPE,
			S("--XX\r\nContent-Disposition: form-data; name=\"\"\r\n\r\nv\r\n--XX--")},
		{"two names", TYPE,
			S("--XX\r\nContent-Disposition: form-data; name=a; name=b\r\n\r\nv\r\n--XX--")},
		{"two dispositions", TYPE, S("--XX\r\n" NAME NAME "\r\nv\r\n--XX--")},
		{"NUL in the name", TYPE,
			S("--XX\r\nContent-Disposition: form-data; name=\"a\0b\"\r\n\r\nv\r\n--XX--")},
		{"control in the name", TYPE,
			S("--XX\r\nContent-Disposition: form-data; name=\"a\tb\"\r\n\r\nv\r\n--XX--")},
		{"bare LF in the name", TYPE,
			S("--XX\r\nContent-Disposition: form-data; name=\"a\nb\"\r\n\r\nv\r\n--XX--")},
		{"name not UTF-8", TYPE,
			S("--XX\r\nContent-Disposition: form-data; name=\"\xc4\xe3\"\r\n\r\nv\r\n--XX--")},
		{"file name not UTF-8", TYPE,
			S("--XX\r\nContent-Disposition: form-data; name=a; "
			  "filename=\"\xc4\xe3\"\r\n\r\nv\r\n--XX--")},
		{"file name turned round", TYPE,
			S("--XX\r\nContent-Disposition: form-data; name=a; "
			  "filename=\"gpj.\xe2\x80\xae"
			  "exe\"\r\n\r\nv\r\n--XX--")},
		{"filename*", TYPE,
			S("--XX\r\nContent-Disposition: form-data; name=a; "
			  "filename*=UTF-8''x\r\n\r\nv\r\n--XX--")},
		{"open quote in the name", TYPE,
			S("--XX\r\nContent-Disposition: form-data; name=\"a\r\n\r\nv\r\n--XX--")},
		{"attachment", TYPE, S("--XX\r\nContent-Disposition: attachment; name=a\r\n\r\nv\r\n--XX--")},
		{"header without colon", TYPE, S("--XX\r\n" NAME "Nonsense\r\n\r\nv\r\n--XX--")},
		{"folded header", TYPE,
			S("--XX\r\nContent-Disposition: form-data;\r\n name=a\r\n\r\nv\r\n--XX--")},
		{"blank before the colon", TYPE,
			S("--XX\r\nContent-Disposition : form-data; name=a\r\n\r\nv\r\n--XX--")},
		{"nested", TYPE,
			S("--XX\r\n" NAME "Content-Type: multipart/mixed; boundary=Y\r\n\r\nv\r\n--XX--")},
		{"empty type", TYPE, S("--XX\r\n" NAME "Content-Type:\r\n\r\nv\r\n--XX--")},
		{"NUL in the type", TYPE, S("--XX\r\n" NAME "Content-Type: a\0b\r\n\r\nv\r\n--XX--")},
		{"base64", TYPE, S("--XX\r\n" NAME "Content-Transfer-Encoding: base64\r\n\r\nv\r\n--XX--")},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		struct multipart m;
		struct arena a;

		arena_init(&a);
		if (parse(&m, cases[i].type, cases[i].body, cases[i].len, &a) == OK)
			fail_msg("%s: was taken", cases[i].why);
		arena_release(&a);
	}
}

static void a_form_cut_anywhere_is_refused(void **state)
{
	static const char body[] =
		"--XX\r\n" NAME "Content-Type: text/plain\r\n\r\none\r\n--XX\r\n" NAME "\r\ntwo\r\n--XX--";
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(body) - 1; i++) {
		struct multipart m;
		struct arena a;

		arena_init(&a);
		assert_int_equal(parse(&m, TYPE, body, i, &a), ERR_INVALID);
		arena_release(&a);
	}
}

static void the_bounds_hold_exactly(void **state)
{
	static const int counts[] = {MULTIPART_PARTS_MAX, MULTIPART_PARTS_MAX + 1};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(counts); i++) {
		struct multipart m;
		struct arena a;
		struct buf b;
		int n;

		arena_init(&a);
		buf_init(&b);
		for (n = 0; n < counts[i]; n++)
			buf_str(&b, "--XX\r\n" NAME "\r\nv\r\n");
		buf_str(&b, "--XX--\r\n");
		assert_int_equal(parse(&m, TYPE, b.data, b.len, &a), i ? ERR_INVALID : OK);
		assert_int_equal(m.n, i ? 0 : MULTIPART_PARTS_MAX);
		buf_clear(&b);
		buf_printf(&b, "--XX\r\nContent-Disposition: form-data; name=\"%0*d\"\r\n\r\nv\r\n--XX--",
			MULTIPART_NAME_MAX + (int)i, 0);
		assert_int_equal(parse(&m, TYPE, b.data, b.len, &a), i ? ERR_INVALID : OK);
		buf_clear(&b);
		buf_printf(&b, "--XX\r\n" NAME "X: %0*d\r\n\r\nv\r\n--XX--",
			MULTIPART_HEADER_MAX - (int)strlen(NAME "X: \r\n\r\n") + (int)i, 0);
		assert_int_equal(parse(&m, TYPE, b.data, b.len, &a), i ? ERR_INVALID : OK);
		buf_release(&b);
		arena_release(&a);
	}
}

static void a_text_field_must_be_text(void **state)
{
	static const char body[] =
		"--XX\r\nContent-Disposition: form-data; name=nul\r\n\r\na\0b\r\n"
		"--XX\r\nContent-Disposition: form-data; name=bytes\r\n\r\n\xc4\xe3\r\n"
		"--XX\r\nContent-Disposition: form-data; name=file; filename=x\r\n\r\nv\r\n"
		"--XX\r\nContent-Disposition: form-data; name=twice\r\n\r\nfirst\r\n"
		"--XX\r\nContent-Disposition: form-data; name=twice\r\n\r\nsecond\r\n--XX--";
	struct fault fault = {OK};
	const char *text;
	struct multipart m;
	struct arena a;

	(void)state;
	arena_init(&a);
	assert_int_equal(parse(&m, TYPE, S(body), &a), OK);
	assert_int_equal(multipart_text(&m, "nul", &text, &a, &fault), ERR_INVALID);
	assert_int_equal(multipart_text(&m, "bytes", &text, &a, &fault), ERR_INVALID);
	assert_int_equal(multipart_text(&m, "file", &text, &a, &fault), ERR_INVALID);
	assert_null(text);
	assert_int_equal(fault.n, 3);
	assert_string_equal(fault.fields[0].name, "nul");
	assert_int_equal(fault.fields[0].msg, MSG_F_UTF8);
	assert_int_equal(fault.fields[2].msg, MSG_F_TEXT);
	assert_int_equal(multipart_text(&m, "twice", &text, &a, NULL), OK);
	assert_string_equal(text, "first");
	arena_release(&a);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_browsers_form_is_read),
		cmocka_unit_test(bodies_within_the_rules_are_taken),
		cmocka_unit_test(a_form_without_fields_is_empty),
		cmocka_unit_test(everything_else_is_refused_whole),
		cmocka_unit_test(a_form_cut_anywhere_is_refused),
		cmocka_unit_test(the_bounds_hold_exactly),
		cmocka_unit_test(a_text_field_must_be_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
