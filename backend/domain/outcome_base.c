/* outcome_base.c - see outcome_base.h. */
#include "domain/outcome_base.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "store/fix.h"

struct tally {
	char *name;
	int64_t held, came_back;
};

struct outcome_bases {
	pthread_mutex_t lock;
	struct tally *of; /* by name */
	size_t n, room;
	struct tally all; /* with those that name none */
};

struct outcome_bases *outcome_bases_new(void)
{
	struct outcome_bases *b = xcalloc(1, sizeof(*b));

	pthread_mutex_init(&b->lock, NULL);
	return b;
}

static void clear(struct outcome_bases *b)
{
	for (size_t i = 0; i < b->n; i++)
		free(b->of[i].name);
	b->n = 0;
	b->all = (struct tally){0};
}

void outcome_bases_free(struct outcome_bases *b)
{
	if (!b)
		return;
	clear(b);
	free(b->of);
	pthread_mutex_destroy(&b->lock);
	free(b);
}

/* Where the name is, or would be. */
static size_t place_of(const struct outcome_bases *b, const char *name)
{
	size_t low = 0, high = b->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (strcmp(b->of[mid].name, name) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static struct tally *tally_of(struct outcome_bases *b, const char *name)
{
	size_t i = place_of(b, name);

	if (i < b->n && strcmp(b->of[i].name, name) == 0)
		return &b->of[i];
	if (b->n == b->room) {
		b->room = b->room * 2 + 64;
		b->of = xrealloc(b->of, b->room * sizeof(*b->of));
	}
	memmove(b->of + i + 1, b->of + i, (b->n - i) * sizeof(*b->of));
	b->of[i] = (struct tally){.name = xstrdup(name)};
	b->n++;
	return &b->of[i];
}

static void add(struct tally *t, int outcome, int sign)
{
	t->held += outcome == OUTCOME_HELD ? sign : 0;
	t->came_back += outcome == OUTCOME_CAME_BACK ? sign : 0;
}

void outcome_bases_load(struct outcome_bases *b, const struct list *rows)
{
	pthread_mutex_lock(&b->lock);
	clear(b);
	for (size_t i = 0; i < rows->n; i++) {
		const struct component_outcome *row = list_at(rows, i, sizeof(*row));

		b->all.held += row->held;
		b->all.came_back += row->came_back;
		if (row->component) {
			struct tally *t = tally_of(b, row->component);

			t->held = row->held;
			t->came_back = row->came_back;
		}
	}
	pthread_mutex_unlock(&b->lock);
}

void outcome_bases_move(struct outcome_bases *b, const char *component, int before, int after)
{
	if (before == after)
		return;
	pthread_mutex_lock(&b->lock);
	add(&b->all, before, -1);
	add(&b->all, after, 1);
	if (component) {
		struct tally *t = tally_of(b, component);

		add(t, before, -1);
		add(t, after, 1);
	}
	pthread_mutex_unlock(&b->lock);
}

double outcome_bases_of(struct outcome_bases *b, const char *component)
{
	double base;

	pthread_mutex_lock(&b->lock);
	base = outcome_share(b->all.held, b->all.came_back, 0.5);
	if (component) {
		size_t i = place_of(b, component);

		if (i < b->n && strcmp(b->of[i].name, component) == 0)
			base = outcome_share(b->of[i].held, b->of[i].came_back, base);
	}
	pthread_mutex_unlock(&b->lock);
	return base;
}
