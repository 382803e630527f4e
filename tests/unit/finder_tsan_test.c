/* finder_tsan_test.c - the search as it is built, followed, asked and stopped, all at once. */
#include "store_fixture.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#include "domain/find.h"
#include "domain/lexicon.h"
#include "store/event.h"
#include "test.h"

enum { PAST = 1500, MORE = 150, ASKERS = 3, STARTS = 15 };

static const char SQL_MACHINE[] =
	"INSERT INTO asset (id, kind, code, name, created_at) VALUES ($1, 'machine', 'M-1', '机器', 1)";
static const char SQL_TICKET[] =
	"INSERT INTO ticket (machine_id, kind, source, state, open, priority, symptom, stopped, failure, "
	"reported_at, updated_at) VALUES (1, 'corrective', 'account', 'reported', 1, 3, $1, 0, 1, 1, 2) "
	"RETURNING id";

static enum err add_machine(struct tx *tx, void *ctx)
{
	(void)ctx;
	return db_exec(tx->db, SQL_MACHINE, ARGS(v_int(1)), NULL);
}

static enum err add_ticket(struct tx *tx, const char *symptom)
{
	int64_t id;
	enum err err = db_int(tx->db, SQL_TICKET, ARGS(v_text(symptom)), &id);

	return err == OK ? store_event_note(tx, "ticket", id, "reported", NULL, NULL) : err;
}

static enum err add_last(struct tx *tx, void *ctx)
{
	(void)ctx;
	return add_ticket(tx, "皮带断");
}

static enum err add_tickets(struct tx *tx, void *ctx)
{
	int64_t n = *(const int64_t *)ctx;
	enum err err = OK;

	for (int64_t i = 0; i < n && err == OK; i++)
		err = add_ticket(tx, "溢流阀 leaking");
	return err;
}

static enum err add_word(struct tx *tx, void *ctx)
{
	struct lexicon_entry e;

	(void)ctx;
	fields_none(lexicon_fields, &e);
	e.kind = LEXICON_SHORT;
	e.term = "gizmo";
	e.means = "溢流阀";
	return domain_lexicon_add(tx, &e);
}

struct scene {
	struct fixture f;
	struct finder *finder;
	atomic_bool done;
	atomic_int bad, asked;
};

static size_t find(struct scene *s, struct arena *a, const char *text, bool typing)
{
	struct kb_found_list found[KB_FOUND_KINDS];

	finder_find(s->finder,
		&(struct kb_search_query){.text = text, .limit = KB_SEARCH_MOST, .unfinished = typing}, a,
		found);
	return found[KB_FOUND_TICKET].n;
}

static void *ask(void *arg)
{
	struct scene *s = arg;
	struct arena a;
	size_t most = 0;

	arena_init(&a);
	while (!atomic_load(&s->done)) {
		size_t n = find(s, &a, "relief valve", true);

		/* what was known stays known */
		if (n < most)
			atomic_fetch_add(&s->bad, 1);
		most = n;
		find(s, &a, "gizmo leak", atomic_load(&s->asked) % 2);
		atomic_fetch_add(&s->asked, 1);
		arena_clear(&a);
	}
	arena_release(&a);
	return NULL;
}

static struct scene *scene_open(void)
{
	struct scene *s = calloc(1, sizeof(*s));

	fixture_open(&s->f);
	assert_int_equal(fixture_write(&s->f, add_machine, NULL), OK);
	assert_int_equal(fixture_write(&s->f, add_tickets, &(int64_t){PAST}), OK);
	return s;
}

static void scene_close(struct scene *s)
{
	fixture_close(&s->f);
	free(s);
}

static void pause_us(long us)
{
	nanosleep(&(struct timespec){.tv_nsec = us * 1000}, NULL);
}

static size_t count(struct scene *s, const char *text)
{
	size_t n = find(s, &s->f.arena, text, true);

	arena_clear(&s->f.arena);
	return n;
}

/* While it is built and while it follows tickets and words, people ask; in the end it knows what the store does. */
static void asked_while_it_is_built_and_followed(void **state)
{
	struct scene *s = scene_open();
	pthread_t askers[ASKERS];

	(void)state;
	s->finder = finder_start(s->f.store);
	for (int i = 0; i < ASKERS; i++)
		assert_int_equal(pthread_create(&askers[i], NULL, ask, s), 0);
	for (int i = 0; i < MORE; i++) {
		assert_int_equal(fixture_write(&s->f, add_tickets, &(int64_t){1}), OK);
		if (i == MORE / 2)
			assert_int_equal(fixture_write(&s->f, add_word, NULL), OK);
		arena_clear(&s->f.arena);
	}
	assert_int_equal(fixture_write(&s->f, add_last, NULL), OK);
	arena_clear(&s->f.arena);
	for (int i = 0; i < 30000 && (!count(s, "皮带") || count(s, "gizmo") < KB_SEARCH_MOST); i++)
		pause_us(1000);
	atomic_store(&s->done, true);
	for (int i = 0; i < ASKERS; i++)
		pthread_join(askers[i], NULL);
	assert_int_equal(s->bad, 0);
	assert_int_equal(count(s, "皮带"), 1);
	assert_int_equal(find(s, &s->f.arena, "gizmo", false), KB_SEARCH_MOST);
	finder_stop(s->finder);
	scene_close(s);
}

/* Told to stop at any moment, it does: before it began, while it builds, when it is through. */
static void stopped_while_it_is_built(void **state)
{
	struct scene *s = scene_open();

	(void)state;
	for (int i = 0; i < STARTS; i++) {
		s->finder = finder_start(s->f.store);
		pause_us(i * 400L);
		finder_stop(s->finder);
	}
	scene_close(s);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(asked_while_it_is_built_and_followed),
		cmocka_unit_test(stopped_while_it_is_built),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
