/* count.c - see count.h. */
#include "store/count.h"

const char *const count_states[] = {"open", "closed", "cancelled", NULL};

const struct field stock_count_fields[] = {
	FIELD(struct stock_count, id, F_INT, F_SURE),
	FIELD(struct stock_count, name, F_TEXT, F_SURE),
	FIELD(struct stock_count, store, F_TEXT),
	FIELD(struct stock_count, state, F_ENUM, F_SURE, .names = count_states),
	FIELD(struct stock_count, account_id, F_INT),
	FIELD(struct stock_count, created_at, F_TIME, F_SURE),
	FIELD(struct stock_count, ended_at, F_TIME),
	FIELD(struct stock_count, ended_by, F_INT),
	FIELD(struct stock_count, version, F_INT, F_SURE),
	FIELD(struct stock_count, account_name, F_TEXT),
	FIELD(struct stock_count, ended_name, F_TEXT),
	FIELD(struct stock_count, lines, F_INT, F_SURE),
	FIELD(struct stock_count, counted, F_INT, F_SURE),
	FIELD(struct stock_count, different, F_INT, F_SURE),
	FIELD(struct stock_count, unexplained, F_INT, F_SURE),
	FIELD(struct stock_count, value_cents, F_INT, F_SURE),
	FIELD(struct stock_count, lost_cents, F_INT, F_SURE),
	FIELD_END,
};

const struct field stock_count_line_fields[] = {
	FIELD(struct stock_count_line, id, F_INT, F_SURE),
	FIELD(struct stock_count_line, count_id, F_INT, F_SURE),
	FIELD(struct stock_count_line, bin_id, F_INT, F_SURE),
	FIELD(struct stock_count_line, part_id, F_INT, F_SURE),
	FIELD(struct stock_count_line, expected, F_QTY),
	FIELD(struct stock_count_line, counted, F_QTY),
	FIELD(struct stock_count_line, difference, F_QTY),
	FIELD(struct stock_count_line, value_cents, F_INT),
	FIELD(struct stock_count_line, counted_at, F_TIME),
	FIELD(struct stock_count_line, account_id, F_INT),
	FIELD(struct stock_count_line, reason, F_TEXT),
	FIELD(struct stock_count_line, movement_id, F_INT),
	FIELD(struct stock_count_line, bin_code, F_TEXT, F_SURE),
	FIELD(struct stock_count_line, part_code, F_TEXT, F_SURE),
	FIELD(struct stock_count_line, part_name, F_TEXT, F_SURE),
	FIELD(struct stock_count_line, part_name_en, F_TEXT),
	FIELD(struct stock_count_line, spec, F_TEXT),
	FIELD(struct stock_count_line, unit, F_TEXT, F_SURE),
	FIELD(struct stock_count_line, account_name, F_TEXT),
	FIELD_END,
};

const struct field count_bin_fields[] = {
	FIELD(struct count_bin, bin_id, F_INT, F_SURE),
	FIELD(struct count_bin, bin_code, F_TEXT, F_SURE),
	FIELD(struct count_bin, bin_name, F_TEXT),
	FIELD(struct count_bin, lines, F_INT, F_SURE),
	FIELD(struct count_bin, counted, F_INT, F_SURE),
	FIELD(struct count_bin, different, F_INT, F_SURE),
	FIELD_END,
};

/* ---- countings ---- */

#define DIFFERS "CASE WHEN l.counted <> l.expected THEN 1 ELSE 0 END"
#define COUNT                                                                                                \
	"SELECT c.id AS id, c.name AS name, c.store AS store, c.state AS state, c.account_id AS "            \
	"account_id, "                                                                                       \
	"c.created_at AS created_at, c.ended_at AS ended_at, c.ended_by AS ended_by, c.version AS version, " \
	"a.name AS account_name, e.name AS ended_name, count(l.id) AS lines, count(l.counted) AS counted, "  \
	"coalesce(sum(" DIFFERS "), 0) AS different, "                                                       \
	"coalesce(sum(CASE WHEN l.reason IS NULL THEN " DIFFERS " ELSE 0 END), 0) AS unexplained, "          \
	"coalesce(sum(l.value_cents), 0) AS value_cents, "                                                   \
	"coalesce(sum(CASE WHEN l.value_cents < 0 THEN l.value_cents ELSE 0 END), 0) AS lost_cents "         \
	"FROM stock_count c LEFT JOIN stock_count_line l ON l.count_id = c.id "                              \
	"LEFT JOIN account a ON a.id = c.account_id LEFT JOIN account e ON e.id = c.ended_by "
