/* export_row.h - what a row becomes in an export, with what belongs to it from other tables. For export.c alone.
 *
 * Machines, parts, repairs and plans have the columns of an import; a ticket is its row with all its lists. */
#ifndef DOMAIN_EXPORT_ROW_H
#define DOMAIN_EXPORT_ROW_H

#include "store/asset.h"
#include "store/fix.h"
#include "store/part.h"
#include "store/plan.h"
#include "store/repair.h"
#include "store/ticket.h"

/* An export going on. */
struct export_going {
	struct db *db;
	struct arena arena; /* of a page */
	struct arena row;   /* of a row */
	enum err (*fn)(const void *row, void *ctx);
	void *ctx;
	int64_t seq;	       /* of the next repair */
	struct list calendars; /* machines */
	struct arena whole;
};

extern const struct field export_machine_fields[], export_part_fields[], export_repair_fields[],
	export_plan_fields[];
extern const struct field export_ticket_lists[], export_fix_lists[];

/* Hands the row over to g->fn, whose err it returns; what else it needs is read into g->row. */
enum err export_machine(struct export_going *g, const struct asset *x);
enum err export_part(struct export_going *g, const struct part *p);
enum err export_repair(struct export_going *g, const struct repair *r);
enum err export_plan(struct export_going *g, const struct plan *p);
enum err export_ticket(struct export_going *g, const struct ticket *t);
enum err export_fix(struct export_going *g, const struct fix *f);

#endif
