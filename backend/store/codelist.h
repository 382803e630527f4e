/* codelist.h - the short code lists in both languages: failure_mode, cause, action, wait_reason. */
#ifndef STORE_CODELIST_H
#define STORE_CODELIST_H

#include "store/store.h"

struct code {
	const char *list, *code, *zh, *en;
	int64_t sort, active;
};
extern const struct field code_fields[];
extern const char *const code_lists[];

/* One list in its order (NULL: all). */
enum err store_code_list(struct db *db, struct arena *a, const char *list, struct list *out);
/* ERR_NOT_FOUND */
enum err store_code_get(struct db *db, struct arena *a, const char *list, const char *code, struct code *out);
/* Adds, or replaces what is there. */
enum err store_code_put(struct tx *tx, const struct code *c);
/* Adds when it is not there: what a plant changed stays. */
enum err store_code_seed(struct tx *tx, const struct code *c);

#endif
