/* stock_rules.h - what stock.c, stock_return.c and stock_transfer.c share; nobody else includes it. */
#ifndef DOMAIN_STOCK_RULES_H
#define DOMAIN_STOCK_RULES_H

#include "domain/stock.h"

/* a × b / c rounded half up, for a, b ≥ 0 and c > 0; what cannot be a value becomes one that is refused. */
int64_t stock_scale(int64_t a, int64_t b, int64_t c);

/* ERR_INVALID on part_id, bin_id, qty. */
enum err stock_part_named(struct tx *tx, int64_t id, struct part *p);
enum err stock_bin_named(struct tx *tx, int64_t id, const char *field);
enum err stock_positive(struct tx *tx, int64_t qty);

/* *again: the key has been here with the same wish, and *out is what it did then. */
enum err stock_seen(struct tx *tx, const struct stock_move *in, enum movement_kind kind, struct movement *out,
	bool *again);
/* Into the ledger, the log, and *out as it is read. *p is the part before it. */
enum err stock_book(struct tx *tx, const struct part *p, struct movement *m, struct movement *out);

/* Of a list of struct stock; all 0 where there is none. */
struct stock stock_in(const struct list *stock, int64_t bin);
/* ERR_CONFLICT: "A-1 0, B-2 5 pcs", the asked bin first, then the fullest, as many as fit into a fault. */
enum err stock_too_little(struct tx *tx, const struct part *p, const struct list *stock, int64_t asked);

#endif
