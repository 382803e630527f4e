/* import.c - see import.h. */
#include "store/import.h"

const char *const imported_verdicts[] = {"new", "changed", NULL};

const struct field import_record_fields[] = {
	FIELD(struct import_record, id, F_INT, F_SURE),
	FIELD(struct import_record, kind, F_TEXT, F_SURE),
	FIELD(struct import_record, name, F_TEXT, F_SURE),
	FIELD(struct import_record, account_id, F_INT, F_HIDDEN),
	FIELD_AS(struct import_record, actor, "by", F_TEXT, F_SURE),
	FIELD(struct import_record, time, F_TIME, F_SURE),
	FIELD(struct import_record, first_seq, F_INT, F_HIDDEN),
	FIELD(struct import_record, last_seq, F_INT, F_HIDDEN),
	FIELD_AS(struct import_record, created, "new", F_INT, F_SURE),
	FIELD(struct import_record, changed, F_INT, F_SURE),
	FIELD(struct import_record, same, F_INT, F_SURE),
	FIELD_AS(struct import_record, refused, "errors", F_INT, F_SURE),
	FIELD(struct import_record, undone_at, F_TIME),
	FIELD(struct import_record, undone_by, F_TEXT),
	FIELD(struct import_record, kept, F_INT, F_SURE),
	FIELD_END,
};
const struct field imported_row_fields[] = {
	FIELD(struct imported_row, number, F_INT, F_SURE),
	FIELD(struct imported_row, verdict, F_ENUM, F_SURE, .names = imported_verdicts),
	FIELD(struct imported_row, key, F_TEXT),
	FIELD(struct imported_row, title, F_TEXT),
	FIELD(struct imported_row, first_seq, F_INT, F_HIDDEN),
	FIELD(struct imported_row, last_seq, F_INT, F_HIDDEN),
	FIELD(struct imported_row, undone_at, F_TIME, F_HIDDEN),
	FIELD_END,
};
static const struct field said_fields[] = {
	FIELD(struct import_said, heading, F_TEXT),
	FIELD(struct import_said, field, F_TEXT),
	FIELD_END,
};

#define RUN                                                                                                  \
	"SELECT id AS id, kind AS kind, name AS name, account_id AS account_id, actor AS by, time AS time, " \
	"first_seq AS first_seq, last_seq AS last_seq, created AS new, changed AS changed, same AS same, "   \
	"refused AS errors, undone_at AS undone_at, undone_by AS undone_by, kept AS kept FROM import_run "

static const char SQL_ADD[] =
	"INSERT INTO import_run (kind, name, account_id, actor, time, first_seq, last_seq) "
	"VALUES ($1, $2, $3, $4, $5, $6, $6) RETURNING id";
static const char SQL_CLOSE[] = "UPDATE import_run SET last_seq = $1, created = $2, changed = $3, same = $4, "
				"refused = $5 WHERE id = $6";
static const char SQL_ROW_ADD[] = "INSERT INTO import_row (run_id, number, verdict, key, title, first_seq, "
				  "last_seq) VALUES ($1, $2, $3, $4, $5, $6, $7)";
static const char SQL_GET[] = RUN "WHERE id = $1";
static const char SQL_LIST[] = RUN "WHERE id < $1 ORDER BY id DESC LIMIT $2";
static const char SQL_ROWS[] = "SELECT number, verdict, key, title, first_seq, last_seq, undone_at FROM "
			       "import_row WHERE run_id = $1 AND number < $2 AND undone_at IS NULL "
			       "ORDER BY number DESC LIMIT $3";
static const char SQL_ROW_UNDONE[] = "UPDATE import_row SET undone_at = $1 WHERE run_id = $2 AND number = $3";
static const char SQL_UNDONE[] =
	"UPDATE import_run SET undone_at = $1, undone_by = $2, kept = $3 WHERE id = $4 AND undone_at IS NULL";
static const char SQL_MAPS[] = "SELECT heading, field FROM import_map WHERE kind = $1 ORDER BY heading";
static const char SQL_MAP_PUT[] =
	"INSERT INTO import_map (kind, heading, field, time) VALUES ($1, $2, $3, $4) "
	"ON CONFLICT (kind, heading) DO UPDATE SET field = $3, time = $4";
static const char SQL_MAP_DROP[] = "DELETE FROM import_map WHERE kind = $1 AND heading = $2";

static const char SQL_FLOOR[] =
	"INSERT INTO id_floor (entity, id) VALUES ($1, $2) ON CONFLICT (entity) DO UPDATE "
	"SET id = $2 WHERE id_floor.id < $2";
static const char SQL_CODES[] =
	"UPDATE qr_code SET revoked_at = $1 WHERE entity = $2 AND entity_id = $3 AND revoked_at IS NULL";
static const char SQL_STOCK[] = "DELETE FROM stock WHERE part_id = $1";
static const char SQL_MOVES[] = "DELETE FROM movement WHERE part_id = $1";
/* Nothing else ties a document to what it is of. */
#define NO_DOCUMENT(entity_)                                                                                 \
	"NOT EXISTS (SELECT 1 FROM document WHERE entity = '" entity_ "' AND entity_id = $1)"
static const char SQL_ASSET[] = "DELETE FROM asset WHERE id = $1 AND " NO_DOCUMENT("asset");
static const char SQL_PART[] = "DELETE FROM part WHERE id = $1 AND " NO_DOCUMENT("part");
static const char SQL_BIN[] = "DELETE FROM bin WHERE id = $1";
static const char SQL_MOVES_OF[] = "SELECT count(*) FROM movement WHERE part_id = $1";
static const char SQL_CANCEL[] =
	"UPDATE ticket SET state = 'cancelled', open = 0, cancel_reason = 'other', cancel_note = $1, "
	"cancelled_at = $2, closed_at = NULL, import_ref = NULL, version = version + 1, updated_at = $2 "
	"WHERE id = $3";
