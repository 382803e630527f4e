/* fix_test.c - fixes as things: how repairs find theirs, and that merging, splitting and naming happen whole or not at all. */
#include "store_fixture.h"

#include "domain/codelist.h"
#include "domain/fix.h"
#include "domain/fix_follow.h"
#include "domain/outcome.h"
#include "store/asset.h"
#include "store/event.h"
#include "test.h"

static const char SQL_STATE[] =
	"SELECT (SELECT count(*) || ':' || coalesce(sum(version * 31 + cases * 7 + coalesce(root_id, 0) * 3 "
	"+ "
	"coalesce(merged_into, 0) + retired), 0) FROM fix) || '/' || (SELECT count(*) || ':' || "
	"coalesce(sum(fix_id * 13 + ticket_id), 0) FROM repair_fix) || '/' || (SELECT count(*) FROM fix_key) "
	"|| '/' || (SELECT count(*) || ':' || coalesce(sum(version), 0) FROM fix_tree) || '/' || "
	"(SELECT coalesce(max(seq), 0) FROM event) AS state";
static const char SQL_TICKET[] =
	"INSERT INTO ticket (id, machine_id, component_id, kind, source, state, open, priority, symptom, "
	"stopped, failure, action_code, action, reported_at, restored_at, updated_at) VALUES ($1, 1, $2, "
	"'corrective', 'account', 'closed', 0, 3, '响', 0, 1, $3, $4, 1, 2, 2)";
static const char SQL_MACHINE[] =
	"INSERT INTO asset (id, parent_id, kind, name, created_at) VALUES ($1, $2, $3, $4, 1)";
static const char SQL_RENAME[] = "UPDATE asset SET name = $1 WHERE id = $2";
static const char SQL_REOPEN[] = "UPDATE ticket SET state = $1 WHERE id = $2";
static const char SQL_ACTION[] = "UPDATE ticket SET action_code = $1, action = $2 WHERE id = $3";

enum { MACHINE = 1, SPINDLE, SPINDLE_TOO, TICKETS = 6 };

static enum err make_plant(struct tx *tx, void *ctx)
{
	enum err err = domain_codelist_seed(tx);

	(void)ctx;
	assert_int_equal(err, OK);
	assert_int_equal(db_exec(tx->db, SQL_MACHINE,
				 ARGS(v_int(MACHINE), v_int(NONE), v_text("machine"), v_text("车床")), NULL),
		OK);
	for (int64_t id = SPINDLE; id <= SPINDLE_TOO; id++)
		assert_int_equal(
			db_exec(tx->db, SQL_MACHINE,
				ARGS(v_int(id), v_int(MACHINE), v_text("component"), v_text("主轴")), NULL),
			OK);
	return OK;
}

struct ticket_row {
	int64_t id, component;
	const char *code, *action;
};

static enum err add_ticket(struct tx *tx, void *ctx)
{
	const struct ticket_row *t = ctx;

	return db_exec(tx->db, SQL_TICKET,
		ARGS(v_int(t->id), v_int(t->component), v_text(t->code), v_text(t->action)), NULL);
}

static void ticket(struct fixture *f, int64_t id, int64_t component, const char *code, const char *action)
{
	struct ticket_row t = {id, component, code, action};

	assert_int_equal(fixture_write(f, add_ticket, &t), OK);
}

/* Reads a repair, lets it find its fix, and gives that. */
static int64_t follow(struct fixture *f, int64_t id, enum outcome outcome)
{
	struct db *db = store_reader(f->store);
	struct repair r;
	struct kb_record words;
	struct fix_claim claim = {&r, &words, outcome};
	struct kb_lexicon *lx = kb_lexicon_new(NULL);

	assert_int_equal(store_repair_get(db, &f->arena, id, DAY_MS, &r), OK);
	words = fix_record(&f->arena, &r, NULL, 0);
	assert_int_equal(fix_follow(f->store, lx, &f->arena, &claim, 1, true), OK);
	store_reader_return(f->store, db);
	kb_lexicon_free(lx);
	return r.root_id;
}

