/* http_framing_test.c - what framing.c makes of a head as civetweb leaves it in memory. */
#include "unit/test.h"

#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "http/framing.h"

/* Takes "GET|/|HTTP/1.1" and "Name|value" pairs apart as civetweb does: NULs in place of separators. */
struct text {
	char bytes[512];
	struct head head;
};

static void read_text(struct text *t, const char *raw)
{
	struct head *h = &t->head;
	char *p;

	memset(t, 0, sizeof(*t));
	memcpy(t->bytes, raw, strlen(raw));
	h->text = h->method = t->bytes;
	h->size = sizeof(t->bytes);
	for (p = t->bytes; *p != ' '; p++)
		;
	*p++ = 0;
	h->uri = h->path = p;
	for (; *p != ' '; p++)
		;
	*p++ = 0;
	h->version = p + strlen("HTTP/");
	while ((p = strstr(p, "\r\n")) && p[2] != '\r') {
		memcpy(p, "\0\0", 2);
		p += 2;
		h->headers[h->n].name = p;
		p = strchr(p, ':');
		*p++ = 0;
		p += strspn(p, " ");
		h->headers[h->n++].value = p;
	}
	memcpy(p, h->n ? "\0\0\r\0" : "\0\0\0\0", 4);
}

static void good_heads_are_taken_and_bad_ones_named(void **state)
{
	static const struct {
		const char *raw;
		enum msg msg;
	} cases[] = {
		{"GET / HTTP/1.1\r\nHost: a\r\n\r\n", MSG_OK},
		{"GET / HTTP/1.0\r\n\r\n", MSG_OK},
		{"GET / HTTP/1.1\r\n\r\n", MSG_B_HOST},
		{"GET / HTTP/1.1\r\nHost: [::1]:80\r\nX:\r\nY:  z\r\n\r\n", MSG_OK},
		{"GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", MSG_B_HOST},
		{"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n", MSG_OK},
		{"POST / HTTP/1.1\r\nHost: a\r\ncontent-length: 5\r\nCONTENT-LENGTH: 5\r\n\r\n",
			MSG_B_LENGTH},
		{"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n", MSG_OK},
		{"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n",
			MSG_B_LENGTH},
		{"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", MSG_B_LENGTH},
		{"GET / HTTP/1.1\r\nHost: a\r\nX(y): z\r\n\r\n", MSG_B_LINES},
		{"GET / HTTP/1.1\r\nHost: a\r\nX: \x7f\r\n\r\n", MSG_B_LINES},
		{"GET / HTTP/1.1\r\nHost: a\r\nOrigin: b\r\nOrigin: c\r\n\r\n", MSG_B_TWICE},
	};
	struct text t;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		read_text(&t, cases[i].raw);
		assert_string_equal(msg_id(framing_fault(&t.head)), msg_id(cases[i].msg));
	}
}

/* civetweb passes over what it does not understand; the gap shows it. */
static void a_gap_between_lines_is_seen(void **state)
{
	struct text t;

	(void)state;
	read_text(&t, "GET / HTTP/1.1\r\nHost: a\r\nX: y\r\nZ: z\r\n\r\n");
	assert_int_equal(framing_fault(&t.head), MSG_OK);
	t.head.n = 2;
	assert_int_equal(framing_fault(&t.head), MSG_B_LINES);
	t.head.n = 3;
	t.head.headers[1] = t.head.headers[2];
	t.head.n = 2;
	assert_int_equal(framing_fault(&t.head), MSG_B_LINES);
	read_text(&t, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
	t.head.text--;
	assert_int_equal(framing_fault(&t.head), MSG_B_LINES);
	/* Nothing is read behind the memory it lies in. */
	read_text(&t, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
	t.head.size = strlen("GET / HTTP/1.1\r\nHost: a") + 3;
	assert_int_equal(framing_fault(&t.head), MSG_B_LINES);
}

static void the_language_is_what_the_reader_likes_best(void **state)
{
	static const struct {
		const char *header;
		enum lang lang;
	} cases[] = {
		{NULL, LANG_ZH},
		{"", LANG_ZH},
		{"en", LANG_EN},
		{"EN-gb", LANG_EN},
		{"zh-CN,zh;q=0.9,en;q=0.8", LANG_ZH},
		{"en-US,en;q=0.9,zh-CN;q=0.8", LANG_EN},
		{"zh;q=0.5, en;q=0.6", LANG_EN},
		{"zh ; q=0.5, en ; Q=0.4", LANG_ZH},
		{"en;q=0", LANG_ZH},
		{"de, fr;q=0.9", LANG_ZH},
		{"de, en;q=0.1", LANG_EN},
		{"*", LANG_ZH},
		{"enm, zhx", LANG_ZH},
		{"en;level=1;q=0.2, zh;q=0.1", LANG_EN},
		{"en;q=nan, zh;q=0.1", LANG_ZH},
		{",,, ,en", LANG_EN},
		{";q=1,en", LANG_EN},
		{"en;", LANG_EN},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(lang_accept(cases[i].header, LANG_ZH), cases[i].lang);
}

/* A name or text that is cut for a message stays readable UTF-8. */
static void what_is_cut_is_cut_between_characters(void **state)
{
	struct fault f = {OK};
	char text[256], longest[400] = "", small[8];

	(void)state;
	for (int i = 0; i < 100; i++)
		memcpy(longest + 3 * i, "机", 4);
	fault_set(&f, ERR_NOT_FOUND, MSG_NO_ROUTE, longest);
	assert_int_equal(strlen(f.arg) % 3, 0);
	fault_field(&f, longest, MSG_F_UNKNOWN, longest);
	assert_int_equal(strlen(f.fields[0].arg) % 3, 0);
	assert_int_equal(strlen(f.fields[0].name) % 3, 0);
	msg_format(text, sizeof(text), MSG_F_JSON, LANG_ZH, longest);
	assert_true(utf8_valid(text, strlen(text)));
	assert_true(strlen(text) > sizeof(text) - 4);
	for (size_t size = 1; size <= sizeof(small); size++) {
		msg_format(small, size, MSG_F_ENUM, LANG_ZH, longest);
		assert_int_equal(strlen(small), (size - 1) / 3 * 3);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_heads_are_taken_and_bad_ones_named),
		cmocka_unit_test(a_gap_between_lines_is_seen),
		cmocka_unit_test(the_language_is_what_the_reader_likes_best),
		cmocka_unit_test(what_is_cut_is_cut_between_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
