/* knowledge_test.c - what the knowledge base has learnt outlives a restart: the same answers, and no lessons anew. */
#include "store_fixture.h"

#include <math.h>
#include <time.h>

#include "domain/knowledge.h"
#include "store/event.h"
#include "store/learnt.h"
#include "test.h"

enum { PAST = 300, MORE = 30, MACHINES = 4, FIXES = 5 };

static const char SQL_MACHINE[] =
	"INSERT INTO asset (id, kind, code, name, created_at) VALUES ($1, 'machine', $2, '机器', 1)";
static const char SQL_TICKET[] = "INSERT INTO ticket (machine_id, kind, source, state, open, priority, "
				 "symptom, stopped, failure, action, "
				 "reported_at, restored_at, updated_at) VALUES ($1, 'corrective', 'account', "
				 "'closed', 0, 3, $2, 0, 1, $3, "
				 "$4, $5, $5) RETURNING id";
static const char SQL_KEEP[] = "CREATE TABLE kept AS SELECT version, seq, state FROM learnt";
static const char SQL_BACK[] =
	"UPDATE learnt SET (version, seq, state) = (SELECT version, seq, state FROM kept)";
static const char SQL_STRANGE[] = "UPDATE learnt SET version = 'of another program'";
static const char SQL_BROKEN[] = "UPDATE learnt SET state = substr(state, 1, 4001)";

static const char *const symptoms[] = {"主轴异响", "油泵漏油", "pump leaks oil", "belt slips and squeals",
	"电机过热 跳闸", "轴承发热 主轴振动"};
static const char *const actions[] = {
	"更换轴承", "更换油封", "replaced seal", "tightened belt", "清洗散热片"};

struct scene {
	struct fixture f;
	struct knowledge *k;
	int64_t made;
};

struct making {
	int64_t from, n;
	const char *kind; /* of its event */
};

static enum err add_machines(struct tx *tx, void *ctx)
{
	enum err err = OK;

	(void)ctx;
	for (int64_t i = 1; i <= MACHINES && err == OK; i++)
		err = db_exec(tx->db, SQL_MACHINE,
			ARGS(v_int(i), v_text(arena_printf(tx->arena, "M-%lld", (long long)i))), NULL);
	return err;
}

/* Neither every symptom goes with one action, nor anything is by chance. */
static enum err add_repairs(struct tx *tx, void *ctx)
{
	const struct making *m = ctx;
	enum err err = OK;

	for (int64_t i = m->from; i < m->from + m->n && err == OK; i++) {
		size_t said = (size_t)(i * 7 % 6), done = (size_t)((i * 7 % 6 + (i % 4 == 0)) % 5);
		int64_t day = (1000 + i) * DAY_MS, id;

		err = db_int(tx->db, SQL_TICKET,
			ARGS(v_int(1 + i % MACHINES), v_text(symptoms[said]), v_text(actions[done]),
				v_int(day), v_int(day + i)),
			&id);
		if (err == OK)
			err = store_event_note(tx, "ticket", id, m->kind, NULL, NULL);
	}
	return err;
}

static enum err run_sql(struct tx *tx, void *ctx)
{
	return db_script(tx->db, ctx);
}

static void make(struct scene *s, int64_t n, const char *kind)
{
	struct making m = {s->made, n, kind};

	assert_int_equal(fixture_write(&s->f, add_repairs, &m), OK);
	s->made += n;
}

static void sql(struct scene *s, const char *text)
{
	assert_int_equal(fixture_write(&s->f, run_sql, (void *)text), OK);
}

static void start(struct scene *s)
{
	s->k = knowledge_start(s->f.store);
}

/* Until it has read all there is. */
static void settle(struct scene *s)
{
	for (int i = 0; i < 60000; i++) {
		if (knowledge_ready(s->k) && knowledge_seq(s->k) >= store_seq(s->f.store))
			return;
		nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
	}
	fail_msg("it did not get there");
}

static void stop(struct scene *s)
{
	knowledge_stop(s->k);
	s->k = NULL;
}

/* Fixes and their probabilities for every symptom on every machine. */
struct said {
	struct {
		char group[32];
		double probability;
	} fixes[6][MACHINES][FIXES];
	size_t judged;
};

static void ask(struct scene *s, struct said *out)
{
	struct list judged;

	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < 6; i++) {
		for (int64_t m = 0; m < MACHINES; m++) {
			struct kb_query q = {.text = symptoms[i], .machine = m + 1, .now_ms = 2000 * DAY_MS};
			struct kb_answer a;

			knowledge_suggest(s->k, &q, &s->f.arena, &a);
			for (size_t n = 0; n < a.n_fixes && n < FIXES; n++) {
				snprintf(out->fixes[i][m][n].group, 32, "%s", a.fixes[n].group);
				out->fixes[i][m][n].probability = a.fixes[n].probability;
			}
		}
	}
	knowledge_judged(s->k, &s->f.arena, &judged);
	out->judged = judged.n;
}

