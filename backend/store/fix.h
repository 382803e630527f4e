/* fix.h - fixes as things: rows with an id of their own, the repairs that are their cases, and what was written down.
 *
 * Plain rows; the rules are in domain/fix.h, how repairs find their fix in domain/fix_follow.h. A fix that was merged stays
 * as a row: merged_into says into what, root_id what that leads to in the end, and its repairs still name it. */
#ifndef STORE_FIX_H
#define STORE_FIX_H

#include "store/store.h"

enum fix_kind { FIX_MINED, FIX_WRITTEN };
/* Who said that a repair is a case of its fix. */
enum fix_said { SAID_DERIVED, SAID_CLOSING, SAID_PERSON };
extern const char *const fix_kinds[], *const fix_said[];
/* In the order of enum outcome (domain/outcome.h). */
extern const char *const fix_outcomes[];

enum { FIX_LABEL_MAX = 120, FIX_TEXT_MAX = 2000, FIX_PARTS_MAX = 20, FIX_TREE_MAX = 60 };

struct fix_part {
	int64_t part_id, qty;
	const char *code, *name, *name_en, *unit; /* joined */
};
extern const struct field fix_part_fields[];

struct fix {
	int64_t id;
	int kind;
	const char *action_code, *component, *component_en;
	const char *label; /* as its first repair said it, or its remedy begins */
	const char *zh, *en;
	int64_t merged_into, root_id, split_from;
	const char *symptom, *check_first, *cause, *steps;
	int64_t minutes;
	const char *model;
	int64_t place_id, tree_id, tree_sort, retired;
	int64_t cases, held, came_back, last_at; /* with those of what was merged into it */
	int64_t version, created_at;
	const char *search; /* never leaves as JSON */
	/* joined */
	const char *action_zh, *action_en, *place_name;
	struct list parts; /* of struct fix_part: by store_fix_parts */
};
extern const struct field fix_row_fields[];

/* ERR_NOT_FOUND. Without its parts. */
enum err store_fix_get(struct db *db, struct arena *a, int64_t id, struct fix *out);
enum err store_fix_parts(struct db *db, struct arena *a, int64_t id, struct list /* fix_part */ *out);
/* Sets id; search is made here. */
enum err store_fix_add(struct tx *tx, struct fix *f);
/* What people say of it (also kind, root, tree) where the version is still f->version; then it is one more. ERR_STALE */
enum err store_fix_put(struct tx *tx, struct fix *f);
/* In place of those there are. */
enum err store_fix_parts_put(struct tx *tx, int64_t id, const struct list /* fix_part */ *parts);

/* The most cases first; those without a case only when they were written down; never those that were merged. A member that
 * is NONE, -1 or NULL does not filter. */
struct fix_filter {
	const char *text; /* found in labels, component, symptom, cause, steps */
	int kind;
	int64_t retired;    /* 1: those alone; 0: the others */
	int64_t machine_id; /* with a case on it */
	int64_t after, limit;
};
enum err store_fix_list(struct db *db, struct arena *a, const struct fix_filter *f, struct list *out);
/* What was merged into it, directly or not. */
enum err store_fix_members(struct db *db, struct arena *a, int64_t id, struct list *out);
/* Every row, by id, above `after`. */
enum err store_fix_page(struct db *db, struct arena *a, int64_t after, int64_t limit, struct list *out);
/* Those with something written that is to be looked at beside repairs: not merged, not retired. */
enum err store_fix_written(struct db *db, struct arena *a, int64_t after, int64_t limit, struct list *out);
/* The fix and everything under it (by merged_into) leads to `root` from now on; NONE: it stands alone, and its own lead to
 * it. */
enum err store_fix_root(struct tx *tx, int64_t id, int64_t root);
/* Its own cases are counted anew; NONE: of all. */
enum err store_fix_count(struct tx *tx, int64_t id);

/* ---- by what a repair finds its fix ---- */
/* ERR_NOT_FOUND */
enum err store_fix_of_key(struct db *db, const char *key, int64_t *fix);
/* Nothing happens when the key is there. */
enum err store_fix_key_add(struct tx *tx, const char *key, int64_t fix);

/* ---- which fix a repair is a case of ---- */
struct repair_fix {
	int64_t ticket_id, fix_id;
	int said;
	int64_t basis;
	int outcome;
};
/* ERR_NOT_FOUND */
enum err store_repair_fix_get(struct db *db, struct arena *a, int64_t ticket, struct repair_fix *out);
/* In place of what was there. */
enum err store_repair_fix_put(struct tx *tx, const struct repair_fix *r);
/* It is no repair any more. Nothing happens when there is none. */
enum err store_repair_fix_drop(struct tx *tx, int64_t ticket);

/* Its own cases, as struct repair_id (store/repair.h). */
enum err store_fix_own(struct db *db, struct arena *a, int64_t id, struct list *out);
/* Its own cases and those of everything under it, as struct repair_id (store/repair.h). */
enum err store_fix_tickets(struct db *db, struct arena *a, int64_t id, struct list *out);

/* How repairs of each component (by its name) went, of those of which it is known; component NULL: of none. */
struct component_outcome {
	const char *component;
	int64_t held, came_back;
};
enum err store_component_outcomes(struct db *db, struct arena *a, struct list *out);

/* Repairs that ran again in [from, to), of machines under that asset (NONE: all), by the name of their component (NULL:
 * none); those that came back most first. */
struct outcome_count {
	const char *component, *component_en;
	int64_t held, came_back, pending;
	int64_t old_came_back; /* of those that were over (repair.h) by `old`, so that they could have held */
};
enum err store_outcome_counts(struct db *db, struct arena *a, int64_t from, int64_t to, int64_t old,
	int64_t under, struct list *out);

/* ---- what a page shows of all its cases ---- */
struct fix_time {
	int64_t time;
	int outcome;
	int64_t minutes; /* NONE: none booked */
	int64_t machine_id;
};
struct fix_machine {
	int64_t machine_id;
	const char *code, *name, *name_en;
	int64_t cases, last_at;
};
struct fix_used {
	int64_t part_id;
	const char *code, *name, *name_en, *unit;
	int64_t cases, qty; /* of so many tickets; together */
	int64_t stock_qty;
	const char *bin_code;
};
extern const struct field fix_machine_fields[], fix_used_fields[];
/* Newest first. */
enum err store_fix_times(
	struct db *db, struct arena *a, int64_t id, int64_t limit, struct list /* fix_time */ *out);
enum err store_fix_used(struct db *db, struct arena *a, int64_t id, int64_t limit, struct list *out);

/* ---- trees ---- */
struct fix_tree {
	int64_t id;
	const char *symptom, *symptom_en, *note, *model;
	int64_t place_id, retired, version, created_at;
	const char *search, *place_name;
	struct list branches; /* of struct fix, in order; by store_tree_branches */
};
extern const struct field fix_tree_row_fields[];
enum err store_tree_get(struct db *db, struct arena *a, int64_t id, struct fix_tree *out);
enum err store_tree_list(struct db *db, struct arena *a, const char *text, struct list *out);
enum err store_tree_add(struct tx *tx, struct fix_tree *t);
enum err store_tree_put(struct tx *tx, struct fix_tree *t); /* ERR_STALE */
enum err store_tree_branches(struct db *db, struct arena *a, int64_t id, struct list /* fix */ *out);

#endif
