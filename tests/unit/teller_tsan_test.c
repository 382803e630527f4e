/* teller_tsan_test.c - the two threads that tell people, beside writers, and stopped at any moment. Runs under the thread
 * sanitizer too. */
#include "store_fixture.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>

#include "domain/codelist.h"
#include "domain/teller.h"
#include "domain/tell.h"
#include "domain/ticket.h"
#include "store/account.h"
#include "test.h"

enum { WRITERS = 3, REPORTS = 15, CHANNELS = 6 };

static const char ANSWER[] =
	"HTTP/1.1 200 OK\r\nContent-Length: 13\r\nConnection: close\r\n\r\n{\"errcode\":0}";

/* Robots that take everything: one thread, one port. */
struct robots {
	pthread_t thread;
	int listener, port;
	atomic_int taken;
};

static void *answer_all(void *ctx)
{
	struct robots *r = ctx;
	char got[4096];

	for (;;) {
		int s = accept(r->listener, NULL, NULL);

		if (s < 0)
			return NULL;
		if (recv(s, got, sizeof(got), 0) > 0) {
			atomic_fetch_add(&r->taken, 1);
			(void)!send(s, ANSWER, sizeof(ANSWER) - 1, MSG_NOSIGNAL);
		}
		shutdown(s, SHUT_WR);
		while (recv(s, got, sizeof(got), 0) > 0)
			continue;
		close(s);
	}
}

static void robots_open(struct robots *r)
{
	struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(at);

	r->listener = socket(AF_INET, SOCK_STREAM, 0);
	assert_true(r->listener >= 0);
	assert_int_equal(bind(r->listener, (struct sockaddr *)&at, sizeof(at)), 0);
	assert_int_equal(listen(r->listener, 64), 0);
	assert_int_equal(getsockname(r->listener, (struct sockaddr *)&at, &len), 0);
	r->port = ntohs(at.sin_port);
	assert_int_equal(pthread_create(&r->thread, NULL, answer_all, r), 0);
}

static void robots_close(struct robots *r)
{
	shutdown(r->listener, SHUT_RDWR);
	pthread_join(r->thread, NULL);
	close(r->listener);
}

struct world {
	struct fixture f;
	int64_t machine;
	int port;
};

static enum err make_world(struct tx *tx, void *ctx)
{
	struct world *w = ctx;
	struct account li = {.login = "li", .name = "李", .password = "x", .role = "technician"};
	struct asset m;

	fields_none(asset_fields, &m);
	m.kind = ASSET_MACHINE;
	m.name = "泵";
	m.state = ASSET_RUNNING;
	assert_int_equal(domain_codelist_seed(tx), OK);
	assert_int_equal(store_asset_add(tx, &m), OK);
	w->machine = m.id;
	assert_int_equal(store_account_add(tx, &li), OK);
	for (int i = 0; i < CHANNELS; i++) {
		struct channel c = {.kind = i % 2 ? CHANNEL_WECOM : CHANNEL_WEBHOOK,
			.name = "群",
			/* the last one leads nowhere */
			.url = arena_printf(
				tx->arena, "http://127.0.0.1:%d/", i + 1 < CHANNELS ? w->port : 9),
			.rules = INT64_C(1) << TELL_REPORTED,
			.place_id = NONE,
			.enabled = 1};

		assert_int_equal(domain_channel_add(tx, &c), OK);
	}
	return OK;
}

static enum err report(struct tx *tx, void *ctx)
{
	const struct world *w = ctx;
	struct ticket_new n;
	struct ticket t;
	bool again;

	ticket_new_none(&n);
	n.machine_id = w->machine;
	n.source = SOURCE_ACCOUNT;
	n.symptom = "漏油";
	return domain_ticket_report(tx, &n, &t, &again);
}

static void *write_reports(void *ctx)
{
	struct world *w = ctx;
	struct arena a;

	arena_init(&a);
	for (int i = 0; i < REPORTS; i++) {
		struct store_job job = {.fn = report, .ctx = w, .actor = {NONE, "test"}, .arena = &a};

		assert_int_equal(store_write(w->f.store, &job), OK);
		arena_clear(&a);
	}
	arena_release(&a);
	return NULL;
}

static const char *count(struct world *w, const char *sql)
{
	return fixture_state(&w->f, sql);
}

static const char TOLD[] = "SELECT '' || count(*) AS state FROM notice";
static const char SENT[] = "SELECT '' || coalesce(sum(m.items), 0) AS state FROM message m JOIN channel c ON "
			   "c.id = m.channel_id "
			   "WHERE m.state = 'sent' AND c.url NOT LIKE '%:9/'";

/* Three write while both threads work; they are stopped in the middle and started again, several times. In the end everybody
 * was told of everything once, here and outside. */
static void writers_and_stops(void **state)
{
	struct world w = {.machine = 0};
	struct robots robots = {.listener = -1};
	struct teller_options o = {.hosts = "127.0.0.1", .minute_ms = 50};
	pthread_t writers[WRITERS];
	struct teller *t;
	char told[16], sent[16];
	int i;

	(void)state;
	fixture_open(&w.f);
	robots_open(&robots);
	w.port = robots.port;
	assert_int_equal(fixture_write(&w.f, make_world, &w), OK);
	/* Where the follower begins is kept before anything is reported. */
	assert_int_equal(teller_start(w.f.store, &o, &t, &w.f.fault), OK);
	while (strcmp(count(&w, "SELECT '' || count(*) AS state FROM meta WHERE key = 'tell_seq'"), "1") != 0)
		usleep(1000);
	for (i = 0; i < WRITERS; i++)
		assert_int_equal(pthread_create(&writers[i], NULL, write_reports, &w), 0);
	for (i = 0; i < 3; i++) {
		usleep(30000);
		teller_stop(t);
		assert_int_equal(teller_start(w.f.store, &o, &t, &w.f.fault), OK);
	}
	for (i = 0; i < WRITERS; i++)
		pthread_join(writers[i], NULL);
	snprintf(told, sizeof(told), "%d", WRITERS * REPORTS);
	snprintf(sent, sizeof(sent), "%d", WRITERS * REPORTS * (CHANNELS - 1));
	for (i = 0; i < 20000 && strcmp(count(&w, SENT), sent) != 0; i++) {
		usleep(1000);
		arena_clear(&w.f.arena);
	}
	assert_string_equal(count(&w, SENT), sent);
	assert_string_equal(count(&w, TOLD), told);
	teller_stop(t);
	assert_true(atomic_load(&robots.taken) > 0);
	robots_close(&robots);
	fixture_close(&w.f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writers_and_stops),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
