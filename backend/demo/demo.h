/* demo.h - a factory to look at: an auto-parts plant with two years of repairs behind it.
 *
 * Everything is done through the domain's functions, in the order in which it would have happened, with
 * tx->now set to that moment: the history, the events and the stock ledger are real. Life is simulated: every
 * machine has its families of faults (tables.h), which fail by wear or at random while the machine works;
 * technicians have shifts and do one job at a time; parts are used, run out and are bought again.
 *
 * The same seed, day and sizes give the same factory, but for what must be a secret: printed codes and the
 * password's hash. The last hours are laid around `now`: a few tickets are open in every state. */
#ifndef DEMO_DEMO_H
#define DEMO_DEMO_H

#include "store/store.h"

enum { DEMO_DAYS = 730 };
#define DEMO_PASSWORD "jixiu-demo"
/* Of the store's meta table: set in a folder that was made by demo_fill. */
#define DEMO_META "demo"

struct demo_options {
	int64_t machines; /* 5 .. 5000 */
	int64_t tickets;  /* 20 .. 500000: so many there will be, exactly */
	uint64_t seed;
	int64_t today; /* yyyymmdd: the last day */
	int64_t now;   /* ms, on that day: nothing is later */
};

struct demo_counts {
	int64_t machines, components, parts, accounts, tickets, open, movements, steps;
};

/* Fills the data folder. ERR_CONFLICT: there is something in it already. */
enum err demo_fill(
	struct store *store, const struct demo_options *o, struct demo_counts *counts, struct fault *fault);

/* Was this folder made by demo_fill? */
bool demo_is(struct store *store);

/* For those who want to look in: ends with login NULL. All have DEMO_PASSWORD. */
struct demo_login {
	const char *login, *role;
	const char *zh, *en; /* what they do */
};
extern const struct demo_login demo_logins[];

#endif
