/* said.c - see said.h. */
#include "kb/said.h"

#include "base/arena.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum {
	SLICE = 32,			/* records: some tens of microseconds of work */
	AHEAD = 8,			/* slices read at most, the one that is gone through among them */
	WORTH_A_THREAD = AHEAD * SLICE, /* records */
	TOKENS = 24,			/* of a record, to begin with */
};

struct slice {
	size_t n, n_tokens, room;
	struct kb_token *tokens; /* of all its records */
	struct kb_said said[];
};

struct kb_ahead {
	const struct kb *kb;
	const struct kb_record *r;
	size_t n, given;	    /* records */
	struct slice *here;	    /* read by who asks */
	struct slice *now;	    /* what is gone through: here, or one of those read ahead */
	struct slice *ahead[AHEAD]; /* by turns */
	bool threaded;
	pthread_t thread;
	pthread_mutex_t lock; /* of all below */
	pthread_cond_t room;
	/* Numbers of slices: those before `asked` were asked for, the last of them is gone through; from there up to
	 * `read` all are read. */
	size_t asked, read;
};

static struct slice *slice_new(size_t n)
{
	struct slice *s = xmalloc(sizeof(*s) + n * sizeof(s->said[0]));

	s->room = n * TOKENS + 1;
	s->tokens = xmalloc(s->room * sizeof(*s->tokens));
	return s;
}

static void slice_free(struct slice *s)
{
	if (s)
		free(s->tokens);
	free(s);
}

/* Moves the tokens read to the slice. Returns how many. */
static size_t keep(struct slice *s, struct kb_tokens *t)
{
	size_t n = t->n;

	if (s->n_tokens + n > s->room) {
		s->room = (s->n_tokens + n) * 2;
		s->tokens = xrealloc(s->tokens, s->room * sizeof(*s->tokens));
	}
	memcpy(s->tokens + s->n_tokens, t->v, n * sizeof(*t->v));
	s->n_tokens += n;
	t->n = 0;
	return n;
}

static void read_text(const struct kb *kb, const char *text, struct kb_reading *scratch)
{
	kb_lexicon_read(kb_uses(kb, KB_SPELLINGS) ? kb->lexicon : NULL,
		kb_uses(kb, KB_CONCEPTS) ? kb->lexicon : NULL, text, &scratch->tokens, scratch);
}

static bool given(const char *text)
{
	return text && *text;
}

/* What the fix is called; without a name, what was done. */
static const char *name_of(const struct kb_record *r, const struct kb_group_name *group)
{
	return given(r->name) ? r->name : given(r->group) ? r->group : group->label;
}

/* kb: a view, or the writer's own. */
static void read_record(
	const struct kb *kb, const struct kb_record *r, struct slice *s, struct kb_reading *scratch)
{
	struct kb_said *said = &s->said[s->n++];
	struct kb_tokens *t = &scratch->tokens;

	said->grouped = kb_group_of(kb->lexicon, r, scratch, &said->group);
	said->number = said->grouped
			       ? kb_names_find(&kb->group_names, said->group.name, strlen(said->group.name))
			       : KB_NO_NAME;
	said->model = kb_field_find(&kb->model_names, r->model);
	said->component = kb_field_find(&kb->component_names, r->component);
	said->code = kb_field_find(&kb->code_names, r->code);
	t->n = 0;
	read_text(kb, r->symptom, scratch);
	kb_text_code_token(r->code, t);
	said->n_symptom = keep(s, t);
	read_text(kb, r->cause, scratch);
	read_text(kb, r->action, scratch);
	read_text(kb, r->component, scratch);
	said->n_past = keep(s, t);
	if (said->grouped && said->number == KB_NO_NAME)
		read_text(kb, name_of(r, &said->group), scratch);
	said->n_name = keep(s, t);
}

static void slice_read(const struct kb_ahead *a, const struct kb *kb, size_t number, struct slice *s,
	struct kb_reading *scratch)
{
	const struct kb_token *t;

	s->n = s->n_tokens = 0;
	for (size_t i = number * SLICE; i < a->n && s->n < SLICE; i++)
		read_record(kb, &a->r[i], s, scratch);
	t = s->tokens;
	for (size_t i = 0; i < s->n; i++) {
		s->said[i].tokens = t;
		t += s->said[i].n_symptom + s->said[i].n_past + s->said[i].n_name;
	}
}

/* The next slice to read ahead, none that was asked for already; waits until there is room for it. */
static size_t next_ahead(struct kb_ahead *a, size_t after)
{
	size_t number;

	pthread_mutex_lock(&a->lock);
	a->read = after;
	for (;;) {
		number = after > a->asked ? after : a->asked;
		if (number + 1 < a->asked + AHEAD || number * SLICE >= a->n)
			break;
		pthread_cond_wait(&a->room, &a->lock);
	}
	pthread_mutex_unlock(&a->lock);
	return number;
}

static void *read_ahead(void *arg)
{
	struct kb_ahead *a = arg;
	struct kb_reading *scratch = xmalloc(sizeof(*scratch));

	for (size_t i = next_ahead(a, 0); i * SLICE < a->n; i = next_ahead(a, i + 1)) {
		unsigned phase;

		slice_read(a, kb_enter(a->kb, &phase), i, a->ahead[i % AHEAD], scratch);
		kb_leave(a->kb, phase);
	}
	free(scratch);
	return NULL;
}

struct kb_ahead *kb_ahead_begin(const struct kb *kb, const struct kb_record *r, size_t n)
{
	struct kb_ahead *a = xcalloc(1, sizeof(*a));

	a->kb = kb;
	a->r = r;
	a->n = n;
	a->here = slice_new(n < SLICE ? n : SLICE);
	if (n < WORTH_A_THREAD)
		return a;
	for (size_t i = 0; i < AHEAD; i++)
		a->ahead[i] = slice_new(SLICE);
	pthread_mutex_init(&a->lock, NULL);
	pthread_cond_init(&a->room, NULL);
	a->threaded = pthread_create(&a->thread, NULL, read_ahead, a) == 0;
	return a;
}

/* Asks for the slice: is it read? Who reads ahead sleeps until half of all are gone through: each waking takes as long
 * as some records. */
static bool is_read(struct kb_ahead *a, size_t number)
{
	bool read;

	if (!a->threaded)
		return false;
	pthread_mutex_lock(&a->lock);
	a->asked = number + 1;
	read = number < a->read;
	if (a->read <= number + AHEAD / 2)
		pthread_cond_signal(&a->room);
	pthread_mutex_unlock(&a->lock);
	return read;
}

const struct kb_said *kb_ahead_next(struct kb_ahead *a, struct kb_reading *scratch)
{
	size_t number = a->given / SLICE, in_slice = a->given % SLICE;

	a->given++;
	if (in_slice == 0 && is_read(a, number)) {
		a->now = a->ahead[number % AHEAD];
	} else if (in_slice == 0) {
		a->now = a->here;
		slice_read(a, a->kb, number, a->now, scratch);
	}
	return &a->now->said[in_slice];
}

void kb_ahead_end(struct kb_ahead *a)
{
	if (a->threaded)
		pthread_join(a->thread, NULL);
	if (a->ahead[0]) {
		pthread_mutex_destroy(&a->lock);
		pthread_cond_destroy(&a->room);
	}
	for (size_t i = 0; i < AHEAD; i++)
		slice_free(a->ahead[i]);
	slice_free(a->here);
	free(a);
}
