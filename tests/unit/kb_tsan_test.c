/* kb_tsan_test.c - one writes, many ask, nobody locks: kb/kb.h, kb/heap.h, kb/state.h. */
#include "kb/heap.h"
#include "kb/kb.h"
#include "kb/list.h"
#include "kb/map.h"

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "test.h"

enum { IDS = 2600, KEPT = 40, CHANGES = 12000, ASKERS = 4, GROUPS = 60, WORDS = 300 };

struct scene {
	struct kb *kb;
	atomic_size_t changes;	 /* that have ended */
	atomic_size_t gone[IDS]; /* the change + 1 that ended with the record removed; 0 = it may be there */
	atomic_bool done;
	atomic_int bad, answers;
	char why[200];
	atomic_flag told;
};

static void wrong(struct scene *s, const char *why)
{
	atomic_fetch_add(&s->bad, 1);
	if (!atomic_flag_test_and_set(&s->told))
		snprintf(s->why, sizeof(s->why), "%s", why);
}

static uint32_t next(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005ULL + 1442695040888963407ULL;
	return (uint32_t)(*seed >> 33);
}

static void words(uint64_t *seed, size_t n, char out[200])
{
	size_t len = 0;

	for (size_t i = 0; i < n; i++) {
		uint32_t w = next(seed) % WORDS, v = next(seed) % 4;

		len += (size_t)snprintf(out + len, 200 - len, "%c%c%c%s ", 'a' + (int)w % 20,
			'k' + (int)w % 15, 'a' + (int)w / 20,
			v == 0	 ? "ing"
			: v == 1 ? "s"
			: v == 2 ? "漏油"
				 : "");
	}
}

static void put(struct scene *s, uint64_t *seed, int64_t id)
{
	char symptom[200], action[200], group[16], code[16];
	struct kb_part parts[2] = {{1 + next(seed) % 9, 1000}, {20, 500}};
	struct kb_record r = {
		.id = id,
		.time_ms = 1000000 + next(seed) % 1000,
		.machine = next(seed) % 30,
		.model = "M-2",
		.symptom = symptom,
		.action = action,
		.component = "pump",
		.code = code,
		.group = next(seed) % 8 ? group : NULL,
		.minutes = next(seed) % 100,
		.outcome = next(seed) % 3,
		.wrong = (int32_t)(next(seed) % 3),
		.parts = parts,
		.n_parts = next(seed) % 3,
	};

	words(seed, 2 + next(seed) % 6, symptom);
	words(seed, next(seed) % 3, action);
	if (next(seed) % 5 == 0) /* a spelling never seen before */
		snprintf(action, sizeof(action), "zq%u", next(seed) % 1000000);
	snprintf(group, sizeof(group), "g%u", next(seed) % GROUPS);
	snprintf(code, sizeof(code), "KEEP%lldX", (long long)id);
	kb_put(s->kb, &r);
}

static void *write_all(void *arg)
{
	struct scene *s = arg;
	uint64_t seed = 7;
	struct arena a;

	arena_init(&a);
	for (size_t i = 0; i < CHANGES; i++) {
		int64_t id = KEPT + 1 + next(&seed) % (IDS - KEPT - 1);

		if (next(&seed) % 3 == 0) {
			kb_remove(s->kb, id);
			atomic_store(&s->gone[id], i + 1);
		} else {
			atomic_store(&s->gone[id], 0);
			put(s, &seed, id);
		}
		if (i % 32 == 0) {
			struct kb_record closed = {
				.id = id, .time_ms = 1500000, .symptom = "aka bkas", .group = "g1"};

			kb_learn(s->kb, NULL, &closed, &a);
			arena_clear(&a);
		}
		atomic_store(&s->changes, i + 1);
	}
	arena_release(&a);
	return NULL;
}

static void look_at(struct scene *s, const struct kb_answer *a, size_t began)
{
	double sum = 0;

	for (size_t i = 0; i < a->n_records; i++) {
		int64_t id = a->records[i].id;
		size_t gone = id > 0 && id < IDS ? atomic_load(&s->gone[id]) : 1;

		if (gone && gone <= began)
			wrong(s, "a record is named that was removed before the question began");
		if (!isfinite(a->records[i].score) || a->records[i].score <= 0)
			wrong(s, "a record's score is no number above 0");
	}
	for (size_t i = 0; i < a->n_fixes; i++) {
		const struct kb_fix *f = &a->fixes[i];

		sum += f->probability;
		if (!(f->probability >= 0 && f->probability <= 1))
			wrong(s, "a probability is none");
		if (!f->group[0] || !f->label[0] || f->sample > KB_GROUP_SAMPLE || f->timed > f->sample ||
			f->held + f->came_back > f->sample)
			wrong(s, "a fix contradicts itself");
	}
	if (!(sum <= 1 + 1e-9))
		wrong(s, "the probabilities come to more than 1");
}

static void *ask(void *arg)
{
	struct scene *s = arg;
	static atomic_int number;
	uint64_t seed = 1000 + (uint64_t)atomic_fetch_add(&number, 1);
	struct arena a;

	arena_init(&a);
	while (!atomic_load(&s->done)) {
		char text[200], code[16];
		int64_t kept = 1 + next(&seed) % KEPT;
		struct kb_query q = {
			.text = text, .machine = next(&seed) % 30, .now_ms = 2000000, .max_fixes = 100};
		struct kb_answer answer;
		struct kb_stats stats;
		size_t began = atomic_load(&s->changes);

		words(&seed, 1 + next(&seed) % 6, text);
		kb_suggest(s->kb, &q, &a, &answer);
		look_at(s, &answer, began);
		snprintf(code, sizeof(code), "KEEP%lldX", (long long)kept);
		q = (struct kb_query){.text = "", .code = code};
		kb_suggest(s->kb, &q, &a, &answer);
		if (!answer.n_records || answer.records[0].id != kept)
			wrong(s, "a record that nobody touched is not found by its code");
		kb_stats(s->kb, &stats);
		if (stats.records < KEPT || stats.records > IDS || !stats.bytes)
			wrong(s, "the figures are impossible");
		if (kb_fix_cases(s->kb, "g1") > IDS)
			wrong(s, "a fix has more cases than there are records");
		atomic_fetch_add(&s->answers, 1);
		arena_clear(&a);
	}
	arena_release(&a);
	return NULL;
}

