/* db.c - what all drivers share: the statement cache, rows into structs, and the fault for tests. See db.h.
 */
#include "store/db.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/db_driver.h"

/* A statement in use; slot is NULL when the cached one was busy (a query inside a query of the same text). */
struct run {
	struct db_stmt *stmt;
	struct db_cached *slot;
};

static struct db_cached *find_slot(struct db *db, const char *sql)
{
	size_t i = ((uintptr_t)sql >> 3) * UINT64_C(0x9E3779B97F4A7C15) >> 55;

	while (db->cache[i % STMT_CACHE].sql && db->cache[i % STMT_CACHE].sql != sql)
		i++;
	return &db->cache[i % STMT_CACHE];
}

static enum err open_run(struct db *db, struct run *r, const char *sql)
{
	struct db_cached *slot = find_slot(db, sql);

	r->slot = NULL;
	if (slot->sql && !slot->busy) {
		r->slot = slot;
		r->stmt = slot->stmt;
		slot->busy = true;
		return OK;
	}
	r->stmt = db->driver->prepare(db, sql);
	if (!r->stmt)
		return db->failed_with;
	if (!slot->sql && db->cached < STMT_CACHE * 3 / 4) {
		*slot = (struct db_cached){sql, r->stmt, true};
		r->slot = slot;
		db->cached++;
	}
	return OK;
}

static void close_run(struct db *db, struct run *r)
{
	if (!r->stmt)
		return;
	if (!r->slot) {
		db->driver->finalize(r->stmt);
		return;
	}
	db->driver->reset(r->stmt);
	r->slot->busy = false;
}

static enum err start(struct db *db, struct run *r, const char *sql, const struct value *args, size_t n)
{
	enum err err;

	r->stmt = NULL;
	db->statements++;
	if (db->fail_at && --db->fail_at == 0) {
		snprintf(db->error, sizeof(db->error), "failed on purpose");
		return ERR_IO;
	}
	err = open_run(db, r, sql);
	for (size_t i = 0; i < n && err == OK; i++)
		err = db->driver->bind(db, r->stmt, i, &args[i]);
	return err;
}

/* A null reads as 0 and as no text: only then is it asked whether it is one, for that costs as much as reading. */
static void scan_member(
	struct db *db, struct arena *a, struct db_stmt *s, int i, const struct field *f, void *out)
{
	const struct db_driver *d = db->driver;
	size_t len;
	const char *text;
	double real;
	int64_t v;

	switch (f->type) {
	case F_TEXT:
	case F_RAW:
		text = d->column_text(s, i, &len);
		*field_text(f, out) = text ? arena_strndup(a, text, len) : NULL;
		break;
	case F_ENUM:
		text = d->column_text(s, i, &len);
		*field_enum(f, out) = text ? names_find(f->names, text) : -1;
		break;
	case F_REAL:
		real = d->column_real(s, i);
		*field_real(f, out) = real == 0 && d->column_null(s, i) ? NAN : real;
		break;
	default:
		v = d->column_int(s, i);
		*field_int(f, out) = v == 0 && d->column_null(s, i) ? NONE : v;
	}
}

static bool is_column(const struct field *f)
{
	return !(f->flags & F_NO_COLUMN) && f->type != F_LIST && f->type != F_OBJECT && f->type != F_IDS &&
	       f->type != F_JOIN;
}

/* The table and the statement must agree; that they do not is a mistake in the program, found by any test. */
static void check_columns(struct db *db, struct db_stmt *s, const struct field *fields, const char *sql)
{
	int i = 0, n = db->driver->columns(s);

	for (const struct field *f = fields; f->name; f++) {
		if (!is_column(f))
			continue;
		if (i >= n || strcmp(db->driver->column_name(s, i), f->name) != 0) {
			fprintf(stderr, "jixiu: column %d is not %s in: %s\n", i, f->name, sql);
			abort();
		}
		i++;
	}
	if (i != n) {
		fprintf(stderr, "jixiu: %d columns for %d fields in: %s\n", n, i, sql);
		abort();
	}
}

static void scan_row(struct db *db, struct arena *a, struct db_stmt *s, const struct field *fields, void *out)
{
	int i = 0;

	for (const struct field *f = fields; f->name; f++)
		if (is_column(f))
			scan_member(db, a, s, i++, f, out);
}

enum err db_each(struct db *db, struct arena *a, const char *sql, const struct value *args, size_t n,
	const struct field *fields, void *row, enum err (*fn)(void *row, void *ctx), void *ctx)
{
	struct run r;
	enum err err = start(db, &r, sql, args, n);
	bool first = true;

	while (err == OK) {
		enum db_step step = db->driver->step(db, r.stmt);

		if (step == DB_FAILED)
			err = db->failed_with;
		if (step != DB_ROW)
			break;
		if (first)
			check_columns(db, r.stmt, fields, sql);
		first = false;
		scan_row(db, a, r.stmt, fields, row);
		err = fn(row, ctx);
	}
	close_run(db, &r);
	return err;
}

