/* export.h - everything that a plant owns, as plain rows: for files in any form, and for another program.
 *
 * machines, parts, repairs and plans have the columns that an import (domain/import.h) reads, so they come back in another
 * Jixiu as they are; money in them is in yuan. Plans are those in use, a row for each machine, who is responsible by login. Repairs are corrective tickets that are restored or closed, in the form in
 * which suggestions are judged: id (the order's own number, else T and the ticket's), group (the fix: what was done on
 * what). The others are the tables as the API shows them: money in cents, times in ms, newest first except events. */
#ifndef DOMAIN_EXPORT_H
#define DOMAIN_EXPORT_H

#include "store/store.h"

enum export_what {
	EXPORT_MACHINES,
	EXPORT_PARTS,
	EXPORT_REPAIRS,
	EXPORT_PLANS,
	EXPORT_ASSETS,
	EXPORT_BINS,
	EXPORT_TICKETS, /* whole: with waits, people, comments, labour, invoices */
	EXPORT_MOVEMENTS,
	EXPORT_ACCOUNTS, /* no passwords */
	EXPORT_EVENTS,
	EXPORT_METERS, /* retired ones too; by id */
	EXPORT_FIXES,  /* with their parts and the tickets that are their own cases; by id */
	EXPORT_WHATS
};
extern const char *const export_whats[]; /* "machines" …, ends with NULL */

/* The members of a row that are one value each. */
const struct field *domain_export_fields(int what);
/* Its lists (tickets: waits, people, comments …); NULL: it has none. */
const struct field *domain_export_lists(int what);
/* Every row in turn, until fn does not return OK. Rows live until fn returns. The reader should be in a snapshot. */
enum err domain_export(struct db *db, int what, enum err (*fn)(const void *row, void *ctx), void *ctx);

#endif
