/* migrate.h - the schema, step by step; append-only: a step that was released is never changed. */
#ifndef STORE_MIGRATE_H
#define STORE_MIGRATE_H

#include "store/db.h"

/* Bring the database to this program's schema, each step in a transaction of its own. ERR_INVALID: the
 * database was made by a newer program. */
enum err store_migrate(struct db *db, struct fault *fault);
/* The same look without a change: ERR_INVALID when the schema is not exactly this program's. */
enum err store_migrate_check(struct db *db, struct fault *fault);

#endif
