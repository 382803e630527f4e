/* learnt.c - see learnt.h. */
#include "store/learnt.h"

#include "store/repair.h"

static const struct field learnt_fields[] = {
	FIELD(struct learnt, version, F_TEXT),
	FIELD(struct learnt, seq, F_INT),
	FIELD(struct learnt, state, F_TEXT),
	FIELD_END,
};
static const struct field id_fields[] = {FIELD(struct repair_id, id, F_INT), FIELD_END};

static const char SQL_GET[] = "SELECT version, seq, state FROM learnt WHERE id = 1";
static const char SQL_PUT[] =
	"INSERT INTO learnt (id, version, seq, state) VALUES (1, $1, $2, $3) ON CONFLICT (id) DO UPDATE SET "
	"version = excluded.version, seq = excluded.seq, state = excluded.state";
/* By the numbers of the events, of which few are new: not by the index of all that concern tickets. */
static const char SQL_MISSING[] =
	"SELECT DISTINCT e.entity_id AS id FROM event e WHERE e.seq > $1 AND e.entity || '' = 'ticket' AND "
	"NOT EXISTS "
	"(SELECT 1 FROM event o WHERE o.entity = 'ticket' AND o.entity_id = e.entity_id AND o.seq <= $1 AND "
	"o.kind IN ('restored', 'imported')) ORDER BY e.entity_id";

enum err store_learnt_get(struct db *db, struct arena *a, struct learnt *out)
{
	return db_one(db, a, SQL_GET, NO_ARGS, learnt_fields, out);
}

enum err store_learnt_put(struct tx *tx, const struct learnt *l)
{
	return db_exec(tx->db, SQL_PUT, ARGS(v_text(l->version), v_int(l->seq), v_text(l->state)), NULL);
}

enum err store_learnt_missing(struct db *db, struct arena *a, int64_t seq, struct list *out)
{
	return db_list(db, a, SQL_MISSING, ARGS(v_int(seq)), id_fields, sizeof(struct repair_id), out);
}
