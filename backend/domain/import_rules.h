/* import_rules.h - what the files of the import share; nobody else includes it.
 *
 * import.c goes through the file; for each row it fills `cells` by the kind's columns and calls the kind's row function
 * in a savepoint of its own, with a transaction whose fault is the row's and whose arena lives as long as the row. The
 * function first takes its cells by the import_take_… functions, which complain into that fault by the file's headings,
 * then asks import_refused, and only then changes anything. */
#ifndef DOMAIN_IMPORT_RULES_H
#define DOMAIN_IMPORT_RULES_H

#include "base/buf.h"
#include "base/csv.h"
#include "domain/import.h"
#include "store/import.h"

enum { IMPORT_COLUMNS_MAX = 32 };

struct import_run {
	struct import *in;
	const struct import_column *columns;
	struct arena *keep;			  /* the report's */
	struct arena scratch;			  /* the row's */
	int at[IMPORT_COLUMNS_MAX];		  /* which column of the file; -1: none */
	const char *headings[IMPORT_COLUMNS_MAX]; /* as in the file */
	const char *cells[IMPORT_COLUMNS_MAX];	  /* of this row, trimmed; NULL when empty or not there */
	struct fault fault;			  /* of this row */
	struct import_row *row;
	bool known;	   /* the row is about something that is there: what differs is noted */
	struct buf detail; /* the notes */
	bool noted[IMPORT_COLUMNS_MAX];
	struct list plans;	     /* of this file so far: struct plan_said (import_plan.c) */
	struct import_record record; /* id 0: nothing was changed so far */
	int64_t seq;		     /* of the newest event */
};

/* ctx is the struct import_run. They set row->verdict, key and title (in `keep`). */
store_fn import_machine_row, import_part_row, import_repair_row, import_plan_row;
extern const struct import_column import_machine_columns[], import_part_columns[], import_repair_columns[],
	import_plan_columns[];

/* ---- columns: import_take.c for import.c ---- */

/* Finds each of our columns in a heading, by `maps` first, else by its names. A column of the file serves once. */
void import_map_columns(struct import_run *r, const struct csv *head);
/* What was recognised and what was not, for the report. */
void import_tell_columns(struct import_run *r, const struct csv *head);
/* Every column that `maps` names must be there, and every one that is needed. */
enum err import_check_columns(struct import_run *r, const struct csv *head, struct fault *fault);
/* What of `maps` the names alone would not have found is kept for the next time; a column that was left out this time is not
 * left out for ever. */
enum err import_remember(struct tx *tx, const struct import_run *r, const struct csv *head);
/* Without blanks at either end, the wide and the unbreakable ones too; NULL when nothing is left. */
const char *import_trim(struct arena *a, const char *s);

/* ---- cells: for the row functions ---- */

/* Complains about the cell of that column; returns ERR_INVALID. */
enum err import_complain(struct import_run *r, int column, enum msg msg, const char *arg);
/* Was there any complaint? */
bool import_refused(const struct import_run *r);
/* For the report: "A, B". */
void import_note(struct import_run *r, const char *text);
/* That of a known thing this column is another now. */
void import_note_column(struct import_run *r, int column);

/* Each puts the cell into *member when it is not empty and differs from it; an empty cell leaves it as it is. longest is
 * in code points; `lines` allows line breaks. */
void import_take_text(struct import_run *r, int column, const char **member, int64_t longest, bool lines);
typedef bool import_parse(const char *text, int64_t *value);
void import_take_number(struct import_run *r, int column, import_parse *parse, enum msg msg, int64_t *member,
	int64_t min, int64_t max);
/* Money, and minutes. A bare number is in what the heading says, "原值（万元）", "预计工时（小时）"; else in yuan, and in units
 * of so many minutes. */
void import_take_money(struct import_run *r, int column, int64_t *member, int64_t min, int64_t max);
void import_take_minutes(
	struct import_run *r, int column, int64_t unit, int64_t *member, int64_t min, int64_t max);
/* The index of the cell's word as cell_word takes it; `allowed` is what a complaint says. */
void import_take_word(
	struct import_run *r, int column, const char *const *groups, const char *allowed, int *member);
/* The cell must not be empty. */
void import_need(struct import_run *r, int column);

#endif
