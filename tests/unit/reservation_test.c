/* domain/reservation: any order of reserving, issuing, moving and counting keeps what was promised. */
#include "stock_plant.h"

#include "domain/reservation.h"

enum { TICKETS = 2, BINS = 3, ROUNDS = 1200 };

static uint64_t random_next(uint64_t *s)
{
	*s ^= *s << 13;
	*s ^= *s >> 7;
	*s ^= *s << 17;
	return *s;
}

static int64_t pick(uint64_t *s, int n)
{
	return 1 + (int64_t)(random_next(s) % (uint64_t)n);
}

/* What a slow reader of the rules keeps in his head: what lies in each bin, what each ticket still needs. */
struct model {
	int64_t bins[BINS + 1], need[TICKETS + 1];
};

struct asked {
	int64_t ticket, qty;
	bool release;
};

static enum err do_ask(struct tx *tx, void *ctx)
{
	const struct asked *a = ctx;
	struct reserve_part p = {1, a->qty, NONE};
	const struct list parts = {&p, 1};

	return a->release ? domain_reservation_release(tx, a->ticket, 1, a->qty)
			  : domain_reservation_add(tx, a->ticket, &parts);
}

static enum err do_transfer(struct tx *tx, void *ctx)
{
	struct movement out;

	return domain_stock_transfer(tx, ctx, &out);
}

/* The sum of what the store says, read row by row: of a ticket (0: any), in a bin (0: any; NONE: wanted too). */
static int64_t kept(struct fixture *f, int64_t ticket, int64_t but, int64_t bin)
{
	struct db *db = store_reader(f->store);
	struct reservation_filter filter;
	struct list l;
	int64_t sum = 0;

	reservation_filter_none(&filter);
	filter.part_id = 1;
	assert_int_equal(store_reservation_list(db, &f->arena, &filter, &l), OK);
	store_reader_return(f->store, db);
	for (size_t i = 0; i < l.n; i++) {
		const struct reservation *r = list_at(&l, i, sizeof(*r));

		if ((!ticket || r->ticket_id == ticket) && r->ticket_id != but &&
			(bin == NONE || (bin ? r->bin_id == bin : r->bin_id != NONE)))
			sum += r->qty;
	}
	return sum;
}

static int64_t in_all(const struct model *m)
{
	return m->bins[1] + m->bins[2] + m->bins[3];
}

static void ask(struct fixture *f, struct model *m, uint64_t *seed, bool release)
{
	struct asked a = {pick(seed, TICKETS), pick(seed, 4000), release};
	bool allowed = !release || m->need[a.ticket] >= a.qty;

	assert_int_equal(fixture_write(f, do_ask, &a), allowed ? OK : ERR_CONFLICT);
	if (allowed)
		m->need[a.ticket] += release ? -a.qty : a.qty;
}

static void issue(struct fixture *f, struct model *m, uint64_t *seed)
{
	struct step s = {ISSUE, pick(seed, 5000), .bin = pick(seed, BINS), .ticket = pick(seed, TICKETS)};
	bool override = random_next(seed) % 4 == 0;
	int64_t free = m->bins[s.bin] - (override ? 0 : kept(f, 0, s.ticket, s.bin));
	struct wish w = wish_of(&s);

	w.in.override = override;
	w.in.reason = override ? "the line stands" : NULL;
	assert_int_equal(fixture_write(f, do_wish, &w), free >= s.qty ? OK : ERR_CONFLICT);
	if (free < s.qty)
		return;
	m->bins[s.bin] -= s.qty;
	m->need[s.ticket] -= m->need[s.ticket] < s.qty ? m->need[s.ticket] : s.qty;
}

static void move(struct fixture *f, struct model *m, uint64_t *seed)
{
	int64_t from = pick(seed, BINS), to = from % BINS + 1, qty = pick(seed, 5000);
	struct stock_move in;
	bool allowed = m->bins[from] >= qty;

	stock_move_none(&in);
	in.part_id = 1;
	in.bin_id = from;
	in.to_bin_id = to;
	in.qty = qty;
	assert_int_equal(fixture_write(f, do_transfer, &in), allowed ? OK : ERR_CONFLICT);
	if (!allowed)
		return;
	m->bins[from] -= qty;
	m->bins[to] += qty;
}

