/* kb_fixture.h - an empty knowledge base for each test, a day to ask on, an arena and a place for the answer. */
#ifndef TESTS_UNIT_KB_FIXTURE_H
#define TESTS_UNIT_KB_FIXTURE_H

#include "unit/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "kb/kb.h"

#define NOW (1000 * DAY_MS)

struct fixture {
	struct kb *kb;
	struct arena arena;
	struct kb_answer answer;
	int64_t next_id;
};

static inline int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	f->kb = kb_new();
	f->next_id = 1;
	arena_init(&f->arena);
	*state = f;
	return 0;
}

static inline int teardown(void **state)
{
	struct fixture *f = *state;

	kb_free(f->kb);
	arena_release(&f->arena);
	free(f);
	return 0;
}

#endif
