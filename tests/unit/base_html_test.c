/* base_html_test.c - writing markup: one function per context. */
#include "unit/test.h"

#include <string.h>

#include "base/html.h"

static const char hostile[] = "<script>alert('x')</script>&amp;\"\n";

static void check(void (*write)(struct buf *, const char *), const char *text, const char *expected)
{
	struct buf b;

	buf_init(&b);
	write(&b, text);
	assert_string_equal(buf_text(&b), expected);
	buf_release(&b);
}

static void text_cannot_open_a_tag_or_an_entity(void **state)
{
	(void)state;
	check(html_text, hostile, "&lt;script&gt;alert('x')&lt;/script&gt;&amp;amp;\"\n");
	check(html_text, "1号液压机", "1号液压机");
	check(html_text, "", "");
	check(html_text, NULL, "");
}

static void line_breaks_are_shown_where_asked_for(void **state)
{
	(void)state;
	check(html_lines, "a<\r\nb\n\nc", "a&lt;<br>b<br><br>c");
	check(html_lines, NULL, "");
}

static void an_attribute_cannot_be_left(void **state)
{
	(void)state;
	check(html_attr, hostile, "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;amp;&quot;&#10;");
	check(html_attr, "\" onload=\"x", "&quot; onload=&quot;x");
	check(html_attr, "a\r\nb", "a&#13;&#10;b");
	check(html_attr, NULL, "");
}

static void a_url_segment_stays_one_segment(void **state)
{
	(void)state;
	check(html_url, "../../etc?a=b&c#d", "..%2F..%2Fetc%3Fa%3Db%26c%23d");
	check(html_url, "泵 \"1\"%", "%E6%B3%B5%20%221%22%25");
	check(html_url, "AZaz09-._~", "AZaz09-._~");
	check(html_url, "javascript:x", "javascript%3Ax");
	check(html_url, NULL, "");
}

static void json_cannot_end_the_script_that_holds_it(void **state)
{
	(void)state;
	check(html_json_in_script, "{\"a\":\"</script><!--&\"}",
		"{\"a\":\"\\u003c/script\\u003e\\u003c!--\\u0026\"}");
	check(html_json_in_script, "\"\xe2\x80\xa8\xe2\x80\xa9\xe2\x80\x9c\"",
		"\"\\u2028\\u2029\xe2\x80\x9c\"");
	check(html_json_in_script, "\"泵\"", "\"泵\"");
}

static void raw_markup_is_a_literal_as_it_is(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b);
	html_raw(&b, "<p class=\"a\">");
	html_raw(&b, "");
	html_raw(&b, "</p>");
	assert_string_equal(buf_text(&b), "<p class=\"a\"></p>");
	assert_int_equal(b.len, 17);
	buf_release(&b);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_cannot_open_a_tag_or_an_entity),
		cmocka_unit_test(line_breaks_are_shown_where_asked_for),
		cmocka_unit_test(an_attribute_cannot_be_left),
		cmocka_unit_test(a_url_segment_stays_one_segment),
		cmocka_unit_test(json_cannot_end_the_script_that_holds_it),
		cmocka_unit_test(raw_markup_is_a_literal_as_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
