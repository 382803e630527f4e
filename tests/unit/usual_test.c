/* usual_test.c - the faults to be tapped: wordings of one fault are one chip, in the reader's language. */
#include "store_fixture.h"

#include "domain/codelist.h"
#include "domain/ticket.h"
#include "domain/usual.h"
#include "store/asset.h"

struct plant {
	int64_t machine, curtain;
};

static const struct {
	const char *symptom, *failure_mode;
	bool on_curtain;
	int times;
} seen[] = {
	{"光电保护误动作", "SIG", true, 3},
	{"光电保护误动作！！", "SIG", true, 2},
	{"light curtain trips", "SIG", true, 1},
	{"滑块下不来", NULL, false, 4},
	{"滑块 下不来。", NULL, false, 1},
	{"光栅坏了", "BRD", true, 2},
	{"oil leak", NULL, false, 1},
};

static enum err make(struct tx *tx, void *ctx)
{
	struct plant *p = ctx;
	struct asset m, c;

	fields_none(asset_fields, &m);
	m.kind = ASSET_MACHINE;
	m.name = "冲床";
	m.state = ASSET_RUNNING;
	c = m;
	assert_int_equal(domain_codelist_seed(tx), OK);
	assert_int_equal(store_asset_add(tx, &m), OK);
	c.kind = ASSET_COMPONENT;
	c.state = -1;
	c.parent_id = m.id;
	c.name = "光栅";
	assert_int_equal(store_asset_add(tx, &c), OK);
	p->machine = m.id;
	p->curtain = c.id;
	for (size_t i = 0; i < sizeof(seen) / sizeof(seen[0]); i++) {
		for (int k = 0; k < seen[i].times; k++) {
			struct ticket_new n;
			struct ticket t;
			bool again;

			ticket_new_none(&n);
			n.machine_id = m.id;
			n.source = SOURCE_ACCOUNT;
			n.symptom = seen[i].symptom;
			n.failure_mode = seen[i].failure_mode;
			n.component_id = seen[i].on_curtain ? c.id : NONE;
			assert_int_equal(domain_ticket_report(tx, &n, &t, &again), OK);
		}
	}
	return OK;
}

static void assert_usual(
	struct fixture *f, int64_t machine, enum lang lang, const char *const *want, size_t n)
{
	struct db *db = store_reader(f->store);
	struct list out;

	assert_int_equal(domain_usual(db, &f->arena, machine, lang, 8, &out), OK);
	store_reader_return(f->store, db);
	assert_int_equal(out.n, n);
	for (size_t i = 0; i < n; i++)
		assert_string_equal(
			((struct usual *)list_at(&out, i, sizeof(struct usual)))->symptom, want[i]);
}

/* Six times the light curtain in three wordings is one chip and the first; each reader gets it in the own language
 * where somebody wrote it so. */
static void one_fault_is_one_chip(void **state)
{
	static const char *const zh[] = {"光电保护误动作", "滑块下不来", "光栅坏了", "oil leak"};
	static const char *const en[] = {"light curtain trips", "滑块下不来", "光栅坏了", "oil leak"};
	struct fixture f;
	struct plant p;

	(void)state;
	fixture_open(&f);
	assert_int_equal(fixture_write(&f, make, &p), OK);
	assert_usual(&f, p.machine, LANG_ZH, zh, 4);
	assert_usual(&f, p.machine, LANG_EN, en, 4);
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(one_fault_is_one_chip)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
