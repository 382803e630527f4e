/* count.h - countings: what lies in the bins of a store, counted by people, and what the ledger said at that moment.
 *
 * Lines are made when a counting begins: what lies in its bins, and what usually lies there. A line is counted once
 * `counted` is set; expected is then what the ledger said at counted_at, so what moves afterwards makes no difference.
 * The rules are in domain/count.h. */
#ifndef STORE_COUNT_H
#define STORE_COUNT_H

#include "store/store.h"

enum counting_state { COUNTING_OPEN, COUNTING_CLOSED, COUNTING_CANCELLED };
extern const char *const count_states[];

struct stock_count {
	int64_t id;
	const char *name, *store; /* store NULL: of bins that were chosen, or of all */
	int state;
	int64_t account_id, created_at, ended_at, ended_by;
	int64_t version;
	/* of its lines */
	const char *account_name, *ended_name;
	int64_t lines, counted, different, unexplained;
	int64_t value_cents; /* of all differences together, with sign */
	int64_t lost_cents;  /* of those that are below; negative */
};
extern const struct field stock_count_fields[];

enum err store_count_get(struct db *db, struct arena *a, int64_t id, struct stock_count *out);
/* Newest first, below the id `before`; state -1: any. */
enum err store_count_list(
	struct db *db, struct arena *a, int state, int64_t before, int64_t limit, struct list *out);
/* Sets id. */
enum err store_count_add(struct tx *tx, struct stock_count *c);
/* State and who ended it, where the version is still c->version. ERR_STALE */
enum err store_count_end(struct tx *tx, struct stock_count *c);

struct stock_count_line {
	int64_t id, count_id, bin_id, part_id;
	int64_t expected, counted, difference; /* NONE while it is not counted */
	int64_t value_cents;		       /* of the difference, with sign */
	int64_t counted_at, account_id;
	const char *reason;
	int64_t movement_id; /* once the counting is closed */
	const char *bin_code, *part_code, *part_name, *part_name_en, *spec, *unit, *account_name;
};
extern const struct field stock_count_line_fields[];

/* Lines for all that lies, or usually lies, in a bin (NONE: every bin of the store; store NULL: every bin).
 * ERR_NOT_FOUND: no such bin; *n how many lines there are now. */
enum err store_count_lines_make(struct tx *tx, int64_t count, const char *store, int64_t bin, int64_t *n);
/* The code of a bin of this counting that another open one counts too; NULL: none. */
enum err store_count_overlap(struct tx *tx, int64_t count, const char **code);

/* By bin and part. Members that are NONE do not filter. */
struct count_line_filter {
	int64_t count_id, bin_id;
	int64_t different; /* 1: only those that differ */
	int64_t open;	   /* 1: only those that are not counted; 0: only those that are */
	int64_t after, limit;
};
void count_line_filter_none(struct count_line_filter *f);
/* In the order of their numbers, which is that of bin and part when they were made. */
enum err store_count_lines(
	struct db *db, struct arena *a, const struct count_line_filter *f, struct list *out);
enum err store_count_line_get(struct db *db, struct arena *a, int64_t id, struct stock_count_line *out);
/* ERR_NOT_FOUND: no line for this part in this bin. */
enum err store_count_line_of(struct db *db, struct arena *a, int64_t count, int64_t bin, int64_t part,
	struct stock_count_line *out);
/* Sets id. */
enum err store_count_line_add(struct tx *tx, struct stock_count_line *l);
enum err store_count_line_put(struct tx *tx, const struct stock_count_line *l);

/* What the ledger said lay in the bin at that time; 0 before its first movement. */
enum err store_stock_at(struct db *db, int64_t part, int64_t bin, int64_t time, int64_t *qty);

/* Bins of a counting: how much of each is done. */
struct count_bin {
	int64_t bin_id;
	const char *bin_code, *bin_name;
	int64_t lines, counted, different;
};
extern const struct field count_bin_fields[];
enum err store_count_bins(struct db *db, struct arena *a, int64_t count, struct list *out);

#endif
