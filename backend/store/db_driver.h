/* db_driver.h - what a database driver gives to db.c: about a dozen operations on statements. */
#ifndef STORE_DB_DRIVER_H
#define STORE_DB_DRIVER_H

#include "store/db.h"

struct db_stmt; /* the driver's */

enum db_step { DB_ROW, DB_DONE, DB_FAILED };

struct db_driver {
	/* NULL on failure, with the reason in db->error. */
	struct db_stmt *(*prepare)(struct db *db, const char *sql);
	void (*finalize)(struct db_stmt *s);
	enum err (*bind)(struct db *db, struct db_stmt *s, size_t i, const struct value *v);
	/* DB_FAILED leaves the class of the error in db->failed_with. */
	enum db_step (*step)(struct db *db, struct db_stmt *s);
	void (*reset)(struct db_stmt *s);
	int (*columns)(struct db_stmt *s);
	const char *(*column_name)(struct db_stmt *s, int i);
	bool (*column_null)(struct db_stmt *s, int i);
	/* Of a null: 0, 0 and NULL. */
	int64_t (*column_int)(struct db_stmt *s, int i);
	double (*column_real)(struct db_stmt *s, int i);
	const char *(*column_text)(struct db_stmt *s, int i, size_t *len);
	int64_t (*changes)(struct db *db);
	bool (*in_transaction)(const struct db *db);
	enum err (*script)(struct db *db, const char *sql);
	enum err (*backup)(struct db *db, const char *path);
	void (*tidy)(struct db *db);
	void (*bulk)(struct db *db);
	void (*close)(struct db *db);
	const char *begin_sql;
};

enum { STMT_CACHE = 512 };

/* A driver's connection begins with this. */
struct db {
	const struct db_driver *driver;
	uint64_t statements, fail_at;
	enum err failed_with;
	char error[200];
	struct db_cached {
		const char *sql;
		struct db_stmt *stmt;
		bool busy;
	} cache[STMT_CACHE]; /* open addressing on the text's address */
	size_t cached;
};

#endif