#define BY_COUNT                                                                                             \
	" GROUP BY c.id, c.name, c.store, c.state, c.account_id, c.created_at, c.ended_at, c.ended_by, "     \
	"c.version, a.name, e.name "
static const char SQL_GET[] = COUNT "WHERE c.id = $1" BY_COUNT;
static const char SQL_LIST[] =
	COUNT "WHERE c.id < $1 AND ($2 IS NULL OR c.state = $2)" BY_COUNT "ORDER BY c.id DESC LIMIT $3";
static const char SQL_ADD[] = "INSERT INTO stock_count (name, store, state, account_id, created_at) "
			      "VALUES ($1, $2, 'open', $3, $4) RETURNING id";
static const char SQL_END[] =
	"UPDATE stock_count SET state = $1, ended_at = $2, ended_by = $3, version = version + 1 "
	"WHERE id = $4 AND version = $5";

enum err store_count_get(struct db *db, struct arena *a, int64_t id, struct stock_count *out)
{
	return db_one(db, a, SQL_GET, ARGS(v_int(id)), stock_count_fields, out);
}

enum err store_count_list(
	struct db *db, struct arena *a, int state, int64_t before, int64_t limit, struct list *out)
{
	return db_list(db, a, SQL_LIST,
		ARGS(v_int(before == NONE ? INT64_MAX : before), v_name(count_states, state), v_int(limit)),
		stock_count_fields, sizeof(struct stock_count), out);
}

enum err store_count_add(struct tx *tx, struct stock_count *c)
{
	return db_int(tx->db, SQL_ADD,
		ARGS(v_text(c->name), v_text(c->store), v_int(tx->actor.account), v_int(tx->now)), &c->id);
}

enum err store_count_end(struct tx *tx, struct stock_count *c)
{
	int64_t n = 0;
	enum err err = db_exec(tx->db, SQL_END,
		ARGS(v_name(count_states, c->state), v_int(tx->now), v_int(tx->actor.account), v_int(c->id),
			v_int(c->version)),
		&n);

	return err == OK && !n ? ERR_STALE : err;
}

/* ---- lines ---- */

static const char SQL_MAKE[] =
	"INSERT INTO stock_count_line (count_id, bin_id, part_id) SELECT $1, x.bin_id, x.part_id FROM ("
	"SELECT s.bin_id AS bin_id, s.part_id AS part_id FROM stock s WHERE s.qty > 0 UNION "
	"SELECT p.bin_id AS bin_id, p.id AS part_id FROM part p WHERE p.bin_id IS NOT NULL AND p.retired = 0"
	") AS x JOIN bin b ON b.id = x.bin_id JOIN part p ON p.id = x.part_id "
	"WHERE ($2 IS NULL OR b.store = $2) AND ($3 IS NULL OR b.id = $3) ORDER BY b.code, p.code "
	"ON CONFLICT (count_id, bin_id, part_id) DO NOTHING";
static const char SQL_LINES_N[] = "SELECT count(*) FROM stock_count_line WHERE count_id = $1";
static const char SQL_OVERLAP[] =
	"SELECT b.code AS bin_code FROM stock_count c JOIN stock_count_line o ON o.count_id = c.id "
	"JOIN bin b ON b.id = o.bin_id WHERE c.state = 'open' AND c.id <> $1 "
	"AND o.bin_id IN (SELECT l.bin_id FROM stock_count_line l WHERE l.count_id = $1) LIMIT 1";
#define LINE                                                                                                 \
	"SELECT l.id AS id, l.count_id AS count_id, l.bin_id AS bin_id, l.part_id AS part_id, "              \
	"l.expected AS expected, l.counted AS counted, l.counted - l.expected AS difference, "               \
	"l.value_cents AS value_cents, l.counted_at AS counted_at, l.account_id AS account_id, "             \
	"l.reason AS reason, l.movement_id AS movement_id, b.code AS bin_code, p.code AS part_code, "        \
	"p.name AS part_name, p.name_en AS part_name_en, p.spec AS spec, p.unit AS unit, "                   \
	"a.name AS account_name FROM stock_count_line l JOIN bin b ON b.id = l.bin_id "                      \
	"JOIN part p ON p.id = l.part_id LEFT JOIN account a ON a.id = l.account_id "
static const char SQL_LINE_GET[] = LINE "WHERE l.id = $1";
static const char SQL_LINE_OF[] = LINE "WHERE l.count_id = $1 AND l.bin_id = $2 AND l.part_id = $3";
static const char SQL_LINES[] =
	LINE "WHERE l.count_id = $1 AND ($2 IS NULL OR l.bin_id = $2) "
	     "AND ($3 IS NULL OR l.counted <> l.expected) AND ($4 IS NULL OR (l.counted IS NULL) = ($4 = 1)) "
	     "AND l.id > $5 ORDER BY l.id LIMIT $6";
