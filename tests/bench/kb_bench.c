/* kb_bench.c - how fast the knowledge base is built and asked, and what a record costs in memory.
 *
 *   kb_bench [--full] [--build] [RECORDS…] [FOLDER… | LINES.txt…]
 *
 * For 10,000, 100,000 and 1,000,000 records (or the sizes given) it prints
 *   - records put a second, not counting the making of their texts; bytes a record, by the knowledge base's own count
 *     (apart: what few records take as well), and by what the allocator gave out meanwhile;
 *   - time of a suggestion with nothing else going on: median, 99th percentile, longest; by the clock, and by the
 *     processor's, which is the same unless the machine is busy otherwise;
 *   - the same while another thread puts, replaces and removes 1,000 records a second; how long a change takes until
 *     everybody who asks sees it (looked up each time); the longest that anybody waited;
 *   - the same while that thread replaces as fast as it can, so that all is packed anew meanwhile.
 * The texts are made from real repairs (kb_texts.h): FOLDERs as jixiu kb eval reads them, those of JIXIU_KB_EVAL or
 * ../shared/kb-eval, or else the lines of a file. --full gives every record an action, a component and parts as well,
 * as the tickets of this program have them; --build stops when all are put. Two runs do the same work: "answers" is a
 * hash of all that was answered, and stays when a change is to make things faster and nothing else.
 *
 * The bars: 300,000 records a second, 300 bytes a record, p99 of 1 / 5 / 20 ms, a change seen within 100 ms. */
#include "kb/kb.h"
#include "kb/lexicon.h"
#include "kb/map.h"

#include <malloc.h>
#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#include "kb_texts.h"

enum {
	BATCH = 2048,	      /* texts made at a time: few enough to stay near */
	BUILDS = 15,	      /* at most, of a small one */
	BUILT_ONCE = 1000000, /* records */
	MACHINES = 400,
	QUERIES = 3000,
	BESIDE = 3000, /* changes at 1,000 a second */
};

static const char *const by_processor = "   by the processor's clock";

struct made {
	char symptom[TEXT], action[TEXT], component[TEXT];
	struct kb_part parts[2];
	struct kb_record r;
};

struct bench {
	struct texts texts;
	bool full, build_only;
	uint64_t answers; /* a hash of them */
	struct kb *kb;
	size_t records;
	struct made *made; /* BATCH */
	struct kb_record records_made[BATCH];
	double *took; /* of questions */
	double *used; /* the same by the processor's clock */
	size_t n_took;
	atomic_bool done;
};