static void bring_or_count(struct fixture *f, struct model *m, uint64_t *seed, bool bring)
{
	struct step s = {bring ? RECEIVE : ADJUST, .bin = pick(seed, BINS)};
	struct wish w;

	if (bring)
		s.qty = pick(seed, 4000);
	else
		s.counted = pick(seed, 6000);
	w = wish_of(&s);
	assert_int_equal(fixture_write(f, do_wish, &w), OK);
	m->bins[s.bin] = bring ? m->bins[s.bin] + s.qty : s.counted - 1;
}

static void compare(struct fixture *f, const struct model *m)
{
	struct db *db = store_reader(f->store);
	struct part p;

	assert_int_equal(store_part_get(db, &f->arena, 1, &p), OK);
	assert_int_equal(p.qty, in_all(m));
	for (int64_t b = 1; b <= BINS; b++) {
		int64_t qty = -1;

		assert_int_equal(store_stock_qty(db, 1, b, &qty), OK);
		assert_int_equal(qty, m->bins[b]);
	}
	store_reader_return(f->store, db);
	for (int64_t b = 1; b <= BINS; b++)
		assert_true(kept(f, 0, NONE, b) <= m->bins[b]);
	for (int64_t t = 1; t <= TICKETS; t++)
		assert_int_equal(kept(f, t, NONE, NONE), m->need[t]);
	assert_int_equal(p.reserved, kept(f, 0, NONE, 0));
	/* As much as can be is kept. */
	assert_int_equal(
		p.reserved, in_all(m) < m->need[1] + m->need[2] ? in_all(m) : m->need[1] + m->need[2]);
}

/* Whatever happens: a ticket's need changes only by its own asking and getting, no more is kept than lies in each bin,
 * and as much is kept as there is. */
static void promises_hold(void **state)
{
	uint64_t seed = 20261121;
	struct fixture f;
	struct model m = {0};

	(void)state;
	plant(&f);
	for (int i = 0; i < ROUNDS; i++) {
		switch (random_next(&seed) % 6) {
		case 0:
			ask(&f, &m, &seed, false);
			break;
		case 1:
			ask(&f, &m, &seed, true);
			break;
		case 2:
			issue(&f, &m, &seed);
			break;
		case 3:
			move(&f, &m, &seed);
			break;
		default:
			bring_or_count(&f, &m, &seed, random_next(&seed) % 3 > 0);
		}
		compare(&f, &m);
		if (i % 100 == 0)
			assert_sound(&f);
		arena_clear(&f.arena);
	}
	assert_sound(&f);
	fixture_close(&f);
}

static const char SQL_STATE[] =
	"SELECT (SELECT count(*) FROM event) || '|' || (SELECT count(*) FROM movement) || '|' || "
	"coalesce((SELECT group_concat(ticket_id || ':' || coalesce(bin_id, 0) || '=' || qty, ' ') FROM "
	"reservation), '') || '|' || "
	"coalesce((SELECT group_concat(bin_id || '=' || qty || '/' || reserved, ' ') FROM stock), '') AS "
	"state";

/* Whichever statement fails, nothing of it stays. */
static void faults_leave_nothing(void **state)
{
	static const struct step receive = {RECEIVE, 5000};
	struct fixture f;
	struct wish w = wish_of(&receive);
	struct asked a = {1, 3000, false};
	struct stock_move in;

	(void)state;
	plant(&f);
	assert_int_equal(fixture_write(&f, do_wish, &w), OK);
	assert_true(fixture_torture(&f, do_ask, &a, sizeof(a), SQL_STATE) > 4);
	stock_move_none(&in);
	in.part_id = 1;
	in.bin_id = 1;
	in.to_bin_id = 2;
	in.qty = 4000;
	assert_true(fixture_torture(&f, do_transfer, &in, sizeof(in), SQL_STATE) > 8);
	assert_sound(&f);
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(promises_hold),
		cmocka_unit_test(faults_leave_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
