/* db_sqlite.c - the SQLite driver; the only file that includes sqlite3.h. Each setting's reason is beside it.
 */
#include <sqlite3.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/db_driver.h"

enum { PARAMS = 64 };

struct sqlite_db {
	struct db db;
	sqlite3 *handle;
	enum db_mode mode;
};

struct db_stmt {
	sqlite3_stmt *s;
	unsigned char index[PARAMS]; /* of $1, $2 …: SQLite numbers them by first appearance */
};

static sqlite3 *handle(struct db *db)
{
	return ((struct sqlite_db *)(void *)db)->handle;
}

static bool is_no_room(int error)
{
	return error == ENOSPC || error == EDQUOT || error == EFBIG;
}

/* Why did the last input or output fail? A commit leaves its reason only with the file it wrote. */
static bool no_room(sqlite3 *h)
{
	static const int files[] = {SQLITE_FCNTL_JOURNAL_POINTER, SQLITE_FCNTL_FILE_POINTER};
	bool found = is_no_room(sqlite3_system_errno(h));

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]) && !found; i++) {
		sqlite3_file *f = NULL;
		int error = 0;

		if (sqlite3_file_control(h, "main", files[i], &f) == SQLITE_OK && f && f->pMethods &&
			f->pMethods->xFileControl(f, SQLITE_FCNTL_LAST_ERRNO, &error) == SQLITE_OK)
			found = is_no_room(error);
	}
	return found;
}

/* SQLite's own "full" is one way of having no room; a quota or a limit on files shows as a failed write. */
static enum err classify(sqlite3 *h, int rc)
{
	switch (rc & 0xff) {
	case SQLITE_CONSTRAINT:
		return ERR_CONFLICT;
	case SQLITE_FULL:
		return ERR_FULL;
	case SQLITE_IOERR:
		return rc == SQLITE_IOERR_SHMSIZE || (h && no_room(h)) ? ERR_FULL : ERR_IO;
	default:
		return ERR_IO;
	}
}

static enum err failed(struct db *db, int rc)
{
	db->failed_with = classify(handle(db), rc);
	snprintf(db->error, sizeof(db->error), "%s (%d)", sqlite3_errmsg(handle(db)), rc);
	return db->failed_with;
}

static struct db_stmt *prepare(struct db *db, const char *sql)
{
	sqlite3_stmt *s = NULL;
	struct db_stmt *stmt;
	int rc = sqlite3_prepare_v3(handle(db), sql, -1, SQLITE_PREPARE_PERSISTENT, &s, NULL);

	if (rc != SQLITE_OK || !s) {
		failed(db, rc);
		return NULL;
	}
	stmt = xcalloc(1, sizeof(*stmt));
	stmt->s = s;
	for (int i = 0; i < PARAMS; i++) {
		char name[8];

		snprintf(name, sizeof(name), "$%d", i + 1);
		stmt->index[i] = (unsigned char)sqlite3_bind_parameter_index(s, name);
	}
	return stmt;
}

static void finalize(struct db_stmt *stmt)
{
	sqlite3_finalize(stmt->s);
	free(stmt);
}

static enum err bind(struct db *db, struct db_stmt *stmt, size_t i, const struct value *v)
{
	int at = i < PARAMS ? stmt->index[i] : 0, rc;

	if (!at) {
		snprintf(db->error, sizeof(db->error), "the statement has no $%zu", i + 1);
		return db->failed_with = ERR_IO;
	}
	if (v->type == VALUE_INT)
		rc = v->i == NONE ? sqlite3_bind_null(stmt->s, at) : sqlite3_bind_int64(stmt->s, at, v->i);
	else
		rc = v->s ? sqlite3_bind_text(stmt->s, at, v->s, -1, SQLITE_STATIC)
			  : sqlite3_bind_null(stmt->s, at);
	return rc == SQLITE_OK ? OK : failed(db, rc);
}

static enum db_step step(struct db *db, struct db_stmt *stmt)
{
	int rc = sqlite3_step(stmt->s);

	if (rc == SQLITE_ROW)
		return DB_ROW;
	if (rc == SQLITE_DONE)
		return DB_DONE;
	failed(db, rc);
	return DB_FAILED;
}

static void reset(struct db_stmt *stmt)
{
	sqlite3_reset(stmt->s);
	sqlite3_clear_bindings(stmt->s);
}

static int columns(struct db_stmt *stmt)
{
	return sqlite3_column_count(stmt->s);
}

static const char *column_name(struct db_stmt *stmt, int i)
{
	return sqlite3_column_name(stmt->s, i);
}

static bool column_null(struct db_stmt *stmt, int i)
{
	return sqlite3_column_type(stmt->s, i) == SQLITE_NULL;
}

static int64_t column_int(struct db_stmt *stmt, int i)
{
	return sqlite3_column_int64(stmt->s, i);
}

static double column_real(struct db_stmt *stmt, int i)
{
	return sqlite3_column_double(stmt->s, i);
}

