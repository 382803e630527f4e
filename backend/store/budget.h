/* budget.h - what may be spent on repairs in a calendar year: of a place or machine, or of the whole plant. One for each
 * place and year. Plain rows; what they are held against is in domain/budget.h. */
#ifndef STORE_BUDGET_H
#define STORE_BUDGET_H

#include "store/store.h"

struct budget {
	int64_t id;
	int64_t asset_id; /* any but a component; NONE: the whole plant */
	int64_t year;
	int64_t cents; /* 0.. */
	int64_t version;
};
extern const struct field budget_fields[];

enum err store_budget_list(struct db *db, struct arena *a, int64_t year, struct list *out);
/* ERR_NOT_FOUND */
enum err store_budget_get(struct db *db, struct arena *a, int64_t id, struct budget *out);
/* Sets id. ERR_CONFLICT: there is one of this place and year. */
enum err store_budget_add(struct tx *tx, struct budget *b);
/* Its cents where the version is still b->version; then it is one more. ERR_STALE */
enum err store_budget_put(struct tx *tx, struct budget *b);
/* ERR_STALE likewise. */
enum err store_budget_remove(struct tx *tx, const struct budget *b);

#endif
