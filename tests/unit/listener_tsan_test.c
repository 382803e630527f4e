/* listener_tsan_test.c - the two threads that take readings by MQTT, beside people who type, look and change meters, while the line
 * is flooded and cut; stopped at any moment. Runs under the thread sanitizer too. The broker is a thread that says what one must. */
#include "store_fixture.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>

#include "domain/codelist.h"
#include "domain/listener.h"
#include "domain/meter.h"
#include "store/asset.h"
#include "test.h"

enum { LINES = 3, MESSAGES = 6000, TYPED = 20 };

/* MQTT 5: CONNACK and SUBACK without properties. */
static const unsigned char WELCOME[] = {0x20, 3, 0, 0, 0};

struct broker {
	pthread_t thread;
	int listener, port;
	atomic_int lines;
	atomic_bool over;
};

static bool give(int s, const void *p, size_t n)
{
	for (const char *at = p; n;) {
		ssize_t k = send(s, at, n, MSG_NOSIGNAL);

		if (k <= 0)
			return false;
		at += k;
		n -= (size_t)k;
	}
	return true;
}

static bool publish(int s, const char *topic, const char *payload)
{
	size_t t = strlen(topic), p = strlen(payload);
	unsigned char b[256] = {0x30, (unsigned char)(2 + t + 1 + p), 0, (unsigned char)t};

	memcpy(b + 4, topic, t);
	b[4 + t] = 0;
	memcpy(b + 5 + t, payload, p);
	return give(s, b, 5 + t + p);
}

/* Waits for a packet of that kind and answers a subscription; false: the line is gone. */
static bool hear(int s, unsigned char kind)
{
	for (;;) {
		unsigned char b[2], body[512];

		if (recv(s, b, 2, MSG_WAITALL) != 2 || b[1] > 127 ||
			(b[1] && recv(s, body, b[1], MSG_WAITALL) != b[1]))
			return false;
		if ((b[0] & 0xf0) == 0x80) {
			const unsigned char ack[] = {0x90, 4, body[0], body[1], 0, 0};

			if (!give(s, ack, sizeof(ack)))
				return false;
		}
		if ((b[0] & 0xf0) == kind)
			return true;
	}
}

static void serve_line(struct broker *b, int s)
{
	char value[32];

	if (!hear(s, 0x10) || !give(s, WELCOME, sizeof(WELCOME)) || !hear(s, 0x80))
		return;
	for (int i = 0; i < MESSAGES && !atomic_load(&b->over); i++) {
		snprintf(value, sizeof(value), "%d", i % 7 == 6 ? 200 : i % 90);
		if (!publish(s, "a/b", value) ||
			!publish(s, i % 3 ? "a/c" : "nobody/knows", i % 5 ? "{\"v\":1.5}" : "{"))
			return;
	}
	atomic_fetch_add(&b->lines, 1);
}

static void *broker_main(void *ctx)
{
	struct broker *b = ctx;

	for (;;) {
		int s = accept(b->listener, NULL, NULL);

		if (s < 0)
			return NULL;
		serve_line(b, s);
		close(s);
	}
}

static void broker_open(struct broker *b)
{
	struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(at);

	b->listener = socket(AF_INET, SOCK_STREAM, 0);
	assert_int_equal(bind(b->listener, (struct sockaddr *)&at, sizeof(at)), 0);
	assert_int_equal(listen(b->listener, 8), 0);
	assert_int_equal(getsockname(b->listener, (struct sockaddr *)&at, &len), 0);
	b->port = ntohs(at.sin_port);
	assert_int_equal(pthread_create(&b->thread, NULL, broker_main, b), 0);
}

struct world {
	struct fixture f;
	int64_t meters[3];
};

static enum err make_world(struct tx *tx, void *ctx)
{
	static const char *const topics[] = {"a/b", "a/c", NULL};
	struct world *w = ctx;
	struct asset machine;

	assert_int_equal(domain_codelist_seed(tx), OK);
	fields_none(asset_fields, &machine);
	machine.kind = ASSET_MACHINE;
	machine.name = "泵";
	machine.state = ASSET_RUNNING;
	assert_int_equal(store_asset_add(tx, &machine), OK);
	for (int i = 0; i < 3; i++) {
		struct meter m;

		meter_none(&m);
		m.asset_id = machine.id;
		m.name = i ? i == 1 ? "压力" : "手抄" : "温度";
		m.unit = "u";
		m.kind = METER_GAUGE;
		m.high = 100000;
		m.ticket = 1;
		m.topic = topics[i];
		m.path = i == 1 ? "v" : NULL;
		assert_int_equal(domain_meter_add(tx, &m), OK);
		w->meters[i] = m.id;
	}
	return OK;
}

static enum err type_one(struct tx *tx, void *ctx)
{
	const struct world *w = ctx;
	struct reading r = {.time = NONE, .value = 5000, .source = READ_TYPED, .account_id = NONE};
	struct meter m;
	bool again;

	assert_int_equal(store_meter_get(tx->db, tx->arena, w->meters[2], &m), OK);
	return domain_reading_take(tx, &m, &r, &again);
}

