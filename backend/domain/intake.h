/* intake.h - imports over the network: a file that was sent is tried out, its columns are told apart, and then it is
 * brought in or thrown away.
 *
 *   queued → checking → ready ─apply→ queued → applying → done
 *                 ↘ failed (cannot be read, or lacks a column: another mapping may mend it)
 *
 * One thread does one after the other. Trying out runs on a copy of the database in DATA/imports, so nobody waits for it
 * and what it says is what would happen; bringing in is one transaction. A refused or cancelled one changes nothing.
 * At most INTAKE_MAX are kept, the oldest gives way; none outlives the process. Everything here may be called by any
 * thread. What an import does is in import.h. */
#ifndef DOMAIN_INTAKE_H
#define DOMAIN_INTAKE_H

#include "domain/import.h"

enum { INTAKE_MAX = 4, INTAKE_SAMPLES = 3, INTAKE_NAME_MAX = 200 };
enum intake_state {
	INTAKE_QUEUED,
	INTAKE_CHECKING,
	INTAKE_READY,
	INTAKE_APPLYING,
	INTAKE_DONE,
	INTAKE_FAILED
};
extern const char *const intake_states[], *const import_verdicts[];

struct intake_column {
	const char *heading;
	const char *field;   /* ours; NULL: not used */
	struct list samples; /* const char *: of the first rows */
};

/* One import as it is now; texts in the arena of who asked. */
struct intake_view {
	int64_t id;
	int what, state;
	const char *name; /* of the file */
	int64_t size, account_id, created_at;
	const char *by;
	int64_t rows_done;  /* of the run in progress, or of the last one */
	int64_t rows_total; /* lines of the file at first, then its rows */
	int64_t counts[IMPORT_VERDICTS];
	const char *encoding; /* "": not known yet */
	struct list columns;  /* struct intake_column */
	int64_t skip_errors;
	const char *bin;
	struct list sheets; /* const char *: of a workbook */
	const char *sheet;  /* the one that is read; NULL: none */
	int64_t head_row;   /* where the heading is; 0: there is none */
	struct fault fault; /* of a failed one, and why the last try to bring it in was refused */
};

struct intake;

struct intake *intake_start(struct store *s);
/* Stops what is in progress (nothing of it is kept) and throws everything away. NULL is fine. */
void intake_stop(struct intake *in);

/* Takes the file and queues it for checking. ERR_INVALID: it is empty. ERR_BUSY: so many are in progress. */
enum err intake_add(struct intake *in, const struct actor *who, int what, const char *name, const void *data,
	size_t len, int64_t *id, struct fault *fault);
enum err intake_get(struct intake *in, struct arena *a, int64_t id, struct intake_view *out);
/* Newest first, without columns. */
void intake_list(struct intake *in, struct arena *a, struct list *out);
/* Another mapping, or other ways: it is tried out again. A map whose `ours` is "" leaves the column unused. ERR_NOT_FOUND;
 * ERR_CONFLICT: it is being checked or applied, or done. */
struct intake_change {
	const struct import_map *maps;
	size_t map_n;
	int64_t skip_errors;
	const char *bin;
	const char *sheet; /* NULL: the one that fits */
	int64_t head_row;  /* 0: where it is found */
};
enum err intake_change(struct intake *in, int64_t id, const struct intake_change *c, struct fault *fault);
/* ERR_CONFLICT: not ready, or rows are refused and skip_errors is not set. */
enum err intake_apply(struct intake *in, const struct actor *who, int64_t id, struct fault *fault);
/* Stops it if it is in progress and forgets it. ERR_NOT_FOUND */
enum err intake_drop(struct intake *in, int64_t id);
/* Rows of the last run with a number above `after`, of one verdict (-1: of all), struct import_row. */
enum err intake_rows(struct intake *in, struct arena *a, int64_t id, int verdict, int64_t after,
	int64_t limit, struct list *out);
/* Until it is neither queued nor in progress, or time is up. */
void intake_wait(struct intake *in, int64_t id, int timeout_ms);

#endif