static double ms_of(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static double now_ms(void)
{
	return ms_of(CLOCK_MONOTONIC);
}

/* Of the processor, by this thread: what it would be with the machine to itself. */
static double used_ms(void)
{
	return ms_of(CLOCK_THREAD_CPUTIME_ID);
}

static void sleep_ms(double ms)
{
	if (ms > 0)
		nanosleep(&(struct timespec){.tv_nsec = (long)(ms * 1e6)}, NULL);
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static void tell_times(const char *what, double *took, size_t n)
{
	qsort(took, n, sizeof(*took), by_value);
	printf("  %-34s p50 %8.3f   p99 %8.3f   longest %8.3f ms  (%zu)\n", what, took[n / 2],
		took[n * 99 / 100], took[n - 1], n);
}

static void make(struct bench *b, struct made *m, int64_t id)
{
	struct texts *t = &b->texts;

	m->r = (struct kb_record){
		.id = id,
		.time_ms = id * 60000,
		.machine = 1 + roll(t, MACHINES),
		.model = "M-1",
		.symptom = m->symptom,
		.minutes = 10 + roll(t, 200),
	};
	m->r.group = texts_make(t, m->symptom, WORDS_MOST);
	if (!b->full)
		return;
	texts_make(t, m->action, 4);
	texts_make(t, m->component, 1);
	m->parts[0] = (struct kb_part){1 + roll_low(t, 500), 1000};
	m->parts[1] = (struct kb_part){1 + roll_low(t, 500), 1000};
	m->r.action = m->action;
	m->r.component = m->component;
	m->r.parts = m->parts;
	m->r.n_parts = roll(t, 3);
}

static size_t given_out(void)
{
	struct mallinfo2 m = mallinfo2();

	return m.uordblks + m.hblkhd;
}

/* Into b->kb, anew. Returns the milliseconds of putting; *used: of the processor. */
static double build_once(struct bench *b, double *used)
{
	double took = 0;

	*used = 0;
	b->kb = kb_new();
	for (size_t i = 0; i < b->records; i += BATCH) {
		size_t n = b->records - i < BATCH ? b->records - i : BATCH;
		double began, then;

		for (size_t j = 0; j < n; j++) {
			make(b, &b->made[j], (int64_t)(i + j + 1));
			b->records_made[j] = b->made[j].r;
		}
		began = now_ms();
		then = used_ms();
		kb_put_all(b->kb, b->records_made, n);
		took += now_ms() - began;
		*used += used_ms() - then;
	}
	return took;
}

/* A small one is built several times: it takes no longer than what else happens on the machine. */
static void build(struct bench *b)
{
	size_t before = given_out(), builds = b->records < BUILT_ONCE ? BUILT_ONCE / b->records : 1;
	double took[BUILDS], used[BUILDS];
	struct kb_stats stats;

	builds = builds < BUILDS ? builds : BUILDS;
	for (size_t i = 0; i < builds; i++) {
		if (i)
			kb_free(b->kb);
		took[i] = build_once(b, &used[i]);
	}
	qsort(took, builds, sizeof(*took), by_value);
	qsort(used, builds, sizeof(*used), by_value);
	kb_stats(b->kb, &stats);
	printf("%zu records: %.0f put a second (%.0f by the processor's clock; the quickest of %zu builds "
	       "%.0f); "
	       "%.0f bytes a record beside %zu KB, %.0f given out; %zu fixes, %zu spellings\n",
		b->records, (double)b->records / took[builds / 2] * 1e3,
		(double)b->records / used[builds / 2] * 1e3, builds, (double)b->records / used[0] * 1e3,
		(double)(stats.bytes - stats.fixed) / (double)b->records, stats.fixed / 1024,
		(double)(given_out() - before) / (double)b->records, stats.groups, stats.words);
}

static uint64_t answer_hash(uint64_t h, const struct kb_answer *answer)
{
	for (size_t i = 0; i < answer->n_records; i++)
		h = kb_map_mix(h * 31 + (uint64_t)answer->records[i].id) +
		    (uint64_t)(answer->records[i].score * 1e9);
	for (size_t i = 0; i < answer->n_fixes; i++)
		h = kb_map_mix(h * 31 + answer->fixes[i].cases) +
		    (uint64_t)(answer->fixes[i].probability * 1e9);
	return h;
}

/* Asks `n` times, or until told that it is done. */
static void ask(struct bench *b, struct texts *texts, size_t n)
{
	struct arena a;

	arena_init(&a);
	b->n_took = 0;
	while (b->n_took < n && !atomic_load(&b->done)) {
		char text[TEXT];
		struct kb_query q = {.text = text,
			.machine = 1 + roll(texts, MACHINES),
			.now_ms = (int64_t)b->records * 60000};
		struct kb_answer answer;
		double began, used;

		texts_make(texts, text, WORDS_MOST);
		used = used_ms();
		began = now_ms();
		kb_suggest(b->kb, &q, &a, &answer);
		b->took[b->n_took] = now_ms() - began;
		b->used[b->n_took++] = used_ms() - used;
		b->answers = answer_hash(b->answers, &answer);
		arena_clear(&a);
	}
	arena_release(&a);
}

static void *ask_beside(void *arg)
{
	struct bench *b = arg;
	struct texts own = b->texts; /* the seed is all that changes */

	ask(b, &own, QUERIES * 100);
	return NULL;
}

/* Does a question that names it find the record? */
static bool seen(struct bench *b, struct arena *a, const char *code, int64_t id)
{
	struct kb_query q = {.text = code, .code = code};
	struct kb_answer answer;
	bool found = false;

	kb_suggest(b->kb, &q, a, &answer);
	for (size_t i = 0; i < answer.n_records; i++)
		found = found || answer.records[i].id == id;
	arena_clear(a);
	return found;
}

/* 1,000 changes a second: a third new, a third replaced, a third removed. */
static void change_beside(struct bench *b, double *took, double *used)
{
	struct arena a;
	size_t missed = 0;
	double next = now_ms();

	arena_init(&a);
	for (size_t i = 0; i < BESIDE; i++) {
		int64_t id = i % 3 == 0 ? (int64_t)(b->records + i + 1)
					: 1 + roll(&b->texts, (uint32_t)b->records);
		struct made *m = &b->made[0];
		char code[32];

		make(b, m, id);
		snprintf(code, sizeof(code), "QX%zuV", i);
		m->r.code = code;
		sleep_ms(next++ - now_ms());
		used[i] = used_ms();
		took[i] = now_ms();
		if (i % 3 == 2)
			kb_remove(b->kb, id);
		else
			kb_put(b->kb, &m->r);
		took[i] = now_ms() - took[i];
		used[i] = used_ms() - used[i];
		missed += i % 30 < 2 && seen(b, &a, code, id) != (i % 3 < 2);
	}
	arena_release(&a);
	if (missed)
		printf("  %zu changes were not seen at once\n", missed);
}

static void replace_all(struct bench *b, double *took, double *used, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		make(b, &b->made[0], (int64_t)i + 1);
		used[i] = used_ms();
		took[i] = now_ms();
		kb_put(b->kb, &b->made[0].r);
		took[i] = now_ms() - took[i];
		used[i] = used_ms() - used[i];
	}
}

static void with_reader(struct bench *b, const char *asked, const char *changed, bool all)
{
	size_t n = all ? b->records : BESIDE;
	double *took = xcalloc(n, sizeof(*took)), *used = xcalloc(n, sizeof(*used));
	pthread_t reader;

	atomic_store(&b->done, false);
	if (pthread_create(&reader, NULL, ask_beside, b) == 0) {
		b->texts.seed ^= 0x5DEECE66DULL;
		if (all)
			replace_all(b, took, used, n);
		else
			change_beside(b, took, used);
		atomic_store(&b->done, true);
		pthread_join(reader, NULL);
		tell_times(asked, b->took, b->n_took);
		tell_times(by_processor, b->used, b->n_took);
		tell_times(changed, took, n);
		tell_times(by_processor, used, n);
	}
	atomic_store(&b->done, false);
	free(took);
	free(used);
}

static void tell_lexicon(void)
{
	struct kb_lexicon *lx = kb_lexicon_new(NULL);

	printf("beside the records: the shipped lexicon, %zu KB\n", kb_lexicon_bytes(lx) / 1024);
	kb_lexicon_free(lx);
}

static void measure(struct bench *b, size_t records)
{
	b->records = records;
	build(b);
	if (b->build_only) {
		kb_free(b->kb);
		return;
	}
	b->answers = 0;
	ask(b, &b->texts, QUERIES);
	printf("  answers %016llx\n", (unsigned long long)b->answers);
	tell_times("asked alone", b->took, b->n_took);
	tell_times(by_processor, b->used, b->n_took);
	with_reader(b, "asked beside 1,000 changes a second", "one of these changes, until seen", false);
	with_reader(b, "asked while all is replaced", "one replaced, packing included", true);
	kb_free(b->kb);
	fflush(stdout);
}

int main(int argc, char **argv)
{
	static const size_t usual[] = {10000, 100000, 1000000};
	struct bench b = {.full = false};
	size_t sizes[16], n = 0, n_paths = 0;
	char **paths = xcalloc((size_t)argc + 1, sizeof(*paths));

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--full") == 0)
			b.full = true;
		else if (strcmp(argv[i], "--build") == 0)
			b.build_only = true;
		else if (strspn(argv[i], "0123456789") == strlen(argv[i]) && n < 16)
			sizes[n++] = strtoul(argv[i], NULL, 10);
		else
			paths[n_paths++] = argv[i];
	}
	if (!n)
		for (; n < 3; n++)
			sizes[n] = usual[n];
	texts_open(&b.texts, paths);
	tell_lexicon();
	b.made = xcalloc(BATCH, sizeof(*b.made));
	b.took = xcalloc(QUERIES * 100, sizeof(*b.took));
	b.used = xcalloc(QUERIES * 100, sizeof(*b.used));
	for (size_t i = 0; i < n; i++)
		measure(&b, sizes[i]);
	texts_close(&b.texts);
	free(b.made);
	free(b.took);
	free(b.used);
	free(paths);
	return 0;
}
