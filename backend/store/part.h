/* part.h - spare parts, bins, and the stock ledger.
 *
 * Three tables say the same thing at three depths: movement (append-only, the truth), stock (what lies in
 * each bin) and part.qty / part.value_cents (all bins together). store_movement_add is the only function that
 * writes any of them, all three at once, so that always
 *   part.qty = Σ stock.qty = Σ movement.qty,   part.value_cents = Σ movement.value_cents,   nothing below 0.
 * store_stock_verify proves it. What is reserved of it stands beside it: stock.reserved and part.reserved are the
 * sums of reservation.h, never more than what is there, and free is the rest. The rules (what a movement is worth, who may give back what) are in
 * domain/stock.h.
 *
 * Quantities are thousandths of the part's unit, money is cents; qty and value_cents of a movement carry
 * their sign: what comes in is positive. */
#ifndef STORE_PART_H
#define STORE_PART_H

#include "store/store.h"

/* Of anything that lies somewhere: 10^9 units, 10^13 yuan. Sums and products of these fit where they are
 * made. */
#define PART_QTY_MAX INT64_C(1000000000000)
#define PART_VALUE_MAX INT64_C(1000000000000000)
#define PART_PRICE_MAX INT64_C(100000000000)

/* ---- bins ---- */

struct bin {
	int64_t id;
	const char *code, *name, *store; /* code: what is printed on it; store: which room */
	int64_t version;
	const char *search; /* never leaves as JSON */
};
extern const struct field bin_fields[];

/* ERR_NOT_FOUND */
enum err store_bin_get(struct db *db, struct arena *a, int64_t id, struct bin *out);
enum err store_bin_by_code(struct db *db, struct arena *a, const char *code, struct bin *out);
/* By code, above the code `after` (NULL: from the first). text: folded substring of code,
 * name, store, or NULL. */
enum err store_bin_list(
	struct db *db, struct arena *a, const char *text, const char *after, int64_t limit, struct list *out);
/* Sets id. ERR_CONFLICT: the code is in use. */
enum err store_bin_add(struct tx *tx, struct bin *b);
/* Every column where the version is still b->version; then it is one more. ERR_STALE, ERR_CONFLICT. */
enum err store_bin_put(struct tx *tx, struct bin *b);

/* ---- parts ---- */

struct part {
	int64_t id;
	const char *code, *name, *name_en, *spec, *maker;
	const char *unit; /* 个, 米, L … */
	const char *category;
	int64_t bin_id;	       /* where it usually lies, or NONE */
	int64_t min_qty;       /* NONE: not watched */
	int64_t price_cents;   /* of one unit, as bought; NONE: unknown */
	int64_t qty;	       /* in all bins */
	int64_t reserved;      /* of that, kept for tickets */
	int64_t available;     /* qty - reserved */
	int64_t value_cents;   /* what that cost */
	int64_t average_cents; /* value of one unit, rounded half up; NONE while there is none */
	int64_t missing;       /* up to the minimum, NONE when it is not low */
	const char *note;
	int64_t retired; /* no longer bought; what is left may be used up */
	int64_t version, created_at;
	const char *search; /* never leaves as JSON */
	const char *bin_code;
	struct list stock; /* of struct stock: filled by who asks store_stock_of */
};
extern const struct field part_fields[];
/* The same with `stock`. */
extern const struct field part_detail_fields[];

/* A part is low when it is not retired and qty < min_qty: the minimum is what should always be there, so at
 * the minimum nothing is missing. */

/* Without the stock per bin (an empty list). ERR_NOT_FOUND */
enum err store_part_get(struct db *db, struct arena *a, int64_t id, struct part *out);
enum err store_part_by_code(struct db *db, struct arena *a, const char *code, struct part *out);
/* Sets id; quantities start at 0. ERR_CONFLICT: the code is in use. */
enum err store_part_add(struct tx *tx, struct part *p);
/* Every column of the catalogue (never qty and value) where the version is still p->version; then it is one
 * more. Movements do not change the version. ERR_STALE, ERR_CONFLICT. */
enum err store_part_put(struct tx *tx, struct part *p);

/* By code, above the code `after`. Members that are NONE or NULL do not filter. */
struct part_filter {
	const char *text;     /* folded substring of code, names, spec, maker, category */
	const char *category; /* exactly */
	int64_t bin_id;	      /* lies in this bin now */
	int64_t low;	      /* 1: only low ones */
	int64_t retired;      /* 0 / 1; NONE: both */
	const char *after;
	int64_t limit;
};
void part_filter_none(struct part_filter *f);
enum err store_part_list(struct db *db, struct arena *a, const struct part_filter *f, struct list *out);
/* All low parts, the emptiest in proportion to its minimum first. */
enum err store_part_low(struct db *db, struct arena *a, int64_t limit, struct list *out);

/* ---- what lies where ---- */

