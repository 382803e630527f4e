/* usage.c - see usage.h. */
#include "store/usage.h"

#include <stdio.h>
#include <sys/stat.h>

#include "store/folder.h"

const struct field usage_fields[] = {
	FIELD(struct usage, machines, F_INT, F_SURE),
	FIELD(struct usage, tickets, F_INT, F_SURE),
	FIELD(struct usage, open_tickets, F_INT, F_SURE),
	FIELD(struct usage, parts, F_INT, F_SURE),
	FIELD(struct usage, accounts, F_INT, F_SURE),
	FIELD(struct usage, documents, F_INT, F_SURE),
	FIELD(struct usage, document_bytes, F_INT, F_SURE),
	FIELD(struct usage, sessions, F_INT, F_SURE),
	FIELD_END,
};

static const char SQL_USAGE[] =
	"SELECT (SELECT count(*) FROM asset WHERE kind = 'machine') AS machines, "
	"(SELECT count(*) FROM ticket) AS tickets, (SELECT count(*) FROM ticket WHERE open = 1) AS "
	"open_tickets, "
	"(SELECT count(*) FROM part) AS parts, (SELECT count(*) FROM account WHERE disabled = 0) AS "
	"accounts, "
	"(SELECT count(*) FROM document WHERE removed_at IS NULL) AS documents, "
	"(SELECT coalesce(sum(d.size), 0) FROM (SELECT digest, max(size) AS size FROM document "
	"GROUP BY digest) d) AS document_bytes, "
	"(SELECT count(*) FROM session WHERE expires_at > $1) AS sessions";

enum err store_usage(struct db *db, struct arena *a, int64_t now, struct usage *out)
{
	return db_one(db, a, SQL_USAGE, ARGS(v_int(now)), usage_fields, out);
}

static int64_t size_of(const struct store *s, const char *name)
{
	char path[FOLDER_PATH];
	struct stat st;

	snprintf(path, sizeof(path), "%.4000s/%s", store_dir(s), name);
	return stat(path, &st) == 0 ? (int64_t)st.st_size : 0;
}

void store_file_bytes(const struct store *s, int64_t *database, int64_t *log)
{
	*database = size_of(s, "jixiu.db");
	*log = size_of(s, "jixiu.db-wal");
}
