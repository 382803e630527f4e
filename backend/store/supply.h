/* supply.h - around a part: who sells it and for how much, what may stand in for it, where it is built in.
 *
 * Prices are of one unit, from their day on; the newest of a supplier is what it asks now. Times of delivery are whole
 * days. A part has at most one preferred supplier. */
#ifndef STORE_SUPPLY_H
#define STORE_SUPPLY_H

#include "store/store.h"

/* ---- suppliers ---- */

struct supplier {
	int64_t id;
	const char *name, *contact, *phone, *email, *note;
	int64_t retired;
	int64_t version, created_at;
	const char *search; /* never leaves as JSON */
	int64_t parts;	    /* how many it sells */
};
extern const struct field supplier_fields[];
/* ERR_NOT_FOUND */
enum err store_supplier_get(struct db *db, struct arena *a, int64_t id, struct supplier *out);
/* By name, above the name `after`. text: folded substring of its texts, or NULL; retired 0, 1 or NONE. */
enum err store_supplier_list(struct db *db, struct arena *a, const char *text, int64_t retired,
	const char *after, int64_t limit, struct list *out);
/* Sets id. ERR_CONFLICT: the name is in use. */
enum err store_supplier_add(struct tx *tx, struct supplier *s);
/* Where the version is still s->version. ERR_STALE, ERR_CONFLICT. */
enum err store_supplier_put(struct tx *tx, struct supplier *s);

/* ---- who sells a part ---- */

struct part_supplier {
	int64_t part_id, supplier_id;
	const char *number; /* theirs */
	int64_t lead_days;
	int64_t min_qty, pack_qty; /* the least they sell, and in steps of how many */
	int64_t preferred;
	const char *supplier_name, *part_code, *part_name, *part_name_en, *unit;
	int64_t price_cents, price_day; /* the newest; NONE: none known */
};
extern const struct field part_supplier_fields[];
/* Of a part, the preferred first; of a supplier, by code. */
enum err store_part_supplier_of(struct db *db, struct arena *a, int64_t part, struct list *out);
enum err store_part_supplier_by(struct db *db, struct arena *a, int64_t supplier, struct list *out);
/* New or changed. Preferred: the others are no longer. */
enum err store_part_supplier_put(struct tx *tx, const struct part_supplier *s);
/* ERR_NOT_FOUND */
enum err store_part_supplier_remove(struct tx *tx, int64_t part, int64_t supplier);

struct part_price {
	int64_t id, part_id, supplier_id;
	int64_t day, price_cents;
	int64_t movement_id; /* NONE: as quoted */
	const char *note;
	int64_t time, account_id;
	const char *supplier_name;
};
extern const struct field part_price_fields[];
/* The newest 500, oldest first. */
enum err store_part_price_of(struct db *db, struct arena *a, int64_t part, struct list *out);
/* Sets id, time, account_id. */
enum err store_part_price_add(struct tx *tx, struct part_price *p);

/* ---- what may stand in ---- */

struct part_substitute {
	int64_t part_id, substitute_id;
	const char *note;
	/* of the other one */
	int64_t id; /* of which it tells: the substitute, or the part that it stands in for */
	const char *code, *name, *name_en, *unit, *bin_code;
	int64_t qty, available;
};
extern const struct field part_substitute_fields[];
/* What stands in for the part; what the part stands in for. Those with the most free first. */
enum err store_substitute_of(struct db *db, struct arena *a, int64_t part, struct list *out);
enum err store_substitute_for(struct db *db, struct arena *a, int64_t part, struct list *out);
/* ERR_NOT_FOUND: it is none. */
enum err store_substitute_known(struct db *db, int64_t part, int64_t substitute);
enum err store_substitute_put(struct tx *tx, int64_t part, int64_t substitute, const char *note);
/* ERR_NOT_FOUND */
enum err store_substitute_remove(struct tx *tx, int64_t part, int64_t substitute);

/* ---- where it is built in ---- */

struct asset_part {
	int64_t id, part_id;
	int64_t asset_id;  /* a machine or component; or */
	const char *model; /* all machines of it */
	int64_t qty;	   /* how many are built in; NONE: not known */
	const char *note;
	const char *asset_code, *asset_name, *asset_name_en;
	const char *part_code, *part_name, *part_name_en, *spec, *unit, *bin_code;
	int64_t on_hand, available;
};
extern const struct field asset_part_fields[];
enum err store_asset_part_get(struct db *db, struct arena *a, int64_t id, struct asset_part *out);
enum err store_asset_part_of(struct db *db, struct arena *a, int64_t part, struct list *out);
/* Of a machine (or component): its own, those of what is below it, those of its model. By code of the part. */
enum err store_asset_part_in(struct db *db, struct arena *a, int64_t asset, struct list *out);
/* Sets id. ERR_CONFLICT: it is said already. */
enum err store_asset_part_add(struct tx *tx, struct asset_part *p);
/* ERR_NOT_FOUND: none of this part. */
enum err store_asset_part_remove(struct tx *tx, int64_t part, int64_t id);

#endif
