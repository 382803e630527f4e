/* db.h - the seam between the store and a database: a connection and its statements.
 *
 * SQL is one static text per statement ($1..$n, explicit columns); the text's address is the key of the
 * statement cache, so it must be static. A connection is used by one thread at a time. Rows come out through
 * field tables (base/field.h): column i must bear the name of the i-th field that is not F_NO_COLUMN.
 *
 * Errors of every call: ERR_CONFLICT (a constraint refused it), ERR_FULL (disk), ERR_IO (anything else; the
 * text is in db_error). */
#ifndef STORE_DB_H
#define STORE_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/field.h"

struct db;

/* A typed argument. NONE and NULL are typed nulls. */
struct value {
	enum { VALUE_INT, VALUE_TEXT } type;
	int64_t i;
	const char *s;
};
static inline struct value v_int(int64_t i)
{
	return (struct value){VALUE_INT, i, NULL};
}
static inline struct value v_text(const char *s)
{
	return (struct value){VALUE_TEXT, 0, s};
}
/* A member of an F_ENUM's names; -1 is null. */
static inline struct value v_name(const char *const *names, int i)
{
	return (struct value){VALUE_TEXT, 0, i < 0 ? NULL : names[i]};
}
#define ARGS(...)                                                                                            \
	(const struct value[]){__VA_ARGS__},                                                                 \
		sizeof((const struct value[]){__VA_ARGS__}) / sizeof(struct value)
#define NO_ARGS NULL, 0

/* One row into *out; ERR_NOT_FOUND when there is none. Texts are copied into the arena. */
enum err db_one(struct db *db, struct arena *a, const char *sql, const struct value *args, size_t n,
	const struct field *fields, void *out);
/* All rows, as an array of structs of `size` in the arena. */
enum err db_list(struct db *db, struct arena *a, const char *sql, const struct value *args, size_t n,
	const struct field *fields, size_t size, struct list *out);
/* Row by row into *row, then fn(row, ctx); a fn that does not return OK ends it. Texts live in the arena,
 * which fn may clear. */
enum err db_each(struct db *db, struct arena *a, const char *sql, const struct value *args, size_t n,
	const struct field *fields, void *row, enum err (*fn)(void *row, void *ctx), void *ctx);
/* No rows wanted; *changed (may be NULL) is how many rows it changed. */
enum err db_exec(struct db *db, const char *sql, const struct value *args, size_t n, int64_t *changed);
/* The first column of the first row as a number (NONE for null): counts, RETURNING id. ERR_NOT_FOUND: no row.
 */
enum err db_int(struct db *db, const char *sql, const struct value *args, size_t n, int64_t *out);

/* Statements run since the connection was opened. */
uint64_t db_statements(const struct db *db);
/* Text of the last ERR_IO / ERR_CONFLICT / ERR_FULL, for the log. */
const char *db_error(const struct db *db);
/* Tells a person of ERR_FULL or, with that text, of ERR_IO; returns err. */
enum err db_fault(const struct db *db, enum err err, struct fault *fault);
/* For tests: the n-th statement from now on fails with ERR_IO (0: none). */
void db_fail_at(struct db *db, uint64_t n);

/* From here to the end this reader sees one state of the database, whatever is written meanwhile: for answers
 * that are made of several statements. */
enum err db_snapshot(struct db *db);
void db_snapshot_end(struct db *db);

/* ---- for store.c, migrate.c, and backup.c and check.c (copies that nobody else uses) alone ---- */
enum db_mode { DB_READ, DB_WRITE };
/* The SQLite driver. Settings: ARCHITECTURE in backend/README.md. */
enum err db_sqlite_open(const char *path, enum db_mode mode, struct db **db, struct fault *fault);
void db_close(struct db *db);
enum err db_begin(struct db *db);
enum err db_commit(struct db *db);
/* False too when the database has ended it by itself, as it may at any failure of the disk. */
bool db_in_transaction(const struct db *db);
void db_rollback(struct db *db);
enum err db_savepoint(struct db *db);
enum err db_savepoint_keep(struct db *db);
void db_savepoint_undo(struct db *db);
/* Several statements in one text, without arguments or rows: migrations. */
enum err db_script(struct db *db, const char *sql);
/* A consistent copy into a new file at `path`, while others read and write. */
enum err db_backup(struct db *db, const char *path, struct fault *fault);
/* After a while without writes: bring the write-ahead log back into the file. */
void db_tidy(struct db *db);
/* From here on it may take up to 256 MiB to keep pages at hand. */
void db_bulk(struct db *db);

#endif