static double distance(const struct said *x, const struct said *y)
{
	double most = 0;

	for (size_t i = 0; i < 6; i++)
		for (size_t m = 0; m < MACHINES; m++)
			for (size_t n = 0; n < FIXES; n++) {
				if (strcmp(x->fixes[i][m][n].group, y->fixes[i][m][n].group) != 0)
					return 1;
				most = fmax(most,
					fabs(x->fixes[i][m][n].probability - y->fixes[i][m][n].probability));
			}
	return most;
}

static void assert_same(const struct said *x, const struct said *y)
{
	assert_true(x->fixes[0][0][0].probability > 0);
	assert_true(distance(x, y) < 1e-9);
	assert_int_equal(x->judged, y->judged);
}

static struct scene *scene_open(void)
{
	struct scene *s = calloc(1, sizeof(*s));

	fixture_open(&s->f);
	assert_int_equal(fixture_write(&s->f, add_machines, NULL), OK);
	make(s, PAST, "restored");
	start(s);
	settle(s);
	return s;
}

static void scene_close(struct scene *s)
{
	if (s->k)
		stop(s);
	fixture_close(&s->f);
	free(s);
}

static void repairs_one_by_one(struct scene *s)
{
	for (int i = 0; i < MORE; i++)
		make(s, 1, "restored");
	settle(s);
}

static void a_restart_answers_as_before(void **state)
{
	struct scene *s = scene_open();
	static struct said begun, before, after;

	(void)state;
	ask(s, &begun);
	assert_int_equal(begun.judged, PAST);
	repairs_one_by_one(s);
	ask(s, &before);
	assert_int_equal(before.judged, PAST + MORE);
	assert_true(distance(&begun, &before) > .001);
	for (int i = 0; i < 2; i++) {
		stop(s);
		start(s);
		settle(s);
		ask(s, &after);
		assert_same(&before, &after);
	}
	scene_close(s);
}

/* Killed: what was learnt since it was kept last is learnt again from the events since. */
static void what_was_not_kept_any_more_is_learnt_again(void **state)
{
	struct scene *s = scene_open();
	static struct said before, after;

	(void)state;
	stop(s);
	sql(s, SQL_KEEP);
	start(s);
	settle(s);
	repairs_one_by_one(s);
	ask(s, &before);
	stop(s);
	sql(s, SQL_BACK);
	start(s);
	settle(s);
	ask(s, &after);
	assert_same(&before, &after);
	scene_close(s);
}

/* Of another program, or spoilt: all is learnt anew, as at the first start. */
static void what_cannot_be_taken_is_not(void **state)
{
	static const char *const spoil[] = {SQL_STRANGE, SQL_BROKEN, "DELETE FROM learnt"};
	struct scene *s = scene_open();
	static struct said before, after;

	(void)state;
	ask(s, &before);
	for (size_t i = 0; i < COUNT(spoil); i++) {
		stop(s);
		sql(s, spoil[i]);
		start(s);
		settle(s);
		ask(s, &after);
		assert_same(&before, &after);
	}
	scene_close(s);
}

/* What a command is told is what the server would say. */
static void a_command_answers_as_the_server_did(void **state)
{
	struct scene *s = scene_open();
	static struct said before, after;

	(void)state;
	repairs_one_by_one(s);
	ask(s, &before);
	stop(s);
	s->k = knowledge_build(s->f.store, 0);
	ask(s, &after);
	assert_same(&before, &after);
	scene_close(s);
}

/* A few that are imported teach as they come; of very many the newest do, when all are there. */
static void imported_repairs_teach(void **state)
{
	struct scene *s = scene_open();
	static struct said before, after;

	(void)state;
	make(s, 20, "imported");
	settle(s);
	ask(s, &before);
	assert_int_equal(before.judged, PAST + 20);
	make(s, 1500, "imported");
	settle(s);
	for (int i = 0; i < 60000 && before.judged < PAST + 1520; i++) {
		nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
		ask(s, &before);
		arena_clear(&s->f.arena);
	}
	assert_int_equal(before.judged, PAST + 1520);
	ask(s, &before);
	stop(s);
	start(s);
	settle(s);
	ask(s, &after);
	assert_same(&before, &after);
	scene_close(s);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_restart_answers_as_before),
		cmocka_unit_test(what_was_not_kept_any_more_is_learnt_again),
		cmocka_unit_test(what_cannot_be_taken_is_not),
		cmocka_unit_test(a_command_answers_as_the_server_did),
		cmocka_unit_test(imported_repairs_teach),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