static struct fix get(struct fixture *f, int64_t id)
{
	struct db *db = store_reader(f->store);
	struct fix x;

	assert_int_equal(store_fix_get(db, &f->arena, id, &x), OK);
	store_reader_return(f->store, db);
	return x;
}

struct change {
	const char *sql, *text, *more;
	int64_t id;
};

static enum err run_change(struct tx *tx, void *ctx)
{
	const struct change *c = ctx;

	if (c->more)
		return db_exec(tx->db, c->sql, ARGS(v_text(c->text), v_text(c->more), v_int(c->id)), NULL);
	return db_exec(tx->db, c->sql, ARGS(v_text(c->text), v_int(c->id)), NULL);
}

static void change(struct fixture *f, const char *sql, const char *text, const char *more, int64_t id)
{
	struct change c = {sql, text, more, id};

	assert_int_equal(fixture_write(f, run_change, &c), OK);
}

/* The same action on components of the same name is one fix; another action, or nothing said, is not. */
static void test_repairs_find_their_fix_by_codes(void **state)
{
	struct fixture f;
	int64_t a;

	(void)state;
	fixture_open(&f);
	assert_int_equal(fixture_write(&f, make_plant, NULL), OK);
	ticket(&f, 1, SPINDLE, "REP", "换轴承");
	ticket(&f, 2, SPINDLE_TOO, "REP", "更换轴承一副");
	ticket(&f, 3, SPINDLE, "ADJ", "调皮带");
	ticket(&f, 4, NONE, NULL, NULL);
	a = follow(&f, 1, OUTCOME_PENDING);
	assert_int_not_equal(a, NONE);
	assert_int_equal(follow(&f, 2, OUTCOME_HELD), a);
	assert_int_not_equal(follow(&f, 3, OUTCOME_PENDING), a);
	assert_int_equal(follow(&f, 4, OUTCOME_PENDING), NONE);
	assert_int_equal(get(&f, a).cases, 2);
	assert_int_equal(get(&f, a).held, 1);
	fixture_close(&f);
}

/* A repair keeps its fix while what it was worked out from is the same; nothing is written when nothing is new. */
static void test_what_was_found_stays(void **state)
{
	struct fixture f;
	const char *before;
	int64_t a;

	(void)state;
	fixture_open(&f);
	assert_int_equal(fixture_write(&f, make_plant, NULL), OK);
	ticket(&f, 1, SPINDLE, "REP", "换轴承");
	a = follow(&f, 1, OUTCOME_PENDING);
	before = fixture_state(&f, SQL_STATE);
	assert_int_equal(follow(&f, 1, OUTCOME_PENDING), a);
	assert_string_equal(fixture_state(&f, SQL_STATE), before);
	/* other words, another name of the component: the same fix, also for the next repair of that component */
	change(&f, SQL_ACTION, "REP", "更换主轴前轴承两只", 1);
	change(&f, SQL_RENAME, "电主轴", NULL, SPINDLE);
	assert_int_equal(follow(&f, 1, OUTCOME_PENDING), a);
	ticket(&f, 2, SPINDLE, "REP", "又换轴承");
	assert_int_equal(follow(&f, 2, OUTCOME_PENDING), a);
	/* another code: another fix, and the numbers of both follow */
	change(&f, SQL_ACTION, "CLE", "清洗", 1);
	assert_int_not_equal(follow(&f, 1, OUTCOME_PENDING), a);
	assert_int_equal(get(&f, a).cases, 1);
	fixture_close(&f);
}

/* Texts: the class of the action and what it was done to; a text that says neither stands alone. */
static void test_free_text_is_grouped_by_its_words(void **state)
{
	struct fixture f;
	int64_t a;

	(void)state;
	fixture_open(&f);
	assert_int_equal(fixture_write(&f, make_plant, NULL), OK);
	ticket(&f, 1, SPINDLE, NULL, "replaced the bearing");
	ticket(&f, 2, SPINDLE, NULL, "renewed bearing, tested");
	ticket(&f, 3, NONE, NULL, "看了一下没事");
	a = follow(&f, 1, OUTCOME_PENDING);
	assert_int_equal(follow(&f, 2, OUTCOME_PENDING), a);
	assert_int_not_equal(follow(&f, 3, OUTCOME_PENDING), a);
	fixture_close(&f);
}

