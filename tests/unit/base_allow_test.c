/* base_allow_test.c - to whom the program may speak. */
#include "unit/test.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

#include "base/allow.h"

static bool address(const struct allow *l, const char *text)
{
	struct sockaddr_in four = {.sin_family = AF_INET};
	struct sockaddr_in6 six = {.sin6_family = AF_INET6};

	if (inet_pton(AF_INET, text, &four.sin_addr) == 1)
		return allow_address(l, (struct sockaddr *)&four);
	assert_int_equal(inet_pton(AF_INET6, text, &six.sin6_addr), 1);
	return allow_address(l, (struct sockaddr *)&six);
}

static struct allow *list(const char *text)
{
	const char *bad = NULL;
	struct allow *l = allow_new(text, &bad);

	if (!l)
		fail_msg("refused: %s", bad);
	return l;
}

/* Without a list nobody is asked for by name, and nothing inside is connected to; the public net is, for a name led there. */
static void what_is_inside_is_refused(void **state)
{
	static const char *const inside[] = {"127.0.0.1", "127.255.255.254", "10.0.0.1", "172.16.0.1",
		"172.31.255.255", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
		"255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fc00::1", "fdff::1",
		"ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::7f00:1", "64:ff9b::7f00:1",
		"2002:7f00:1::", "2001:db8::1", "fec0::1"};
	static const char *const outside[] = {"1.1.1.1", "172.15.0.1", "172.32.0.1", "100.63.0.1",
		"100.128.0.1", "11.0.0.1", "192.167.0.1", "2606:4700::1111", "::ffff:1.1.1.1",
		"2400:cb00::1"};
	struct allow *l = list(NULL);

	(void)state;
	for (size_t i = 0; i < COUNT(inside); i++)
		if (address(l, inside[i]))
			fail_msg("%s", inside[i]);
	for (size_t i = 0; i < COUNT(outside); i++)
		if (!address(l, outside[i]))
			fail_msg("%s", outside[i]);
	assert_false(allow_host(l, "example.com"));
	assert_false(allow_host(l, "1.1.1.1"));
	assert_false(allow_host(l, ""));
	allow_free(l);
}

/* A name permits itself, and no part of another; an address or a range permits what is in it. */
static void what_is_named_is_allowed(void **state)
{
	static const struct {
		const char *host;
		bool may;
	} hosts[] = {
		{"mail.example.com", true},
		{"MAIL.Example.COM", true},
		{"mail.example.com.", true},
		{"example.com", false},
		{"x.mail.example.com", false},
		{"mail.example.com.evil.com", false},
		{"mail.example.comx", false},
		{"192.168.1.20", true},
		{"192.168.1.21", false},
		{"10.1.255.255", true},
		{"10.2.0.0", false},
		{"[fd12::1]", true},
		{"fd12::1", true},
		{"[fe80::1]", false},
		{"::ffff:10.1.0.1", true},
	};
	struct allow *l = list("mail.example.com,  192.168.1.20 10.1.0.0/16\tfd00::/8");

	(void)state;
	for (size_t i = 0; i < COUNT(hosts); i++)
		if (allow_host(l, hosts[i].host) != hosts[i].may)
			fail_msg("%s", hosts[i].host);
	assert_true(address(l, "192.168.1.20"));
	assert_true(address(l, "::ffff:192.168.1.20"));
	assert_false(address(l, "192.168.1.21"));
	assert_true(address(l, "10.1.2.3"));
	assert_false(address(l, "10.0.255.255"));
	assert_true(address(l, "fd00::1"));
	assert_false(address(l, "127.0.0.1"));
	allow_free(l);
}

/* What cannot be understood is named, and no list is made of the rest. */
static void what_is_no_entry_is_named(void **state)
{
	static const char *const bad[] = {"10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8x", "1.2.3",
		"1.2.3.4.5", "::1/129", "-a.com", "a..com", ".com", "http://a.com", "a.com:80", "*",
		"*.a.com", "用户.com", "[::1]", "12345"};
	char text[64];

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		const char *at = NULL;

		snprintf(text, sizeof(text), "good.example.com, %s", bad[i]);
		if (allow_new(text, &at))
			fail_msg("%s", bad[i]);
		assert_non_null(at);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_inside_is_refused),
		cmocka_unit_test(what_is_named_is_allowed),
		cmocka_unit_test(what_is_no_entry_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