/* While one puts, replaces, removes, learns and packs, four ask: what they get is true of the moment they asked. */
static void asked_while_it_changes(void **state)
{
	struct scene *s = calloc(1, sizeof(*s));
	uint64_t seed = 3;
	pthread_t writer, askers[ASKERS];

	(void)state;
	s->kb = kb_new();
	for (int64_t id = 1; id < IDS; id++)
		put(s, &seed, id);
	for (int i = 0; i < ASKERS; i++)
		assert_int_equal(pthread_create(&askers[i], NULL, ask, s), 0);
	assert_int_equal(pthread_create(&writer, NULL, write_all, s), 0);
	pthread_join(writer, NULL);
	while (atomic_load(&s->answers) < 50)
		sched_yield();
	atomic_store(&s->done, true);
	for (int i = 0; i < ASKERS; i++)
		pthread_join(askers[i], NULL);
	if (s->bad)
		print_message("%s\n", s->why);
	assert_int_equal(s->bad, 0);
	kb_free(s->kb);
	free(s);
}

struct shelf {
	struct kb_heap heap;
	_Atomic(struct kb_map *) view;
	struct kb_list list;
	atomic_uint listed;
	atomic_bool done;
	atomic_int bad;
};

static void *look_up(void *arg)
{
	struct shelf *s = arg;

	while (!atomic_load(&s->done)) {
		unsigned phase = kb_heap_enter(&s->heap);
		const struct kb_map *m = atomic_load(&s->view);
		uint32_t n = (uint32_t)m->n, count = 0, listed = atomic_load(&s->listed);
		struct kb_cursor c;
		uint8_t own[8];

		for (uint32_t key = n > 300 ? n - 300 : 0; key < n; key++)
			if (kb_map_get(m, key) < key + 1)
				atomic_fetch_add(&s->bad, 1);
		for (kb_cursor_open(&c, &s->list, own); c.number != UINT32_MAX; kb_cursor_next(&c), count++)
			if (c.number != count * 3 || c.bits != count % 4)
				atomic_fetch_add(&s->bad, 1);
		if (count < listed)
			atomic_fetch_add(&s->bad, 1);
		kb_heap_leave(&s->heap, phase);
	}
	return NULL;
}

/* A copy of a table finds all that was in when it was copied, also after the table has grown and split; a list
 * is never shorter than it was. */
static void tables_grow_under_their_readers(void **state)
{
	enum { KEYS = 40000, ENTRIES = 4000 };
	struct shelf *s = calloc(1, sizeof(*s));
	struct kb_map m = {.heap = &s->heap, .number_bits = 14};
	pthread_t readers[ASKERS];
	size_t bytes = 0;

	(void)state;
	atomic_store(&s->view, calloc(1, sizeof(m)));
	for (int i = 0; i < ASKERS; i++)
		assert_int_equal(pthread_create(&readers[i], NULL, look_up, s), 0);
	for (uint32_t key = 0; key < KEYS; key++) {
		struct kb_map *view = malloc(sizeof(*view));

		kb_map_set(&m, key, key + 1);
		kb_map_add(&m, key / 2, 1);
		if (key % (KEYS / ENTRIES) == 0) {
			kb_list_add(&s->list, &s->heap, &bytes, key / (KEYS / ENTRIES) * 3,
				key / (KEYS / ENTRIES) % 4);
			atomic_fetch_add(&s->listed, 1);
		}
		*view = m;
		kb_heap_retire(&s->heap, atomic_exchange(&s->view, view));
		kb_heap_collect(&s->heap);
	}
	atomic_store(&s->done, true);
	for (int i = 0; i < ASKERS; i++)
		pthread_join(readers[i], NULL);
	assert_int_equal(s->bad, 0);
	kb_list_retire(&s->list, NULL, &bytes);
	assert_int_equal(bytes, 0);
	kb_map_release(&m);
	free(atomic_load(&s->view));
	kb_heap_release(&s->heap);
	free(s);
}

/* A reader that stays keeps what it may be looking at, and keeps nobody waiting; when it has left, it is freed
 * (the leak sanitizer and the address sanitizer are the witnesses). */
static void a_reader_that_stays_stops_nobody(void **state)
{
	struct kb_heap heap = {.young = {.n = 0}};
	char *seen = strdup("still here");
	unsigned phase;

	(void)state;
	phase = kb_heap_enter(&heap);
	kb_heap_retire(&heap, seen);
	for (int i = 0; i < 100; i++) {
		kb_heap_retire(&heap, malloc(10));
		kb_heap_collect(&heap);
	}
	assert_string_equal(seen, "still here");
	kb_heap_leave(&heap, phase);
	for (int i = 0; i < 3; i++)
		kb_heap_collect(&heap);
	assert_int_equal(heap.young.n + heap.old.n, 0);
	kb_heap_release(&heap);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(asked_while_it_changes),
		cmocka_unit_test(tables_grow_under_their_readers),
		cmocka_unit_test(a_reader_that_stays_stops_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
