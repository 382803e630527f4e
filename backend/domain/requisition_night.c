/* requisition_night.c - see requisition_night.h. */
#include "domain/requisition_night.h"

#include "base/clock.h"

struct night {
	struct requisition_run *run;
	bool always, ran;
};

bool requisition_night_due(const struct purchasing *p, int64_t now)
{
	int64_t day = clock_day_of(now);

	return p->enabled && (p->run_day == NONE || p->run_day < day) &&
	       now >= clock_day_start(day) + p->run_minute * MINUTE_MS;
}

static enum err look(struct tx *tx, void *ctx)
{
	struct night *n = ctx;
	struct purchasing p;
	enum err err = store_purchasing_get(tx->db, &p);

	n->ran = err == OK && (n->always || requisition_night_due(&p, tx->now));
	n->run->nightly = true;
	return n->ran ? domain_requisition_propose(tx, n->run) : err;
}

enum err requisition_night(struct store *store, bool always, int64_t now, bool *ran,
	struct requisition_run *run, struct fault *fault)
{
	struct night n = {.run = run, .always = always};
	struct purchasing p;
	struct arena arena;
	struct db *db = store_reader(store);
	enum err err = store_purchasing_get(db, &p);

	store_reader_return(store, db);
	*ran = false;
	if (err != OK || (!always && !requisition_night_due(&p, now ? now : clock_now_ms())))
		return err;
	arena_init(&arena);
	struct store_job job = {.fn = look,
		.ctx = &n,
		.actor = {NONE, "system"},
		.arena = &arena,
		.fault = fault,
		.now = now};

	err = store_write(store, &job);
	*ran = n.ran;
	arena_release(&arena);
	return err;
}