/* ---- what people do ---- */

struct scene {
	struct fixture f;
	int64_t a, b;
};

static void scene_open(struct scene *s)
{
	fixture_open(&s->f);
	assert_int_equal(fixture_write(&s->f, make_plant, NULL), OK);
	for (int64_t id = 1; id <= TICKETS; id++) {
		ticket(&s->f, id, SPINDLE, id % 2 ? "REP" : "ADJ", "做了");
		follow(&s->f, id, OUTCOME_HELD);
	}
	s->a = follow(&s->f, 1, OUTCOME_HELD);
	s->b = follow(&s->f, 2, OUTCOME_HELD);
	assert_int_not_equal(s->a, s->b);
}

struct call {
	int64_t id, version, other;
	struct fix_split split;
	int64_t tickets[2];
	struct fix written;
	struct fix_tree tree;
	struct fix branches[2];
};

static enum err do_merge(struct tx *tx, void *ctx)
{
	struct call *c = ctx;

	return domain_fix_merge(tx, c->id, c->version, c->other);
}

static enum err do_unmerge(struct tx *tx, void *ctx)
{
	struct call *c = ctx;

	return domain_fix_unmerge(tx, c->id, c->version);
}

static enum err do_split(struct tx *tx, void *ctx)
{
	struct call *c = ctx;

	c->split.tickets = (struct list){c->tickets, 2};
	return domain_fix_split(tx, &c->split);
}

static enum err do_name(struct tx *tx, void *ctx)
{
	struct call *c = ctx;

	return domain_fix_named(tx, c->id, c->other);
}

static enum err do_write(struct tx *tx, void *ctx)
{
	struct call *c = ctx;

	return domain_fix_add(tx, &c->written);
}

static enum err do_tree(struct tx *tx, void *ctx)
{
	struct call *c = ctx;

	c->tree.branches = (struct list){c->branches, 2};
	return domain_tree_add(tx, &c->tree);
}

/* Merged, and taken back, whichever statement fails; the numbers of both are what they were. */
static void test_a_merge_happens_whole_and_can_be_taken_back(void **state)
{
	struct scene s;
	struct call c = {.version = 1};

	(void)state;
	scene_open(&s);
	c.id = s.a;
	c.other = s.b;
	assert_true(fixture_torture(&s.f, do_merge, &c, sizeof(c), SQL_STATE) >= 4);
	assert_int_equal(get(&s.f, s.a).root_id, s.b);
	assert_int_equal(get(&s.f, s.b).cases, TICKETS);
	assert_int_equal(follow(&s.f, 1, OUTCOME_HELD), s.b); /* its repairs lead there */
	c.version = get(&s.f, s.a).version;
	assert_true(fixture_torture(&s.f, do_unmerge, &c, sizeof(c), SQL_STATE) >= 4);
	assert_int_equal(get(&s.f, s.a).root_id, NONE);
	assert_int_equal(get(&s.f, s.b).cases, TICKETS / 2);
	assert_int_equal(follow(&s.f, 1, OUTCOME_HELD), s.a);
	fixture_close(&s.f);
}

/* Chosen cases go to the new fix, and stay there whatever is worked out. */
static void test_a_split_happens_whole_and_lasts(void **state)
{
	struct scene s;
	struct call c = {.split = {.version = 1, .zh = "另一种", .into = NONE}, .tickets = {1, 3}};

	(void)state;
	scene_open(&s);
	c.split.id = s.a;
	assert_true(fixture_torture(&s.f, do_split, &c, sizeof(c), SQL_STATE) >= 6);
	assert_int_equal(get(&s.f, s.a).cases, TICKETS / 2 - 2);
	assert_int_equal(get(&s.f, c.split.made.id).cases, 2);
	change(&s.f, SQL_ACTION, "CLE", "洗", 3);
	assert_int_equal(follow(&s.f, 3, OUTCOME_CAME_BACK), c.split.made.id);
	assert_int_equal(get(&s.f, c.split.made.id).came_back, 1);
	/* one of them belongs to a fix that there is */
	c.split = (struct fix_split){.id = s.b, .version = get(&s.f, s.b).version, .into = s.a};
	c.tickets[0] = 2;
	c.tickets[1] = 4;
	assert_true(fixture_torture(&s.f, do_split, &c, sizeof(c), SQL_STATE) >= 5);
	assert_int_equal(follow(&s.f, 2, OUTCOME_HELD), s.a);
	c.split.into = s.b;
	c.split.version = get(&s.f, s.b).version;
	assert_int_equal(fixture_write(&s.f, do_split, &c), ERR_INVALID);
	fixture_close(&s.f);
}

