/* ticket_fault_test.c - whatever hangs on a ticket is written whole or not at all, whichever statement fails. */
#include "store_fixture.h"

#include "domain/codelist.h"
#include "domain/ticket.h"
#include "store/account.h"
#include "store/asset.h"
#include "test.h"

static const char SQL_STATE[] =
	"SELECT (SELECT coalesce(sum(version * 31 + stopped * 7 + occurred_at), 0) FROM ticket) || '/' || "
	"(SELECT count(*) FROM ticket) || '/' || (SELECT coalesce(max(seq), 0) FROM event) || '/' || "
	"(SELECT count(*) FROM ticket_comment) || '/' || (SELECT count(*) FROM ticket_same) || '/' || "
	"(SELECT count(*) FROM ticket_person) || '/' || "
	"(SELECT count(*) || ':' || coalesce(sum(from_at + coalesce(to_at, 0)), 0) FROM ticket_wait) || '/' "
	"|| "
	"(SELECT count(*) || ':' || count(removed_at) FROM labour) || '/' || "
	"(SELECT count(*) || ':' || count(removed_at) FROM invoice) || '/' || "
	"(SELECT state FROM asset WHERE id = 1) AS state";

#define T0 INT64_C(1790000000000)

struct world {
	struct fixture f;
	int64_t machine, component, li, wang, ticket, other;
};

struct call {
	const struct world *w;
	struct ticket t;
	struct ticket_wait wait;
	struct ticket_comment comment;
	struct labour labour;
	struct invoice invoice;
	int64_t n;
};

static enum err make_world(struct tx *tx, void *ctx)
{
	struct world *w = ctx;
	struct asset m;
	struct account li = {.login = "li", .name = "李", .password = "x", .role = "technician"};
	struct account wang = {.login = "wang", .name = "王", .password = "x", .role = "technician"};

	fields_none(asset_fields, &m);
	m.kind = ASSET_MACHINE;
	m.code = "M-1";
	m.name = "泵";
	m.state = ASSET_RUNNING;
	assert_int_equal(domain_codelist_seed(tx), OK);
	assert_int_equal(store_asset_add(tx, &m), OK);
	w->machine = m.id;
	m.kind = ASSET_COMPONENT;
	m.parent_id = w->machine;
	m.code = NULL;
	m.state = -1;
	assert_int_equal(store_asset_add(tx, &m), OK);
	w->component = m.id;
	assert_int_equal(store_account_add(tx, &li), OK);
	assert_int_equal(store_account_add(tx, &wang), OK);
	w->li = li.id;
	w->wang = wang.id;
	return OK;
}

static enum err add_ticket(struct tx *tx, int64_t machine, int64_t *id)
{
	struct ticket_new n;
	struct ticket t;
	bool again;
	enum err err;

	ticket_new_none(&n);
	n.machine_id = machine;
	n.symptom = "漏油";
	n.stopped = 1;
	err = domain_ticket_report(tx, &n, &t, &again);
	*id = t.id;
	return err;
}

static enum err make_tickets(struct tx *tx, void *ctx)
{
	struct world *w = ctx;
	struct ticket t;

	assert_int_equal(add_ticket(tx, w->machine, &w->ticket), OK);
	assert_int_equal(add_ticket(tx, w->machine, &w->other), OK);
	assert_int_equal(domain_ticket_start(tx, w->ticket, NONE, &t), OK);
	return OK;
}

static int set_up(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	fixture_open(&w->f);
	w->f.now = T0;
	assert_int_equal(fixture_write(&w->f, make_world, w), OK);
	w->f.actor = (struct actor){w->li, "李"};
	assert_int_equal(fixture_write(&w->f, make_tickets, w), OK);
	w->f.now = T0 + HOUR_MS;
	*state = w;
	return 0;
}

static int tear_down(void **state)
{
	struct world *w = *state;

	fixture_close(&w->f);
	free(w);
	return 0;
}

/* ---- what is done, in an order in which each has what it needs ---- */

static enum err do_comment(struct tx *tx, void *ctx)
{
	struct call *c = ctx;

	c->comment = (struct ticket_comment){.ticket_id = c->w->ticket,
		.account_id = c->w->li,
		.author = "李",
		.text = "已到现场",
		.send_key = "key-comment"};
	return domain_ticket_comment(tx, &c->comment);
}

static enum err do_same(struct tx *tx, void *ctx)
{
	struct call *c = ctx;

	return domain_ticket_same(tx, c->w->ticket, "张", NULL, "key-same", &c->t);
}

static enum err do_join(struct tx *tx, void *ctx)
{
	struct call *c = ctx;

	return domain_ticket_join(tx, c->w->ticket, c->w->wang);
}

static enum err do_leave(struct tx *tx, void *ctx)
{
	struct call *c = ctx;

