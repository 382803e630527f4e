/* domain/stock and domain/reservation under 32 threads: the ledger adds up, nothing is negative, nothing acknowledged is lost or
 * doubled, what is kept is there and nobody wants what lies free. Runs under the thread sanitizer too. */
#include "store_fixture.h"

#include <pthread.h>

#include "domain/part.h"
#include "domain/reservation.h"
#include "domain/stock.h"
#include "domain/ticket.h"
#include "store/asset.h"
#include "test.h"

enum { THREADS = 32, MOVES = 40, PARTS = 3, BINS = 2, TICKETS = 4 };

static enum err make_plant(struct tx *tx, void *ctx)
{
	struct asset m;
	enum err err;

	(void)ctx;
	fields_none(asset_fields, &m);
	m.kind = ASSET_MACHINE;
	m.name = "press";
	m.state = ASSET_RUNNING;
	err = store_asset_add(tx, &m);
	for (int i = 0; i < BINS && err == OK; i++) {
		struct bin b = {.code = arena_printf(tx->arena, "B-%d", i)};

		err = domain_bin_add(tx, &b);
	}
	for (int i = 0; i < PARTS && err == OK; i++) {
		struct part p;

		fields_none(part_detail_fields, &p);
		p.code = arena_printf(tx->arena, "P-%d", i);
		p.name = "seal";
		p.unit = "pcs";
		p.bin_id = 1;
		p.price_cents = 333;
		p.retired = 0;
		err = domain_part_add(tx, &p);
	}
	for (int i = 0; i < TICKETS && err == OK; i++) {
		struct ticket_new n;
		struct ticket t;
		bool again;

		ticket_new_none(&n);
		n.machine_id = m.id;
		n.kind = TICKET_CORRECTIVE;
		n.source = SOURCE_ACCOUNT;
		n.symptom = "leaks";
		n.stopped = 0;
		err = domain_ticket_report(tx, &n, &t, &again);
	}
	return err;
}

enum op { RECEIVE, ISSUE, RETURN, ADJUST, TRANSFER, RESERVE, RELEASE, OPS };

struct wish {
	enum op op;
	struct stock_move in;
	struct movement out;
	struct list outs;
};

static enum err do_wish(struct tx *tx, void *ctx)
{
	struct wish *w = ctx;
	struct reserve_part ask = {w->in.part_id, w->in.qty, NONE};
	const struct list asks = {&ask, 1};

	switch (w->op) {
	case TRANSFER:
		return domain_stock_transfer(tx, &w->in, &w->out);
	case RESERVE:
		return domain_reservation_add(tx, w->in.ticket_id, &asks);
	case RELEASE:
		return domain_reservation_release(tx, w->in.ticket_id, w->in.part_id, w->in.qty);
	case RECEIVE:
		return domain_stock_receive(tx, &w->in, &w->out);
	case ISSUE:
		return domain_stock_issue(tx, &w->in, &w->out);
	case RETURN:
		return domain_stock_return(tx, &w->in, &w->outs);
	default:
		return domain_stock_adjust(tx, &w->in, &w->out);
	}
}

/* What one thread was told had happened. */
struct worker {
	struct store *store;
	int index;
	uint64_t seed;
	int64_t moved[PARTS + 1][BINS + 1], value[PARTS + 1];
	int done, refused, wrong; /* wrong: an answer that the rules do not know */
};

static uint64_t random_next(uint64_t *s)
{
	*s ^= *s << 13;
	*s ^= *s >> 7;
	*s ^= *s << 17;
	return *s;
}

static int64_t pick(struct worker *k, int n)
{
	return 1 + (int64_t)(random_next(&k->seed) % (uint64_t)n);
}

static void count(struct worker *k, const struct movement *m)
{
	k->moved[m->part_id][m->bin_id] += m->qty;
	k->value[m->part_id] += m->value_cents;
	k->wrong += m->qty_after < 0 || m->value_after < 0 || m->bin_after < 0;
}

/* What reserves has no key: it is asked for once. */
static bool has_key(enum op op)
{
	return op != RESERVE && op != RELEASE;
}

static void count_wish(struct worker *k, struct wish *w)
{
	if (w->op == RETURN) {
		for (size_t n = 0; n < w->outs.n; n++)
			count(k, list_at(&w->outs, n, sizeof(struct movement)));
	} else if (has_key(w->op)) {
		count(k, &w->out);
	}
	/* The answer is what came in; as much went out of the other bin. */
	if (w->op == TRANSFER)
		k->moved[w->in.part_id][w->in.bin_id] -= w->in.qty;
}