/* What closing names is written whole, leads through a merge, and is not worked out again. */
static void test_what_closing_names_holds(void **state)
{
	struct scene s;
	struct call c = {.version = 1};

	(void)state;
	scene_open(&s);
	c.id = 1;
	c.other = s.b;
	assert_true(fixture_torture(&s.f, do_name, &c, sizeof(c), SQL_STATE) >= 3);
	assert_int_equal(follow(&s.f, 1, OUTCOME_HELD), s.b);
	assert_int_equal(get(&s.f, s.a).cases, TICKETS / 2 - 1);
	/* who read the ticket before it was closed comes late */
	assert_int_equal(fix_forget(s.f.store, &s.f.arena, 1), OK);
	assert_int_equal(follow(&s.f, 1, OUTCOME_HELD), s.b);
	change(&s.f, SQL_REOPEN, "in_progress", NULL, 1);
	assert_int_equal(fix_forget(s.f.store, &s.f.arena, 1), OK);
	assert_int_equal(get(&s.f, s.b).cases, TICKETS / 2);
	change(&s.f, SQL_REOPEN, "closed", NULL, 1);
	assert_int_equal(follow(&s.f, 1, OUTCOME_HELD), s.a);
	assert_int_equal(fixture_write(&s.f, do_name, &c), OK);
	/* no longer named at the next closing: worked out */
	c.other = NONE;
	assert_int_equal(fixture_write(&s.f, do_name, &c), OK);
	assert_int_equal(follow(&s.f, 1, OUTCOME_HELD), s.a);
	c.other = 99999;
	assert_int_equal(fixture_write(&s.f, do_name, &c), ERR_INVALID);
	fixture_close(&s.f);
}

static void test_what_is_written_down_is_written_whole(void **state)
{
	struct scene s;
	struct call c = {.id = 0};

	(void)state;
	scene_open(&s);
	fields_none(fix_row_fields, &c.written);
	c.written.symptom = "响";
	assert_int_equal(fixture_write(&s.f, do_write, &c), ERR_INVALID); /* not what to do */
	c.written.steps = "第一步\n第二步";
	assert_true(fixture_torture(&s.f, do_write, &c, sizeof(c), SQL_STATE) >= 2);
	assert_string_equal(get(&s.f, c.written.id).label, "第一步");
	fields_none(fix_tree_row_fields, &c.tree);
	c.tree.symptom = "不动";
	for (int i = 0; i < 2; i++) {
		fields_none(fix_row_fields, &c.branches[i]);
		c.branches[i].steps = i ? "换泵" : "加油";
	}
	assert_true(fixture_torture(&s.f, do_tree, &c, sizeof(c), SQL_STATE) >= 5);
	assert_string_equal(get(&s.f, c.branches[1].id).symptom, "不动");
	assert_int_equal(get(&s.f, c.branches[1].id).tree_sort, 1);
	fixture_close(&s.f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_repairs_find_their_fix_by_codes),
		cmocka_unit_test(test_what_was_found_stays),
		cmocka_unit_test(test_free_text_is_grouped_by_its_words),
		cmocka_unit_test(test_a_merge_happens_whole_and_can_be_taken_back),
		cmocka_unit_test(test_a_split_happens_whole_and_lasts),
		cmocka_unit_test(test_what_closing_names_holds),
		cmocka_unit_test(test_what_is_written_down_is_written_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