static const char *column_text(struct db_stmt *stmt, int i, size_t *len)
{
	const char *text = (const char *)sqlite3_column_text(stmt->s, i);

	*len = (size_t)sqlite3_column_bytes(stmt->s, i);
	return text;
}

static int64_t changes(struct db *db)
{
	return sqlite3_changes64(handle(db));
}

static bool in_transaction(const struct db *db)
{
	return !sqlite3_get_autocommit(((const struct sqlite_db *)(const void *)db)->handle);
}

static enum err script(struct db *db, const char *sql)
{
	int rc = sqlite3_exec(handle(db), sql, NULL, NULL, NULL);

	return rc == SQLITE_OK ? OK : failed(db, rc);
}

static enum err sync_file(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), rc;

	if (fd < 0)
		return ERR_IO;
	rc = fsync(fd);
	close(fd);
	return rc == 0 ? OK : ERR_IO;
}

static enum err backup(struct db *db, const char *path)
{
	sqlite3 *to = NULL;
	sqlite3_backup *b = NULL;
	int rc = sqlite3_open_v2(
		path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);

	if (rc == SQLITE_OK)
		b = sqlite3_backup_init(to, "main", handle(db), "main");
	/* All pages in one step: one read snapshot, which in WAL mode keeps no writer waiting. */
	if (b)
		rc = sqlite3_backup_step(b, -1);
	sqlite3_backup_finish(b);
	/* The copy is one file: no write-ahead log beside it. */
	if (rc == SQLITE_DONE)
		rc = sqlite3_exec(to, "PRAGMA journal_mode=DELETE", NULL, NULL, NULL);
	else if (rc == SQLITE_OK)
		rc = SQLITE_IOERR;
	if (rc != SQLITE_OK) {
		db->failed_with = classify(to, rc);
		snprintf(db->error, sizeof(db->error), "%s: %s", path, sqlite3_errstr(rc));
	}
	sqlite3_close_v2(to);
	return rc == SQLITE_OK ? sync_file(path) : db->failed_with;
}

static void tidy(struct db *db)
{
	/* Restarting, not passive: otherwise the log only grows while readers come and go. */
	sqlite3_wal_checkpoint_v2(handle(db), NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
}

static void bulk(struct db *db)
{
	(void)script(db, "PRAGMA cache_size=-262144");
}

static void close_db(struct db *db)
{
	sqlite3_close_v2(handle(db));
	free(db);
}

static const struct db_driver driver = {
	.prepare = prepare,
	.finalize = finalize,
	.bind = bind,
	.step = step,
	.reset = reset,
	.columns = columns,
	.column_name = column_name,
	.column_null = column_null,
	.column_int = column_int,
	.column_real = column_real,
	.column_text = column_text,
	.changes = changes,
	.in_transaction = in_transaction,
	.script = script,
	.backup = backup,
	.tidy = tidy,
	.bulk = bulk,
	.close = close_db,
	.begin_sql = "BEGIN IMMEDIATE",
};

static enum err settings(struct db *db, enum db_mode mode)
{
	sqlite3 *h = handle(db);
	enum err err;

	sqlite3_busy_timeout(h, 5000);
	sqlite3_limit(h, SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 400);
	sqlite3_db_config(h, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(h, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(h, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_db_config(h, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	err = script(db, "PRAGMA foreign_keys=ON; PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA "
			 "temp_store=MEMORY");
	if (err != OK)
		return err;
	if (mode == DB_READ) {
		/* 4 MiB a reader: mapping the file gained nothing and showed gigabytes. Only the writer
		 * checkpoints. */
		sqlite3_db_config(h, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
		return script(
			db, "PRAGMA cache_size=-4096; PRAGMA query_only=ON; PRAGMA wal_autocheckpoint=0");
	}
	/* FULL: with NORMAL an acknowledged write can be lost at a power cut. 4000 pages between checkpoints
	 * keeps p99 near p50. */
	return script(db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16384; "
			  "PRAGMA wal_autocheckpoint=4000; PRAGMA journal_size_limit=67108864");
}

enum err db_sqlite_open(const char *path, enum db_mode mode, struct db **out, struct fault *fault)
{
	struct sqlite_db *s = xcalloc(1, sizeof(*s));
	int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
	enum err err = OK;
	int rc;

	*out = NULL;
	s->db.driver = &driver;
	s->mode = mode;
	/* A reader too opens read-write: it may have to recover the log's index after a crash. query_only
	 * binds it. */
	flags |= SQLITE_OPEN_READWRITE | (mode == DB_WRITE ? SQLITE_OPEN_CREATE : 0);
	/* Counting every allocation under one lock costs a tenth of all time. Refused, and meant to be, once there is a
	 * connection. */
	(void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	rc = sqlite3_open_v2(path, &s->handle, flags, NULL);
	if (rc != SQLITE_OK)
		err = failed(&s->db, rc);
	if (err == OK)
		err = settings(&s->db, mode);
	if (err != OK) {
		db_fault(&s->db, err, fault);
		db_close(&s->db);
		return err;
	}
	*out = &s->db;
	return OK;
}