static void one_move(struct worker *k, struct arena *arena, int i)
{
	struct wish w = {.op = (enum op)(random_next(&k->seed) % OPS)};
	struct fault fault = {0};
	char key[32];
	enum err err;

	stock_move_none(&w.in);
	w.in.part_id = pick(k, PARTS);
	w.in.bin_id = pick(k, BINS);
	w.in.qty = pick(k, 3000);
	w.in.to_bin_id = BINS + 1 - w.in.bin_id;
	if (w.op == ISSUE || w.op == RETURN || !has_key(w.op))
		w.in.ticket_id = pick(k, TICKETS);
	if (w.op == ADJUST) {
		w.in.reason = "counted";
		w.in.qty = w.in.qty % 2 ? -w.in.qty : w.in.qty;
	}
	snprintf(key, sizeof(key), "thread-%d-%d", k->index, i);
	w.in.key = key;
	/* Sent twice, as over bad Wi-Fi: it must count once. */
	for (int again = 0; again < (has_key(w.op) ? 2 : 1); again++) {
		struct store_job job = {
			.fn = do_wish, .ctx = &w, .actor = {NONE, "test"}, .arena = arena, .fault = &fault};

		fault_clear(&fault);
		err = store_write(k->store, &job);
		if (err != OK) {
			k->wrong += again;
			break;
		}
	}
	k->done += err == OK;
	k->refused += err == ERR_CONFLICT;
	k->wrong += err != OK && err != ERR_CONFLICT;
	if (err == OK)
		count_wish(k, &w);
}

static void *work(void *ctx)
{
	struct worker *k = ctx;
	struct arena arena;

	arena_init(&arena);
	for (int i = 0; i < MOVES; i++) {
		one_move(k, &arena, i);
		arena_clear(&arena);
	}
	arena_release(&arena);
	return NULL;
}

static void compare(struct fixture *f, const struct worker *workers)
{
	struct db *db = store_reader(f->store);
	struct list l;

	assert_int_equal(store_stock_verify(db, &f->arena, &l), OK);
	assert_int_equal(l.n, 0);
	for (int p = 1; p <= PARTS; p++) {
		struct part part;
		int64_t all = 0, value = 0;

		for (int b = 1; b <= BINS; b++) {
			int64_t moved = 0, qty = -1;

			for (int t = 0; t < THREADS; t++)
				moved += workers[t].moved[p][b];
			assert_int_equal(store_stock_qty(db, p, b, &qty), OK);
			assert_int_equal(qty, moved);
			assert_true(qty >= 0);
			all += moved;
		}
		for (int t = 0; t < THREADS; t++)
			value += workers[t].value[p];
		assert_int_equal(store_part_get(db, &f->arena, p, &part), OK);
		assert_int_equal(part.qty, all);
		assert_int_equal(part.value_cents, value);
	}
	store_reader_return(f->store, db);
}

/* 32 people move the same parts at once, each movement sent twice: what is there is what they were told. */
static void many_at_once(void **state)
{
	struct fixture f;
	struct worker workers[THREADS];
	pthread_t threads[THREADS];
	int done = 0, refused = 0;

	(void)state;
	fixture_open(&f);
	assert_int_equal(fixture_write(&f, make_plant, NULL), OK);
	memset(workers, 0, sizeof(workers));
	for (int t = 0; t < THREADS; t++) {
		workers[t].store = f.store;
		workers[t].index = t;
		workers[t].seed = 88172645463325252u + (uint64_t)t * 7919;
		assert_int_equal(pthread_create(&threads[t], NULL, work, &workers[t]), 0);
	}
	for (int t = 0; t < THREADS; t++)
		assert_int_equal(pthread_join(threads[t], NULL), 0);
	for (int t = 0; t < THREADS; t++) {
		assert_int_equal(workers[t].wrong, 0);
		done += workers[t].done;
		refused += workers[t].refused;
	}
	assert_int_equal(done + refused, THREADS * MOVES);
	/* Both kinds of answer were met, or nothing was proven. */
	assert_true(done > THREADS * MOVES / 4 && refused > THREADS * MOVES / 20);
	compare(&f, workers);
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(many_at_once)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
