/* reorder.h - what the rules of buying read of each part: how it stands, how it was used week by week, how long deliveries took. */
#ifndef STORE_REORDER_H
#define STORE_REORDER_H

#include "store/store.h"

/* How a part is bought, and how it stands. */
struct part_rule {
	int64_t part_id;
	const char *code;
	int64_t min_qty, max_qty; /* NONE: none */
	int64_t worked;		  /* both are worked out; else a person set them */
	int64_t service;	  /* per mille; NONE: the plant's */
	int64_t retired;
	int64_t on_hand, reserved; /* reserved: of what is there */
	int64_t wanted;		   /* for tickets, and not there */
	int64_t on_order;	   /* requisitions that are not over, less what came of them */
	int64_t price_cents; /* the preferred supplier's newest, else the catalogue's, else the average of what is there */
	int64_t supplier_id; /* preferred, else the first; not a retired one */
	const char *supplier_name;
	int64_t lead_days, order_min, order_pack; /* theirs */
	int64_t first_at;			  /* of its movements; else when it was added */
	int64_t version;			  /* the part's */
};
extern const struct field part_rule_fields[];
/* Without what the requisition `except` (NONE: none) has on order. ERR_NOT_FOUND */
enum err store_part_rule_get(
	struct db *db, struct arena *a, int64_t part, int64_t except, struct part_rule *out);
/* All that are not retired, by id. */
enum err store_part_rule_list(struct db *db, struct arena *a, int64_t except, struct list *out);
/* min_qty, max_qty, worked, service; the version is one more. ERR_STALE */
enum err store_part_rule_put(struct tx *tx, struct part_rule *r);
/* What was worked out; the version stays. */
enum err store_part_rule_worked(struct tx *tx, int64_t part, int64_t min_qty, int64_t max_qty);

/* What was used of a part in a week (use.h). week: from `start`, 0 the first. */
struct part_week {
	int64_t part_id, week, qty;
};
enum err store_part_weeks(struct db *db, struct arena *a, int64_t start, int64_t week_ms, struct list *out);
enum err store_part_weeks_of(
	struct db *db, struct arena *a, int64_t part, int64_t start, int64_t week_ms, struct list *out);

/* How long each delivery took, ms; by part. */
struct part_delivery {
	int64_t part_id, ms;
};
enum err store_part_deliveries(struct db *db, struct arena *a, struct list *out);
enum err store_part_deliveries_of(struct db *db, struct arena *a, int64_t part, struct list *out);

/* What the part's stock was after each movement since `from`, by time; the one before it first. */
struct part_level {
	int64_t time, qty;
};
extern const struct field part_level_fields[];
enum err store_part_levels(struct db *db, struct arena *a, int64_t part, int64_t from, struct list *out);

/* Where a part was put in, by position and time: what was issued to a ticket (less what came back), at its machine and component. */
struct part_fitting {
	int64_t machine_id, component_id; /* component NONE: not said */
	const char *machine_code, *machine_name, *machine_name_en, *component_name;
	int64_t ticket_id, time, qty;
	int64_t meter; /* the machine's counter then, thousandths; NONE: has none, or no reading yet */
	int64_t meter_now;
	const char *meter_unit;
	int64_t retired_day; /* the machine was taken out of use; NONE: it is in use */
};
enum err store_part_fittings(struct db *db, struct arena *a, int64_t part, struct list *out);

#endif