static void *type_all(void *ctx)
{
	struct world *w = ctx;
	struct arena a;

	arena_init(&a);
	for (int i = 0; i < TYPED; i++) {
		struct store_job job = {.fn = type_one, .ctx = w, .actor = {NONE, "test"}, .arena = &a};

		assert_int_equal(store_write(w->f.store, &job), OK);
		arena_clear(&a);
		usleep(3000);
	}
	arena_release(&a);
	return NULL;
}

static int64_t number(struct world *w, const char *sql)
{
	return strtoll(fixture_state(&w->f, sql), NULL, 10);
}

static void flooded_cut_and_stopped(void **state)
{
	struct world w = {.meters = {0}};
	struct broker b = {.listener = -1};
	struct listener_status s = {.state = LISTENER_OFF};
	struct listener_options o = {.topics = "nobody/#", .batch_ms = 20};
	struct listener *l;
	pthread_t typist;
	char url[64];

	(void)state;
	fixture_open(&w.f);
	assert_int_equal(fixture_write(&w.f, make_world, &w), OK);
	broker_open(&b);
	snprintf(url, sizeof(url), "mqtt://127.0.0.1:%d", b.port);
	o.url = url;
	assert_int_equal(listener_start(w.f.store, &o, &l, &w.f.fault), OK);
	assert_int_equal(pthread_create(&typist, NULL, type_all, &w), 0);
	for (int i = 0; i < 8000 && (atomic_load(&b.lines) < LINES || s.connects < 2); i++) {
		listener_status(l, &s);
		if (i % 50 == 0)
			listener_reload(l);
		if (i == 200) { /* stopped in the middle, and started again */
			listener_stop(l);
			assert_int_equal(listener_start(w.f.store, &o, &l, &w.f.fault), OK);
		}
		usleep(2000);
	}
	pthread_join(typist, NULL);
	assert_true(atomic_load(&b.lines) >= LINES);
	assert_true(s.connects >= 2);
	atomic_store(&b.over, true);
	listener_status(l, &s);
	listener_stop(l);
	shutdown(b.listener, SHUT_RDWR);
	close(b.listener);
	pthread_join(b.thread, NULL);
	assert_true(s.kept > 0 && s.malformed > 0 && s.unmapped > 0);
	assert_true(s.kept + s.thinned + s.dropped + s.malformed + s.unmapped <= s.messages);
	/* However often it was beyond: one ticket, one alarm at most that goes on, and every reading once. */
	assert_int_equal(number(&w, "SELECT '' || count(*) AS state FROM ticket"), 1);
	assert_true(number(&w, "SELECT '' || count(*) AS state FROM alarm") >= 1);
	assert_true(number(&w, "SELECT '' || count(*) AS state FROM alarm WHERE cleared_at IS NULL") <= 1);
	assert_int_equal(
		number(&w, "SELECT '' || count(*) AS state FROM reading WHERE source = 'typed'"), TYPED);
	assert_int_equal(s.unknown_n, 1);
	assert_string_equal(s.unknown_topics[0].topic, "nobody/knows");
	fixture_close(&w.f);
}

static void options(void **state)
{
	static const struct {
		const char *url, *topics, *hosts;
		const char *host; /* NULL: refused */
	} cases[] = {
		{"mqtt://h", "", NULL, "h:1883"},
		{"mqtts://h", "", NULL, "h:8883"},
		{"mqtt://h:99/", "", NULL, "h:99"},
		{"mqtt://[::1]:5", "", NULL, "[::1]:5"},
		{"mqtt://10.0.0.1", "a/+/b, c/#", "10.0.0.0/8 fd00::5", "10.0.0.1:1883"},
		{"http://h", "", NULL, NULL},
		{"mqtt://", "", NULL, NULL},
		{"mqtt://h:0", "", NULL, NULL},
		{"mqtt://h:65536", "", NULL, NULL},
		{"mqtt://h:1x", "", NULL, NULL},
		{"mqtt://u:p@h", "", NULL, NULL},
		{"mqtt://u@h", "", NULL, NULL},
		{"mqtt://[::1", "", NULL, NULL},
		{"mqtt://h/path", "", NULL, NULL},
		{"mqtt://h", "a/#/b", NULL, NULL},
		{"mqtt://h", "a+", NULL, NULL},
		{"mqtt://h", "", "10.0.0.0/99", NULL},
	};
	struct fixture f;

	(void)state;
	fixture_open(&f);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct listener_options o = {.url = cases[i].url,
			.topics = cases[i].topics,
			.hosts = cases[i].hosts,
			.batch_ms = 50};
		struct listener_status s;
		struct listener *l;
		enum err err = listener_start(f.store, &o, &l, &f.fault);

		if ((err == OK) != (cases[i].host != NULL))
			print_error("%s %s\n", cases[i].url, cases[i].topics);
		assert_int_equal(err, cases[i].host ? OK : ERR_INVALID);
		listener_status(l, &s);
		if (cases[i].host)
			assert_string_equal(s.host, cases[i].host);
		listener_stop(l);
	}
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(options),
		cmocka_unit_test(flooded_cut_and_stopped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
