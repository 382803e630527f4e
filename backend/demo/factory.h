/* factory.h - what is there before anything fails: people, calendars, equipment, parts; and what the
 * simulation remembers of it. */
#ifndef DEMO_FACTORY_H
#define DEMO_FACTORY_H

#include "demo/demo.h"
#include "demo/rng.h"
#include "demo/tables.h"
#include "domain/calendar.h"

enum demo_calendar { CALENDAR_THREE, CALENDAR_TWO, CALENDAR_DAY, CALENDAR_ALWAYS, CALENDARS };

struct demo_machine {
	int64_t id; /* NONE: not there yet */
	enum demo_class class;
	int number; /* of its class, from 1 */
	int64_t line_id;
	size_t line; /* from 0; machines of the house are on line 0 too */
	enum demo_calendar calendar;
	int criticality;
	int64_t from, to;    /* it may fail in between: ms */
	int64_t added_at;    /* when it comes into the ledger */
	bool retires, rests; /* at `to`: taken away, or left standing */
	int64_t components[DEMO_COMPONENTS];
	int64_t last_ticket; /* the latest failure reported, for those who report it twice; or NONE */
};

struct demo_stock {
	int64_t id;
	const struct demo_part *part;
	int64_t have, min, start; /* units; have follows the ledger */
	int64_t ordered, arrives; /* units on order (0: none), and when they come */
};

struct demo_technician {
	int64_t id;
	const char *name;
	bool english;
	int64_t free_at; /* ms; from then on they can begin something */
};

enum { DEMO_WRITTEN = 16 };

struct factory {
	struct demo_options options;
	struct arena *arena; /* of all that follows */
	int64_t begin;	     /* ms: the ledger is set up, life begins */
	struct demo_machine *machines;
	size_t machine_n;
	struct demo_stock *stock; /* variants of a part lie side by side */
	size_t part_n, variants;
	struct demo_technician *technicians;
	size_t technician_n;
	int64_t admin, manager, storekeeper;
	int64_t written[DEMO_WRITTEN]; /* fixes, see written.h */
	int64_t calendar_ids[CALENDARS];
	const struct calendar_span *spans[CALENDARS]; /* over [begin, now) */
	const int64_t *closed;			      /* days nobody comes, sorted, ends with NONE */
	struct demo_counts *counts;
};

/* Lays the plan of the factory; nothing is written. */
void factory_plan(struct factory *f, const struct demo_options *o, struct arena *a);
/* Writes it, except machines that come later. tx->now is f->begin. */
enum err factory_build(struct tx *tx, struct factory *f, const char *password_hash);
/* One machine with its components, at tx->now. */
enum err factory_add_machine(struct tx *tx, struct factory *f, struct demo_machine *m);
/* The stock of a part as a machine uses it; NULL: no such part. */
struct demo_stock *factory_stock(const struct factory *f, const struct demo_machine *m, const char *code);
/* The calendars' shifts and closed days. */
enum err factory_add_calendars(struct tx *tx, struct factory *f);
void factory_plan_calendars(struct factory *f);
/* Nobody works on that day (yyyymmdd): a holiday. */
bool factory_closed(const struct factory *f, int64_t day);

#endif
