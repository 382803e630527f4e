/* sim.h - the simulation while it runs: one step after the other out of the queue, each through the domain at
 * its own time. Internal to this folder. */
#ifndef DEMO_SIM_H
#define DEMO_SIM_H

#include "demo/crew.h"
#include "demo/factory.h"
#include "demo/plan.h"
#include "demo/queue.h"
#include "demo/stage.h"

enum step_kind {
	/* of a life (life.c); subject: its index */
	STEP_REPORT,
	STEP_SAME,
	STEP_ACCEPT,
	STEP_START,
	STEP_WORK, /* the fault is found; parts are fetched */
	STEP_RESUME,
	STEP_RESTORE,
	STEP_CLOSE,
	STEP_REOPEN,
	STEP_CANCEL,
	STEP_BILL,
	/* of the store room (stockroom.c); subject: index of the stock */
	STEP_ARRIVE,
	STEP_COUNT,   /* some shelves are counted */
	STEP_MISSING, /* a count that shows too little */
	/* of the house (run.c); subject: index of the machine */
	STEP_SWEEP,
	STEP_MACHINE,
	STEP_GONE,
	/* of inspection (rounds.c); subject: the day */
	STEP_ROUTES,
	STEP_ROUND_DUE,
	STEP_ROUND,
	/* of buying (purchases.c); no subject */
	STEP_SELLERS,
	STEP_PROPOSE,
	STEP_ORDER,
	STEP_DELIVER,
};

/* One ticket, from before it is reported until nothing happens to it any more. */
struct life {
	const struct plan_entry *plan;
	const struct stage *stage; /* NULL: an ordinary one */
	struct demo_machine *machine;
	const struct demo_family *family; /* NULL: a job */
	struct rng rng;
	int64_t id;
	int64_t begun;	    /* ms: of the work that goes on */
	size_t who, second; /* technicians; SIZE_MAX: nobody */
	int minutes;	    /* of work that it takes */
	int worked;	    /* minutes before the present work */
	bool english, quick, waited, again;
};

struct sim {
	struct factory factory;
	struct crew_days days;
	struct queue queue;
	struct life *lives;
	size_t life_n;
	struct demo_counts *counts;
};

static inline void sim_put(struct sim *s, int64_t at, enum step_kind kind, size_t subject)
{
	queue_put(&s->queue, at, kind, (uint32_t)subject);
}

/* ---- life.c ---- */
/* Sets up life i and puts its first step into the queue. */
void life_begin(struct sim *s, size_t i, const struct plan_entry *plan, const struct stage *stage);
enum err life_step(struct sim *s, struct tx *tx, struct life *l, enum step_kind kind);

/* ---- life_work.c: what is done to a ticket while somebody works on it ---- */
enum err life_work(struct sim *s, struct tx *tx, struct life *l);
enum err life_resume(struct sim *s, struct tx *tx, struct life *l);
enum err life_restore(struct sim *s, struct tx *tx, struct life *l);
enum err life_labour(struct sim *s, struct tx *tx, struct life *l);
enum err life_comment(struct tx *tx, struct life *l, const char *text);

/* ---- what both use ---- */
size_t life_index(const struct sim *s, const struct life *l);
/* The next step at its time: as the stage says, else at `at`. */
void life_next(struct sim *s, struct life *l, enum step_kind kind, int64_t at);
/* Who does it from here on. */
void life_as(struct tx *tx, int64_t account, const char *name);
void life_as_technician(const struct sim *s, struct tx *tx, const struct life *l);

/* ---- stockroom.c ---- */
void stockroom_begin(struct sim *s);
enum err stockroom_step(struct sim *s, struct tx *tx, size_t i, enum step_kind kind);
/* Out of stock to a ticket. ERR_CONFLICT is what the ledger says when there is too little. */
enum err stockroom_issue(struct sim *s, struct tx *tx, struct demo_stock *p, int64_t ticket, int64_t qty);
/* Back from a ticket that it was issued to. */
enum err stockroom_return(struct sim *s, struct tx *tx, struct demo_stock *p, int64_t ticket, int64_t qty);
/* Buys it; returns when it will be there. Ordered already: when that comes. */
int64_t stockroom_order(struct sim *s, struct demo_stock *p, int64_t need, int64_t now);

/* ---- rounds.c ---- */
void rounds_begin(struct sim *s);
enum err rounds_step(struct sim *s, struct tx *tx, size_t day, enum step_kind kind);

/* ---- purchases.c ---- */
void purchases_begin(struct sim *s);
enum err purchases_step(struct sim *s, struct tx *tx, enum step_kind kind);

#endif