static const char SQL_LINE_ADD[] =
	"INSERT INTO stock_count_line (count_id, bin_id, part_id) VALUES ($1, $2, $3) RETURNING id";
static const char SQL_LINE_PUT[] =
	"UPDATE stock_count_line SET expected = $1, counted = $2, value_cents = $3, counted_at = $4, "
	"account_id = $5, reason = $6, movement_id = $7 WHERE id = $8";
static const char SQL_STOCK_AT[] =
	"SELECT bin_after FROM movement WHERE part_id = $1 AND bin_id = $2 AND time <= $3 "
	"ORDER BY id DESC LIMIT 1";
static const char SQL_BINS[] =
	"SELECT l.bin_id AS bin_id, b.code AS bin_code, b.name AS bin_name, count(*) AS lines, "
	"count(l.counted) AS counted, sum(" DIFFERS ") AS different FROM stock_count_line l "
	"JOIN bin b ON b.id = l.bin_id WHERE l.count_id = $1 GROUP BY l.bin_id, b.code, b.name "
	"ORDER BY b.code LIMIT 2000";

enum err store_count_lines_make(struct tx *tx, int64_t count, const char *store, int64_t bin, int64_t *n)
{
	enum err err = db_exec(tx->db, SQL_MAKE, ARGS(v_int(count), v_text(store), v_int(bin)), NULL);

	return err == OK ? db_int(tx->db, SQL_LINES_N, ARGS(v_int(count)), n) : err;
}

enum err store_count_overlap(struct tx *tx, int64_t count, const char **code)
{
	static const struct field one[] = {FIELD(struct count_bin, bin_code, F_TEXT), FIELD_END};
	struct count_bin b;
	enum err err = db_one(tx->db, tx->arena, SQL_OVERLAP, ARGS(v_int(count)), one, &b);

	*code = err == OK ? b.bin_code : NULL;
	return err == ERR_NOT_FOUND ? OK : err;
}

void count_line_filter_none(struct count_line_filter *f)
{
	*f = (struct count_line_filter){
		.count_id = NONE, .bin_id = NONE, .different = NONE, .open = NONE, .after = 0, .limit = 50};
}

enum err store_count_lines(
	struct db *db, struct arena *a, const struct count_line_filter *f, struct list *out)
{
	return db_list(db, a, SQL_LINES,
		ARGS(v_int(f->count_id), v_int(f->bin_id), v_int(f->different == 1 ? 1 : NONE),
			v_int(f->open), v_int(f->after), v_int(f->limit)),
		stock_count_line_fields, sizeof(struct stock_count_line), out);
}

enum err store_count_line_get(struct db *db, struct arena *a, int64_t id, struct stock_count_line *out)
{
	return db_one(db, a, SQL_LINE_GET, ARGS(v_int(id)), stock_count_line_fields, out);
}

enum err store_count_line_of(struct db *db, struct arena *a, int64_t count, int64_t bin, int64_t part,
	struct stock_count_line *out)
{
	return db_one(db, a, SQL_LINE_OF, ARGS(v_int(count), v_int(bin), v_int(part)),
		stock_count_line_fields, out);
}

enum err store_count_line_add(struct tx *tx, struct stock_count_line *l)
{
	return db_int(
		tx->db, SQL_LINE_ADD, ARGS(v_int(l->count_id), v_int(l->bin_id), v_int(l->part_id)), &l->id);
}

enum err store_count_line_put(struct tx *tx, const struct stock_count_line *l)
{
	return db_exec(tx->db, SQL_LINE_PUT,
		ARGS(v_int(l->expected), v_int(l->counted), v_int(l->value_cents), v_int(l->counted_at),
			v_int(l->account_id), v_text(l->reason), v_int(l->movement_id), v_int(l->id)),
		NULL);
}

enum err store_stock_at(struct db *db, int64_t part, int64_t bin, int64_t time, int64_t *qty)
{
	enum err err = db_int(db, SQL_STOCK_AT, ARGS(v_int(part), v_int(bin), v_int(time)), qty);

	if (err != ERR_NOT_FOUND)
		return err;
	*qty = 0;
	return OK;
}

enum err store_count_bins(struct db *db, struct arena *a, int64_t count, struct list *out)
{
	return db_list(db, a, SQL_BINS, ARGS(v_int(count)), count_bin_fields, sizeof(struct count_bin), out);
}