	return domain_ticket_leave(tx, c->w->ticket, c->w->wang);
}

static enum err do_labour(struct tx *tx, void *ctx)
{
	struct call *c = ctx;

	c->labour = (struct labour){
		.ticket_id = c->w->ticket, .account_id = c->w->li, .minutes = 30, .send_key = "key-labour"};
	return domain_ticket_labour(tx, &c->labour, NONE);
}

static enum err do_labour_remove(struct tx *tx, void *ctx)
{
	struct call *c = ctx;

	return domain_ticket_labour_remove(tx, c->w->ticket, 1);
}

static enum err do_invoice(struct tx *tx, void *ctx)
{
	struct call *c = ctx;

	c->invoice = (struct invoice){.ticket_id = c->w->ticket, .kind = INVOICE_OUTSIDE, .cost_cents = 100};
	return domain_ticket_invoice(tx, &c->invoice, NONE);
}

static enum err do_invoice_remove(struct tx *tx, void *ctx)
{
	struct call *c = ctx;

	return domain_ticket_invoice_remove(tx, c->w->ticket, 1);
}

static enum err do_wait(struct tx *tx, void *ctx)
{
	struct call *c = ctx;

	return domain_ticket_wait(tx, c->w->ticket, NONE, "parts", "等油封", &c->t);
}

static enum err do_wait_edit(struct tx *tx, void *ctx)
{
	struct call *c = ctx;

	c->wait = (struct ticket_wait){1, c->w->ticket, "outside", NULL, T0 + MINUTE_MS, NONE};
	return domain_ticket_wait_edit(tx, c->w->ticket, NONE, &c->wait, "记错了", &c->t);
}

static enum err do_wait_add(struct tx *tx, void *ctx)
{
	struct call *c = ctx;

	c->wait = (struct ticket_wait){NONE, NONE, "decision", NULL, T0, T0 + MINUTE_MS};
	return domain_ticket_wait_add(tx, c->w->ticket, NONE, &c->wait, &c->t);
}

static enum err do_edit(struct tx *tx, void *ctx)
{
	struct call *c = ctx;
	struct ticket_edit e;
	enum err err = store_ticket_get(tx->db, tx->arena, c->w->ticket, &c->t);

	if (err != OK)
		return err;
	domain_ticket_edit_of(&c->t, &e);
	e.stopped = 0;
	e.occurred_at -= HOUR_MS;
	e.reported_at -= HOUR_MS;
	e.assignee_id = c->w->wang;
	e.component_id = c->w->component;
	e.cause_code = "WEA";
	e.reason = "补录";
	return domain_ticket_edit(tx, c->w->ticket, NONE, &e, &c->t);
}

static enum err do_restore(struct tx *tx, void *ctx)
{
	struct call *c = ctx;
	struct ticket_repair r;

	ticket_repair_none(&r);
	r.action = "换油封";
	r.restored_at = T0 + 30 * MINUTE_MS;
	return domain_ticket_restore(tx, c->w->ticket, NONE, &r, &c->t);
}

static enum err do_close_old(struct tx *tx, void *ctx)
{
	struct call *c = ctx;

	return domain_ticket_close_old(tx, 0, &c->n);
}

static enum err do_cancel(struct tx *tx, void *ctx)
{
	struct call *c = ctx;

	return domain_ticket_cancel(tx, c->w->other, NONE, CANCEL_DUPLICATE, c->w->ticket, "同一故障", &c->t);
}

static void nothing_is_half_written(void **state)
{
	static store_fn *const all[] = {do_comment, do_same, do_join, do_leave, do_labour, do_labour_remove,
		do_invoice, do_invoice_remove, do_wait, do_wait_edit, do_wait_add, do_edit, do_restore,
		do_close_old, do_cancel};
	struct world *w = *state;

	for (size_t i = 0; i < COUNT(all); i++) {
		struct call c = {.w = w};

		assert_true(fixture_torture(&w->f, all[i], &c, sizeof(c), SQL_STATE) > 3);
	}
}

/* Done again with its key it is done once. */
static void a_repeated_key_changes_nothing(void **state)
{
	static store_fn *const all[] = {do_comment, do_same, do_labour};
	struct world *w = *state;

	for (size_t i = 0; i < COUNT(all); i++) {
		struct call c = {.w = w};
		const char *before;

		assert_int_equal(fixture_write(&w->f, all[i], &c), OK);
		before = fixture_state(&w->f, SQL_STATE);
		assert_int_equal(fixture_write(&w->f, all[i], &c), OK);
		assert_string_equal(fixture_state(&w->f, SQL_STATE), before);
	}
}

int main(void)
{
#define TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)
	static const struct CMUnitTest tests[] = {
		TEST(nothing_is_half_written),
		TEST(a_repeated_key_changes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
