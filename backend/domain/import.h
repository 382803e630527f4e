/* import.h - a factory's own lists come in: equipment (设备台账), spare parts (备件清单), past repairs.
 *
 * A file is a workbook (base/xlsx_read.h), CSV (base/csv.h: separators and encodings as people have them) or JSON Lines,
 * told apart by its first bytes. Columns are found by their headings, in Chinese or English, as import_columns lists them, or
 * by `maps` ("their column" is "our field"), or as `known` has them from the last time. An empty cell, or one of strokes
 * alone ("-", "/") but for what was wrong with a machine, says nothing: it never clears what is known.
 *
 * The heading is that of the first IMPORT_HEAD_ROWS rows which holds most of what is looked for: titles and remarks above it
 * are passed over. So are later rows that repeat it, rows whose first text begins with 示例 or "Example", and sums (合计,
 * "Total"). Of several
 * sheets the one with the best heading is taken. Both may be said instead.
 *
 *   machines  matched by code. New ones are made with the site, area and line they name, which are made too where
 *             nothing of that name is there; of known ones what differs is changed. The state of a known machine
 *             follows its tickets, so a list can only retire it, take it out of use (idle) or bring it back.
 *   parts     matched by code. Bins are made when they are missing. The quantity of a new part is its opening stock, one
 *             movement "receive"; of a known part it is left alone: stock is counted, not overwritten.
 *   repairs   known by their id (or, without one, by all their text), so that a second import changes nothing.
 *             Each becomes a closed ticket of source "import" on a machine that is made when it is missing. Its cost is one
 *             invoice of kind "import" on its day, 0 and credit notes (below 0) too; its minutes are labour without a rate.
 *             A time that the file does not give stays unknown: the figures list such a repair as left out. component
 *             (or else group) is a component of the machine, made when missing.
 *   plans     known by their names, among those that are not retired; a row for each machine of a plan, or several codes in
 *             one cell. A row of a known plan changes its rule and adds its machines, and takes none out; but not the rule that a
 *             row of the same list gave it. A job is made when none has its name. What is due has its ticket at once, as when
 *             a plan is written.
 *
 * What is brought in is noted (store/import.h), so that it can be put back (domain/import_undo.h), and what was said of
 * headings that are not found by their names is kept for the next list of that kind.
 *
 * Each row is done or refused as a whole. One row refused refuses the file, unless skip_errors. Without `apply`
 * everything is done and undone: what the report says is what would happen. */
#ifndef DOMAIN_IMPORT_H
#define DOMAIN_IMPORT_H

#include <stdatomic.h>

#include "store/store.h"

enum import_what { IMPORT_MACHINES, IMPORT_PARTS, IMPORT_REPAIRS, IMPORT_PLANS };
extern const char *const import_whats[]; /* "machines" … */

enum import_verdict { IMPORT_NEW, IMPORT_CHANGED, IMPORT_SAME, IMPORT_ERROR, IMPORT_VERDICTS };

struct import_map {
	const char *theirs, *ours; /* ours "": this column is not used */
};

struct import_row {
	int64_t number; /* as a spreadsheet shows it; the line of JSON Lines */
	int verdict;
	const char *key, *title;   /* code and name, id and symptom; may be NULL in a refused row */
	const char *detail;	   /* changed: the columns that differ; new: what else is made; or NULL */
	const struct fault *fault; /* of a refused row; its fields bear the file's headings. Kept of the first
				      IMPORT_FAULTS, NULL of the rest */
};
enum { IMPORT_FAULTS = 1000, IMPORT_ROWS_MAX = 500000, IMPORT_HEAD_ROWS = 20 };

/* For who looks on from another thread. */
struct import_watch {
	_Atomic int64_t rows;  /* done so far */
	_Atomic int64_t total; /* as far as it is known; 0: not yet */
	atomic_bool stop;      /* set: the import ends at its next row with ERR_BUSY, and keeps nothing */
};

struct import {
	/* in */
	int what;
	const char *name; /* of the file; NULL: none */
	const void *data;
	size_t len;
	const struct import_map *maps;
	size_t map_n;
	bool apply, skip_errors;
	const char *bin;		/* parts: where those lie that name no bin; or NULL */
	struct import_watch *watch;	/* NULL: nobody looks on */
	const char *sheet;		/* of a workbook; NULL: the one that fits */
	int64_t head_row;		/* where the heading is; 0: it is found */
	const struct import_map *known; /* from the last time: used where the file has such a column */
	size_t known_n;
	struct import_file *file; /* by import_prepare */
	/* out, in the arena of the transaction's caller */
	const char *encoding;	/* "UTF-8", "GB18030", …, "JSON Lines", "xlsx" */
	const char *sheet_read; /* its name; NULL: no workbook */
	struct list sheets;	/* const char *: those of the workbook */
	int64_t head_read;	/* the row of the heading; 0: there is none */
	struct list columns;	/* struct import_map: what was recognised */
	struct list unused;	/* const char *: headings that were not */
	struct list rows;	/* struct import_row */
	int64_t counts[IMPORT_VERDICTS];
	bool finished;	/* every row was looked at: the report is whole */
	int64_t run_id; /* under which it was noted; 0: it was not */
};

/* What was said of headings before, for `known`. */
enum err import_recall(struct db *db, struct arena *a, struct import *in);
/* Reads a workbook before the transaction, so that others need not wait for that; does nothing for other files. Without it
 * domain_import reads it. ERR_INVALID, ERR_TOO_BIG: the fault says what is wrong with it. */
enum err import_prepare(struct import *in, struct arena *a, struct fault *fault);

/* A store_fn; ctx is a struct import, which it may fill again when it is run again. OK: done, and to be kept.
 * ERR_CONFLICT with `finished`: a dry run, or rows that were refused; nothing is kept. ERR_INVALID: the file cannot be read
 * or has not the columns it needs; the fault says which. */
enum err domain_import(struct tx *tx, void *ctx);

/* The fields of a kind and their headings "设备编号|…|code", for help and for a mapping step; ends with name NULL. */
struct import_column {
	const char *name;
	const char *headings; /* the names by which it is found, besides `name` */
	bool required;	      /* the file must have it */
	const char *example;  /* for a template: in Chinese, and behind a | in English */
	bool lines;	      /* line breaks are kept; of what is neither this nor required they are blanks */
};
const struct import_column *import_columns(int what);
/* A heading as the report gives it: without blanks at either end; "" for an empty one. */
const char *import_heading(struct arena *a, const char *cell);

#endif
