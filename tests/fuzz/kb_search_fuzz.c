/* kb_search_fuzz.c - a life of the search index out of any bytes: put, replace, remove, ask. What is asked for by its own title
 * is found, what is gone is not, and shares stay between 0 and 1. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "kb/search.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { IDS = 8 };

static void check(
	const struct kb_search *s, const bool there[IDS], const char *text, bool unfinished, bool any)
{
	const struct kb_search_query q = {
		.text = text, .limit = 5, .unfinished = unfinished, .any = any, .now_ms = 1000};
	struct kb_found_list found[KB_FOUND_KINDS];
	struct arena a;

	arena_init(&a);
	kb_search_find(s, &q, &a, found);
	for (size_t kind = 0; kind < KB_FOUND_KINDS; kind++)
		for (size_t i = 0; i < found[kind].n; i++) {
			const struct kb_found *f = &found[kind].items[i];

			if (kind != KB_FOUND_PART || f->id < 0 || f->id >= IDS || !there[f->id])
				abort();
			if (!(f->share >= 0 && f->share <= 1.0001) || !(f->score >= 0))
				abort();
		}
	arena_release(&a);
}

/* Lines: the first byte says what to do with which, the rest is the text. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct kb_search *s = kb_search_new();
	bool there[IDS] = {false};
	char line[512];

	while (size) {
		const uint8_t *end = memchr(data, '\n', size);
		size_t n = end ? (size_t)(end - data) : size, kept = n && n - 1 < sizeof(line) ? n - 1 : 0;
		int id = n ? *data % IDS : 0, verb = n ? *data / IDS % 4 : 0;
		const struct kb_search_record r = {.kind = KB_FOUND_PART,
			.id = id,
			.title = line,
			.codes = line,
			.text = line,
			.time_ms = id};

		memcpy(line, data + (n ? 1 : 0), kept);
		line[kept] = '\0';
		if (verb == 0) {
			kb_search_put(s, &r);
			there[id] = true;
		} else if (verb == 1) {
			if (kb_search_remove(s, KB_FOUND_PART, id) != there[id])
				abort();
			there[id] = false;
		} else {
			check(s, there, line, verb == 2, *data & 64);
		}
		data += n + (end != NULL);
		size -= n + (end != NULL);
	}
	kb_search_free(s);
	return 0;
}