struct stock {
	int64_t bin_id;
	const char *bin_code, *bin_name, *store;
	int64_t qty, reserved, available; /* available = qty - reserved */
};
extern const struct field stock_fields[];
/* Bins that hold some of it, most first. */
enum err store_stock_of(struct db *db, struct arena *a, int64_t part, struct list *out);
/* What lies, or usually lies, in a bin, by code. */
struct bin_part {
	int64_t part_id;
	const char *code, *name, *name_en, *spec, *unit;
	int64_t qty, reserved, available; /* in this bin */
	int64_t min_qty, in_all;	  /* of the part */
};
extern const struct field bin_part_fields[];
enum err store_bin_parts(struct db *db, struct arena *a, int64_t bin, struct list *out);
/* The stores that bins are in. */
struct bin_store {
	const char *store;
	int64_t bins;
};
extern const struct field bin_store_fields[];
enum err store_bin_stores(struct db *db, struct arena *a, struct list *out);
/* 0 when there is none. */
enum err store_stock_qty(struct db *db, int64_t part, int64_t bin, int64_t *qty);

/* ---- the ledger ---- */

enum movement_kind { MOVE_RECEIVE, MOVE_ISSUE, MOVE_RETURN, MOVE_ADJUST, MOVE_TRANSFER };
extern const char *const movement_kinds[];

struct movement {
	int64_t id, part_id, bin_id;
	int kind;
	int64_t qty, value_cents;		   /* with sign */
	int64_t ticket_id, machine_id;		   /* issue and return; the machine is the ticket's */
	int64_t reverses;			   /* return: the issue it takes back */
	const char *reason;			   /* adjust: always */
	int64_t time, account_id;		   /* account NONE: the system */
	int64_t qty_after, value_after, bin_after; /* of the part, and in that bin, after this movement */
	const char *send_key;			   /* never leaves as JSON */
	int64_t other_bin_id;			   /* transfer: where it went, or came from */
	int64_t pair_id; /* transfer, of what went out: the movement that came in, made just before it */
	int64_t instead_of_id; /* issue: it stood in for that part */
	int64_t supplier_id;   /* receive */
	const char *slip;      /* receive: the number of the delivery slip */
	int64_t count_id;      /* adjust: the counting that found it */
	/* joined for the reader */
	const char *part_code, *part_name, *part_name_en, *unit, *bin_code, *machine_code, *machine_name,
		*machine_name_en, *account_name, *other_bin_code, *instead_of_code, *instead_of_name,
		*supplier_name;
};
extern const struct field movement_fields[];

/* Writes the movement at tx->now and moves stock and part with it; sets id, time, account_id and the three
 * …_after. The caller has looked that nothing falls below 0; ERR_CONFLICT when it would. */
enum err store_movement_add(struct tx *tx, struct movement *m);
/* ERR_NOT_FOUND */
enum err store_movement_get(struct db *db, struct arena *a, int64_t id, struct movement *out);
enum err store_movement_by_key(struct db *db, struct arena *a, const char *key, struct movement *out);

/* Newest first, below the id `before`. Members that are NONE or -1 do not filter. */
struct movement_filter {
	int64_t part_id, bin_id, ticket_id, machine_id;
	int kind;
	int64_t from, to; /* time in [from, to) */
	int64_t before, limit;
};
void movement_filter_none(struct movement_filter *f);
enum err store_movement_list(
	struct db *db, struct arena *a, const struct movement_filter *f, struct list *out);

/* What is left to give back of an issue: quantity and value, both positive, as they are now. */
struct issue_left {
	int64_t movement_id, bin_id, machine_id;
	int64_t issued, cost_cents; /* when it was issued */
	int64_t rest, rest_cents;
};
/* Of one part on one ticket, latest issue first; only those with something left. */
enum err store_issue_left(
	struct db *db, struct arena *a, int64_t ticket, int64_t part, struct list /* issue_left */ *out);

/* A part used on a ticket: issues less returns, at their frozen price. */
struct ticket_part {
	int64_t part_id;
	const char *code, *name, *name_en, *spec, *unit;
	int64_t issued, returned, qty; /* qty = issued - returned */
	int64_t cost_cents;	       /* of qty */
	int64_t last_at;
};
extern const struct field ticket_part_fields[];
/* In the order of their first issue; a part given back altogether stays, with qty 0. */
enum err store_movement_of_ticket(
	struct db *db, struct arena *a, int64_t ticket, struct list /* ticket_part */ *out);
/* Their cost together; 0 when there are none. */
enum err store_movement_cost(struct db *db, int64_t ticket, int64_t *cents);

/* A machine that used a part in [from, to), most first. */
struct part_machine {
	int64_t machine_id;
	const char *code, *name, *name_en;
	int64_t qty, cost_cents; /* issues less returns */
	int64_t tickets, last_at;
};
extern const struct field part_machine_fields[];
enum err store_part_machines(struct db *db, struct arena *a, int64_t part, int64_t from, int64_t to,
	int64_t limit, struct list *out);

/* ---- proof ---- */

/* Where the ledger disagrees: what is stored, and what the movements say. */
struct stock_difference {
	const char *what;		      /* which of the checks in movement_verify.c */
	int64_t part_id, bin_id, movement_id; /* NONE where it has none */
	int64_t found, expected;
};
extern const struct field stock_difference_fields[];
/* An empty list: every part.qty = Σ stock.qty = Σ movement.qty, values likewise, nothing ever below 0, every
 * return within its issue, every movement of the sign of its kind, every transfer in two halves, what is reserved what
 * tickets keep, and none wanting what lies free. At most 100 of each kind. */
enum err store_stock_verify(struct db *db, struct arena *a, struct list /* stock_difference */ *out);

#endif