struct collect {
	struct arena *arena;
	struct list *list;
	void *row;
	size_t size, room;
};

static enum err collect_row(void *row, void *ctx)
{
	struct collect *c = ctx;

	if (c->list->n == c->room) {
		size_t room = c->room ? c->room * 2 : 16;
		void *more = arena_calloc(c->arena, room, c->size);

		if (c->list->n)
			memcpy(more, c->list->items, c->list->n * c->size);
		c->list->items = more;
		c->room = room;
	}
	memcpy(list_at(c->list, c->list->n++, c->size), row, c->size);
	return OK;
}

enum err db_list(struct db *db, struct arena *a, const char *sql, const struct value *args, size_t n,
	const struct field *fields, size_t size, struct list *out)
{
	struct collect c = {.arena = a, .list = out, .size = size, .row = arena_alloc(a, size)};

	*out = (struct list){0};
	/* What is no column (nested lists, computed members) starts as "none". */
	fields_none(fields, c.row);
	return db_each(db, a, sql, args, n, fields, c.row, collect_row, &c);
}

static enum err keep_first(void *row, void *ctx)
{
	(void)row;
	*(bool *)ctx = true;
	return OK;
}

enum err db_one(struct db *db, struct arena *a, const char *sql, const struct value *args, size_t n,
	const struct field *fields, void *out)
{
	bool found = false;
	enum err err = db_each(db, a, sql, args, n, fields, out, keep_first, &found);

	return err == OK && !found ? ERR_NOT_FOUND : err;
}

enum err db_exec(struct db *db, const char *sql, const struct value *args, size_t n, int64_t *changed)
{
	struct run r;
	enum err err = start(db, &r, sql, args, n);
	enum db_step step = DB_ROW;

	while (err == OK && step == DB_ROW)
		step = db->driver->step(db, r.stmt);
	if (err == OK && step == DB_FAILED)
		err = db->failed_with;
	if (err == OK && changed)
		*changed = db->driver->changes(db);
	close_run(db, &r);
	return err;
}

enum err db_int(struct db *db, const char *sql, const struct value *args, size_t n, int64_t *out)
{
	struct run r;
	enum err err = start(db, &r, sql, args, n);
	enum db_step step = DB_DONE;
	bool found = false;

	while (err == OK && (step = db->driver->step(db, r.stmt)) == DB_ROW) {
		if (!found)
			*out = db->driver->column_null(r.stmt, 0) ? NONE : db->driver->column_int(r.stmt, 0);
		found = true;
	}
	if (err == OK && step == DB_FAILED)
		err = db->failed_with;
	close_run(db, &r);
	return err == OK && !found ? ERR_NOT_FOUND : err;
}

uint64_t db_statements(const struct db *db)
{
	return db->statements;
}

const char *db_error(const struct db *db)
{
	return db->error;
}

enum err db_fault(const struct db *db, enum err err, struct fault *fault)
{
	return fault_set(fault, err, err == ERR_FULL ? MSG_FULL : MSG_IO, db->error);
}

void db_fail_at(struct db *db, uint64_t n)
{
	db->fail_at = n;
}

void db_close(struct db *db)
{
	if (!db)
		return;
	for (size_t i = 0; i < STMT_CACHE; i++)
		if (db->cache[i].sql)
			db->driver->finalize(db->cache[i].stmt);
	db->driver->close(db);
}

enum err db_begin(struct db *db)
{
	return db->driver->script(db, db->driver->begin_sql);
}

enum err db_commit(struct db *db)
{
	return db_exec(db, "COMMIT", NO_ARGS, NULL);
}

bool db_in_transaction(const struct db *db)
{
	return db->driver->in_transaction(db);
}

void db_rollback(struct db *db)
{
	/* A transaction that the database has already ended gives an error here; there is nothing left to
	 * undo. */
	(void)db->driver->script(db, "ROLLBACK");
}

enum err db_snapshot(struct db *db)
{
	return db->driver->script(db, "BEGIN");
}

void db_snapshot_end(struct db *db)
{
	(void)db->driver->script(db, "ROLLBACK");
}

enum err db_savepoint(struct db *db)
{
	return db_exec(db, "SAVEPOINT job", NO_ARGS, NULL);
}

enum err db_savepoint_keep(struct db *db)
{
	return db_exec(db, "RELEASE SAVEPOINT job", NO_ARGS, NULL);
}

void db_savepoint_undo(struct db *db)
{
	(void)db->driver->script(db, "ROLLBACK TO SAVEPOINT job; RELEASE SAVEPOINT job");
}

enum err db_script(struct db *db, const char *sql)
{
	return db->driver->script(db, sql);
}

enum err db_backup(struct db *db, const char *path, struct fault *fault)
{
	enum err err = db->driver->backup(db, path);

	return err == OK ? OK : db_fault(db, err, fault);
}

void db_tidy(struct db *db)
{
	db->driver->tidy(db);
}

void db_bulk(struct db *db)
{
	db->driver->bulk(db);
}
