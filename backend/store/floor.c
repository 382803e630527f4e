/* floor.c - see floor.h. */
#include "store/floor.h"

const struct field floor_counts_fields[] = {
	FIELD(struct floor_counts, mine, F_INT, F_SURE),
	FIELD(struct floor_counts, working, F_INT, F_SURE),
	FIELD(struct floor_counts, waiting, F_INT, F_SURE),
	FIELD(struct floor_counts, free, F_INT, F_SURE),
	FIELD(struct floor_counts, free_stopped, F_INT, F_SURE),
	FIELD(struct floor_counts, due, F_INT, F_SURE),
	FIELD(struct floor_counts, restored, F_INT, F_SURE),
	FIELD_END,
};

static const char SQL_COUNTS[] =
	"SELECT count(*) FILTER (WHERE own = 1 AND state <> 'restored') AS mine, "
	"count(*) FILTER (WHERE own = 1 AND state = 'in_progress') AS working, "
	"count(*) FILTER (WHERE own = 1 AND state = 'waiting') AS waiting, "
	"count(*) FILTER (WHERE free = 1 AND planned_from IS NULL) AS free, "
	"count(*) FILTER (WHERE free = 1 AND planned_from IS NULL AND stopped = 1) AS free_stopped, "
	"count(*) FILTER (WHERE free = 1 AND planned_from < $2) AS due, "
	"count(*) FILTER (WHERE state = 'restored') AS restored FROM ("
	"SELECT state, stopped, planned_from, "
	"CASE WHEN state = 'reported' AND assignee_id IS NULL THEN 1 ELSE 0 END AS free, "
	"CASE WHEN assignee_id = $1 OR id IN (SELECT ticket_id FROM ticket_person WHERE account_id = $1) "
	"THEN 1 ELSE 0 END AS own FROM ticket WHERE open = 1) AS t";

enum err store_floor_counts(
	struct db *db, struct arena *a, int64_t account, int64_t before, struct floor_counts *out)
{
	return db_one(db, a, SQL_COUNTS, ARGS(v_int(account), v_int(before)), floor_counts_fields, out);
}
