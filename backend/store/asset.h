/* asset.h - the equipment tree site > area > line > machine > component.
 *
 * A machine's calendar is its own or the nearest one above it (store/calendar.h). `search` is the folded text
 * that lists look in; it is derived at every write. Plain rows; the rules are in domain/asset.h. */
#ifndef STORE_ASSET_H
#define STORE_ASSET_H

#include "store/store.h"

enum asset_kind { ASSET_SITE, ASSET_AREA, ASSET_LINE, ASSET_MACHINE, ASSET_COMPONENT };
enum asset_state { ASSET_RUNNING, ASSET_DEGRADED, ASSET_STOPPED, ASSET_IDLE, ASSET_RETIRED };
extern const char *const asset_kinds[], *const asset_states[], *const criticalities[]; /* A, B, C */

struct asset {
	int64_t id, parent_id;
	int kind;
	const char *code, *name, *name_en, *model, *maker, *serial, *location;
	int64_t commissioned_day, retired_day, original_value_cents;
	int64_t downtime_cents_hour; /* what an hour of standing still costs; NONE: as the place above it says */
	int criticality;
	int64_t calendar_id;
	int state; /* machines; -1 for the rest */
	const char *note;
	int64_t version, created_at;
	const char *search; /* never leaves as JSON */
};
extern const struct field asset_fields[];

/* ERR_NOT_FOUND */
enum err store_asset_get(struct db *db, struct arena *a, int64_t id, struct asset *out);
enum err store_asset_by_code(struct db *db, struct arena *a, const char *code, struct asset *out);
/* The child of that kind and name. parent NONE: at the top. */
enum err store_asset_child(
	struct db *db, struct arena *a, int64_t parent, int kind, const char *name, struct asset *out);
/* The first two of that kind and name, wherever they are: one is what was meant, two are too many. */
enum err store_asset_named(struct db *db, struct arena *a, int kind, const char *name, struct list *out);
/* Sets id. ERR_CONFLICT: the code is in use. */
enum err store_asset_add(struct tx *tx, struct asset *x);
/* Every column where the version is still x->version; then it is one more. ERR_STALE, ERR_CONFLICT. */
enum err store_asset_put(struct tx *tx, struct asset *x);
/* The same for state and retired_day alone: they change with every failure. */
enum err store_asset_put_state(struct tx *tx, struct asset *x);

/* By id, above `after`. Members that are NONE, -1 or NULL do not filter. */
struct asset_filter {
	int64_t parent_id; /* direct children; 0: those at the top */
	int64_t under_id;  /* anywhere below, itself included */
	int kind, state;
	const char *text; /* folded substring of code, names, model, maker, serial, location */
	int64_t after, limit;
};
void asset_filter_none(struct asset_filter *f);
enum err store_asset_list(struct db *db, struct arena *a, const struct asset_filter *f, struct list *out);
/* Everything at once, larger kinds first, then by name: parents come before their children. */
enum err store_asset_tree(struct db *db, struct arena *a, bool components, struct list *out);
/* A row of the ledger: places and machines, without notes and what else no table of them shows. The rest of
 * `asset` is not set. */
struct ledger_row {
	struct asset asset;
	int64_t open_tickets; /* NONE: not a machine */
	const char *qr;	      /* the newest code that is good; NULL: none */
};
extern const struct field ledger_row_fields[];
enum err store_asset_ledger(struct db *db, struct arena *a, struct list *out);
/* From the top down to the asset's parent: what a breadcrumb shows. */
enum err store_asset_path(struct db *db, struct arena *a, int64_t id, struct list *out);
/* How many tickets of this machine are not closed or cancelled. */
enum err store_asset_open_tickets(struct db *db, int64_t machine, int64_t *n);

#endif
