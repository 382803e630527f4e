/* domain/stock: nothing half done stays, what does not add up is found, and any order of movements adds up. */
#include "stock_plant.h"

/* Everything a movement may touch, in one line. */
static const char SQL_STATE[] =
	"SELECT (SELECT count(*) FROM event) || '|' || (SELECT count(*) FROM movement) || '|' || "
	"coalesce((SELECT group_concat(part_id || ':' || bin_id || '=' || qty, ' ') FROM stock), '') || '|' "
	"|| "
	"coalesce((SELECT group_concat(code || ':' || version || ':' || qty || ':' || value_cents, ' ') "
	"FROM part), '') || '|' || coalesce((SELECT group_concat(code || ':' || version, ' ') FROM bin), '') "
	"AS state";

/* ---- failures ---- */

/* Whichever statement fails, nothing of the movement stays. */
static void faults_leave_nothing(void **state)
{
	static const struct step steps[] = {
		{RECEIVE, 5000, .key = "k-receive"},
		{RECEIVE, 5000, .bin = 2},
		{ISSUE, 1000, .key = "k-issue-1"},
		{ISSUE, 1000, .key = "k-issue-2"},
		{RETURN, 1500, .key = "k-return"},
		{ADJUST, .counted = 9001, .key = "k-adjust"},
	};
	struct fixture f;
	struct part p = blank_part("P-2");
	struct bin b = {.code = "C-1"};

	(void)state;
	plant(&f);
	for (size_t i = 0; i < COUNT(steps); i++) {
		struct wish w = wish_of(&steps[i]);

		assert_true(fixture_torture(&f, do_wish, &w, sizeof(w), SQL_STATE) > 8);
		assert_sound(&f);
	}
	fixture_torture(&f, add_part, &p, sizeof(p), SQL_STATE);
	p.name = "changed";
	fixture_torture(&f, put_part, &p, sizeof(p), SQL_STATE);
	fixture_torture(&f, add_bin, &b, sizeof(b), SQL_STATE);
	b.name = "changed";
	fixture_torture(&f, put_bin, &b, sizeof(b), SQL_STATE);
	fixture_close(&f);
}

/* The proof finds what was planted, each kind by its name. */
static void verify_finds(void **state)
{
	static const struct {
		const char *sql, *what;
	} table[] = {
		{"UPDATE part SET qty = qty + 1", "part_qty"},
		{"UPDATE part SET value_cents = value_cents + 1", "part_value"},
		{"UPDATE stock SET qty = qty + 1 WHERE bin_id = 1", "stock_qty"},
		{"DELETE FROM stock WHERE bin_id = 1", "stock_qty"},
		{"INSERT INTO stock (part_id, bin_id, qty) VALUES (1, 3, 5)", "stock_qty"},
		{"UPDATE movement SET qty_after = qty_after + 1 WHERE id = 2", "qty_after"},
		{"UPDATE movement SET value_after = value_after + 1 WHERE id = 2", "value_after"},
		{"UPDATE movement SET bin_after = bin_after + 1 WHERE id = 2", "bin_after"},
		{"UPDATE movement SET ticket_id = NULL WHERE id = 2", "sign"},
		{"UPDATE movement SET machine_id = NULL WHERE id = 2", "machine"},
		{"UPDATE movement SET reverses = 1 WHERE id = 3", "return"},
		{"UPDATE movement SET ticket_id = 2 WHERE id = 3", "return"},
		{"UPDATE movement SET value_cents = value_cents + 1 WHERE id = 3", "part_value"},
		{"DELETE FROM movement WHERE id = 3", "part_qty"},
		{"UPDATE stock SET reserved = 1 WHERE bin_id = 1", "reserved"},
		{"UPDATE part SET reserved = 1", "part_reserved"},
		{"INSERT INTO reservation (ticket_id, part_id, bin_id, qty, created_at, changed_at) VALUES "
		 "(1, 1, "
		 "1, 5, 0, 0)",
			"reserved"},
		{"INSERT INTO reservation (ticket_id, part_id, qty, created_at, changed_at) VALUES (1, 1, 5, "
		 "0, 0)",
			"wanted_free"},
		{"INSERT INTO movement (part_id, bin_id, kind, qty, value_cents, time, qty_after, "
		 "value_after, "
		 "bin_after, other_bin_id) VALUES (1, 1, 'transfer', 0 + 5, 0, 0, 4005, 800, 4005, 2)",
			"part_qty"},
	};
	static const struct step steps[] = {{RECEIVE, 5000}, {ISSUE, 2000}, {RETURN, 1000}};

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		struct fixture f;
		const char *what;

		plant(&f);
		for (size_t k = 0; k < COUNT(steps); k++) {
			struct wish w = wish_of(&steps[k]);

			assert_int_equal(fixture_write(&f, do_wish, &w), OK);
		}
		assert_sound(&f);
		sql(&f, table[i].sql);
		assert_true(differences(&f, &what) > 0);
		if (strcmp(what, table[i].what) != 0)
			fail_msg("%s gives %s", table[i].sql, what);
		fixture_close(&f);
	}
}

/* ---- at random ---- */

static uint64_t random_next(uint64_t *s)
{
	*s ^= *s << 13;
	*s ^= *s >> 7;
	*s ^= *s << 17;
	return *s;
}

/* What a reader of the rules keeps in his head: what lies in each bin, what each ticket has out. */
struct model {
	int64_t bins[4], out[3];
};

static int64_t model_qty(const struct model *m)
{
	return m->bins[1] + m->bins[2] + m->bins[3];
}

/* Would the rules allow it? */
static bool model_allows(const struct model *m, const struct step *s)
{
	if (s->op == ISSUE)
		return m->bins[s->bin] >= s->qty;
	if (s->op == RETURN)
		return m->out[s->ticket] >= s->qty;
	return s->op == RECEIVE || m->bins[s->bin] + s->qty >= 0;
}

/* Any order of movements is allowed exactly when the rules say so, and the ledger always adds up. */
static void random_movements(void **state)
{
	uint64_t seed = 20260131;
	struct fixture f;
	struct model m = {0};

	(void)state;
	plant(&f);
	for (int i = 0; i < 1500; i++) {
		struct step s = {.op = (enum op)(random_next(&seed) % 4)};
		struct wish w;
		bool allowed;

		s.bin = 1 + (int64_t)(random_next(&seed) % 3);
		s.ticket = 1 + (int64_t)(random_next(&seed) % 2);
		s.qty = 1 + (int64_t)(random_next(&seed) % 5000);
		if (s.op == RECEIVE)
			s.value = 1 + (int64_t)(random_next(&seed) % 100000);
		if (s.op == ADJUST && i % 3)
			s.qty = -s.qty;
		allowed = model_allows(&m, &s);
		w = wish_of(&s);
		assert_int_equal(fixture_write(&f, do_wish, &w), allowed ? OK : ERR_CONFLICT);
		if (!allowed)
			continue;
		m.bins[s.bin] += s.op == ISSUE ? -s.qty : s.qty;
		if (s.op == ISSUE || s.op == RETURN)
			m.out[s.ticket] += s.op == ISSUE ? s.qty : -s.qty;
		assert_int_equal(w.out.qty_after, model_qty(&m));
		assert_int_equal(w.out.bin_after, m.bins[s.bin]);
		assert_true(w.out.value_after >= 0 && (w.out.qty_after > 0 || w.out.value_after == 0));
		if (i % 300 == 0)
			assert_sound(&f);
	}
	assert_sound(&f);
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(faults_leave_nothing),
		cmocka_unit_test(verify_finds),
		cmocka_unit_test(random_movements),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
