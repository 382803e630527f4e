/* kb_search_tsan_test.c - one puts, many search, nobody locks: kb/search.h, kb/search_state.h. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "kb/lexicon.h"
#include "kb/search.h"
#include "test.h"

enum { ALWAYS = 20, COMING = 300, CHANGES = 8000, ASKERS = 3 };

struct scene {
	struct kb_search *search;
	atomic_bool done;
	atomic_int wrong, asked;
};

static void put(struct kb_search *s, int64_t id, const char *text)
{
	kb_search_put(s,
		&(struct kb_search_record){.kind = KB_FOUND_TICKET, .id = id, .title = text, .time_ms = id});
}

/* Records that are always there are replaced over and over, in other words; others come and go; the words that are asked by
 * change. So often that everything is packed and the vocabulary is sorted several times. */
static void *change(void *arg)
{
	struct scene *s = arg;
	struct kb_lexicon *words[2] = {kb_lexicon_new(NULL), kb_lexicon_new("gizmo\t按钮\n")};

	for (int i = 0; i < CHANGES; i++) {
		char text[80];

		snprintf(text, sizeof(text), "按钮 steady w%c%c%c", 'a' + i % 26, 'a' + i / 26 % 26,
			'a' + i / 676);
		put(s->search, i % ALWAYS, text);
		snprintf(text, sizeof(text), "coming x%d", i % 100);
		if (i % 3)
			put(s->search, ALWAYS + i % COMING, text);
		else
			kb_search_remove(s->search, KB_FOUND_TICKET, ALWAYS + (i * 7) % COMING);
		if (i % 1000 == 0)
			kb_search_set_lexicon(s->search, words[i / 1000 % 2]);
	}
	kb_search_set_lexicon(s->search, words[1]);
	kb_lexicon_free(words[0]);
	kb_lexicon_free(words[1]);
	atomic_store(&s->done, true);
	return NULL;
}

static size_t count(struct scene *s, const char *text, struct arena *a)
{
	struct kb_found_list found[KB_FOUND_KINDS];

	kb_search_find(s->search,
		&(struct kb_search_query){
			.text = text, .limit = KB_SEARCH_MOST, .unfinished = true, .now_ms = 1},
		a, found);
	return found[KB_FOUND_TICKET].n;
}

static void *ask(void *arg)
{
	struct scene *s = arg;
	struct arena a;

	arena_init(&a);
	while (!atomic_load(&s->done)) {
		/* each of them once: the old or the new, never both or none */
		if (count(s, "steady", &a) != ALWAYS || count(s, "button", &a) != ALWAYS)
			atomic_fetch_add(&s->wrong, 1);
		count(s, "comi", &a);
		count(s, "stedy", &a);
		count(s, "gizmo", &a);
		atomic_fetch_add(&s->asked, 1);
		arena_clear(&a);
	}
	arena_release(&a);
	return NULL;
}

static void what_is_replaced_is_found_once_at_any_moment(void **state)
{
	struct scene s = {.search = kb_search_new()};
	struct kb_lexicon *shipped = kb_lexicon_new(NULL);
	pthread_t writer, askers[ASKERS];
	struct arena a;

	(void)state;
	kb_search_set_lexicon(s.search, shipped);
	kb_lexicon_free(shipped);
	for (int i = 0; i < ALWAYS; i++)
		put(s.search, i, "按钮 steady");
	for (int i = 0; i < ASKERS; i++)
		assert_int_equal(pthread_create(&askers[i], NULL, ask, &s), 0);
	assert_int_equal(pthread_create(&writer, NULL, change, &s), 0);
	pthread_join(writer, NULL);
	for (int i = 0; i < ASKERS; i++)
		pthread_join(askers[i], NULL);
	assert_int_equal(s.wrong, 0);
	assert_true(s.asked > 0);
	arena_init(&a);
	assert_int_equal(count(&s, "gizmo", &a), ALWAYS);
	arena_release(&a);
	kb_search_free(s.search);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_replaced_is_found_once_at_any_moment),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