static const char SQL_LABOUR[] =
	"UPDATE labour SET removed_at = $1 WHERE ticket_id = $2 AND removed_at IS NULL";
static const char SQL_INVOICES[] =
	"UPDATE invoice SET removed_at = $1 WHERE ticket_id = $2 AND removed_at IS NULL";

enum err store_import_add(struct tx *tx, struct import_record *r)
{
	return db_int(tx->db, SQL_ADD,
		ARGS(v_text(r->kind), v_text(r->name), v_int(tx->actor.account), v_text(tx->actor.name),
			v_int(tx->now), v_int(r->first_seq)),
		&r->id);
}

enum err store_import_close(struct tx *tx, const struct import_record *r)
{
	return db_exec(tx->db, SQL_CLOSE,
		ARGS(v_int(r->last_seq), v_int(r->created), v_int(r->changed), v_int(r->same),
			v_int(r->refused), v_int(r->id)),
		NULL);
}

enum err store_import_row_add(struct tx *tx, int64_t run, const struct imported_row *row)
{
	return db_exec(tx->db, SQL_ROW_ADD,
		ARGS(v_int(run), v_int(row->number), v_name(imported_verdicts, row->verdict),
			v_text(row->key), v_text(row->title), v_int(row->first_seq), v_int(row->last_seq)),
		NULL);
}

enum err store_import_get(struct db *db, struct arena *a, int64_t id, struct import_record *out)
{
	return db_one(db, a, SQL_GET, ARGS(v_int(id)), import_record_fields, out);
}

enum err store_import_list(struct db *db, struct arena *a, int64_t before, int64_t limit, struct list *out)
{
	return db_list(db, a, SQL_LIST, ARGS(v_int(before == NONE ? INT64_MAX : before), v_int(limit)),
		import_record_fields, sizeof(struct import_record), out);
}

enum err store_import_rows(
	struct db *db, struct arena *a, int64_t run, int64_t before, int64_t limit, struct list *out)
{
	return db_list(db, a, SQL_ROWS, ARGS(v_int(run), v_int(before), v_int(limit)), imported_row_fields,
		sizeof(struct imported_row), out);
}

enum err store_import_row_undone(struct tx *tx, int64_t run, int64_t number)
{
	return db_exec(tx->db, SQL_ROW_UNDONE, ARGS(v_int(tx->now), v_int(run), v_int(number)), NULL);
}

enum err store_import_undone(struct tx *tx, int64_t run, int64_t kept)
{
	int64_t changed = 0;
	enum err err = db_exec(tx->db, SQL_UNDONE,
		ARGS(v_int(tx->now), v_text(tx->actor.name), v_int(kept), v_int(run)), &changed);

	return err == OK && !changed ? ERR_CONFLICT : err;
}

enum err store_import_maps(struct db *db, struct arena *a, const char *kind, struct list *out)
{
	return db_list(db, a, SQL_MAPS, ARGS(v_text(kind)), said_fields, sizeof(struct import_said), out);
}

enum err store_import_map_put(struct tx *tx, const char *kind, const char *heading, const char *field)
{
	if (!field)
		return db_exec(tx->db, SQL_MAP_DROP, ARGS(v_text(kind), v_text(heading)), NULL);
	return db_exec(tx->db, SQL_MAP_PUT,
		ARGS(v_text(kind), v_text(heading), v_text(field), v_int(tx->now)), NULL);
}

enum err store_import_take_away(struct tx *tx, enum store_gone what, int64_t id)
{
	static const char *const entities[] = {"asset", "part", "bin"};
	static const char *const drops[] = {SQL_ASSET, SQL_PART, SQL_BIN};
	int64_t gone = 0;
	enum err err = OK;

	if (what == GONE_PART)
		err = db_exec(tx->db, SQL_STOCK, ARGS(v_int(id)), NULL);
	if (what == GONE_PART && err == OK)
		err = db_exec(tx->db, SQL_MOVES, ARGS(v_int(id)), NULL);
	if (err == OK)
		err = db_exec(tx->db, drops[what], ARGS(v_int(id)), &gone);
	if (err == OK && !gone)
		err = ERR_CONFLICT;
	if (err == OK && what != GONE_PART)
		err = db_exec(
			tx->db, SQL_CODES, ARGS(v_int(tx->now), v_text(entities[what]), v_int(id)), NULL);
	return err == OK ? db_exec(tx->db, SQL_FLOOR, ARGS(v_text(entities[what]), v_int(id)), NULL) : err;
}

enum err store_import_movements(struct db *db, int64_t part, int64_t *n)
{
	return db_int(db, SQL_MOVES_OF, ARGS(v_int(part)), n);
}

enum err store_import_cancel_ticket(struct tx *tx, int64_t ticket, const char *note)
{
	enum err err = db_exec(tx->db, SQL_CANCEL, ARGS(v_text(note), v_int(tx->now), v_int(ticket)), NULL);

	if (err == OK)
		err = db_exec(tx->db, SQL_LABOUR, ARGS(v_int(tx->now), v_int(ticket)), NULL);
	return err == OK ? db_exec(tx->db, SQL_INVOICES, ARGS(v_int(tx->now), v_int(ticket)), NULL) : err;
}
