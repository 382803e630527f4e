/* migrate.c - see migrate.h. The steps are migrations/NNNN.sql, embedded by the build. */
#include "store/migrate.h"

#include <stdio.h>

#include "migrations.h" /* made by CMake: migration_NNNN[] */

static const char SQL_TABLE[] =
	"CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY) STRICT";
static const char SQL_VERSION[] = "SELECT coalesce(max(version), 0) FROM schema_version";
static const char SQL_TABLE_THERE[] = "SELECT count(*) FROM sqlite_master WHERE name = 'schema_version'";
static const char SQL_STEP[] = "INSERT INTO schema_version (version) VALUES ($1)";

static const char *const steps[] = {(const char *)migration_0001, (const char *)migration_0002,
	(const char *)migration_0003, (const char *)migration_0004};
enum { STEPS = sizeof(steps) / sizeof(steps[0]) };

static enum err one_step(struct db *db, int64_t version)
{
	enum err err = db_begin(db);

	if (err == OK)
		err = db_script(db, steps[version - 1]);
	if (err == OK)
		err = db_exec(db, SQL_STEP, ARGS(v_int(version)), NULL);
	if (err == OK)
		err = db_commit(db);
	if (err != OK)
		db_rollback(db);
	return err;
}

enum err store_migrate(struct db *db, struct fault *fault)
{
	int64_t version = 0;
	enum err err = db_exec(db, SQL_TABLE, NO_ARGS, NULL);

	if (err == OK)
		err = db_int(db, SQL_VERSION, NO_ARGS, &version);
	if (err == OK && version > STEPS)
		return fault_set(fault, ERR_INVALID, MSG_DATA_NEWER, NULL);
	for (int64_t v = version + 1; v <= STEPS && err == OK; v++)
		err = one_step(db, v);
	return err == OK ? OK : db_fault(db, err, fault);
}

enum err store_migrate_check(struct db *db, struct fault *fault)
{
	int64_t version = 0, there = 0;
	enum err err = db_int(db, SQL_TABLE_THERE, NO_ARGS, &there);

	if (err == OK && there)
		err = db_int(db, SQL_VERSION, NO_ARGS, &version);
	if (err != OK)
		return db_fault(db, err, fault);
	if (version > STEPS)
		return fault_set(fault, ERR_INVALID, MSG_DATA_NEWER, NULL);
	if (version < STEPS)
		return fault_set(fault, ERR_INVALID, MSG_DATA_OLDER, NULL);
	return OK;
}
