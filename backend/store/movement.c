/* movement.c - the stock ledger and what is read from it; its proof is in movement_verify.c. See part.h. */
#include "store/part.h"

const char *const movement_kinds[] = {"receive", "issue", "return", "adjust", "transfer", NULL};

const struct field movement_fields[] = {
	FIELD(struct movement, id, F_INT, F_SURE),
	FIELD(struct movement, part_id, F_INT, F_SURE),
	FIELD(struct movement, bin_id, F_INT, F_SURE),
	FIELD(struct movement, kind, F_ENUM, F_SURE, .names = movement_kinds),
	FIELD(struct movement, qty, F_QTY, F_SURE),
	FIELD(struct movement, value_cents, F_INT, F_SURE),
	FIELD(struct movement, ticket_id, F_INT),
	FIELD(struct movement, machine_id, F_INT),
	FIELD(struct movement, reverses, F_INT),
	FIELD(struct movement, reason, F_TEXT),
	FIELD(struct movement, time, F_TIME, F_SURE),
	FIELD(struct movement, account_id, F_INT),
	FIELD(struct movement, qty_after, F_QTY, F_SURE),
	FIELD(struct movement, value_after, F_INT, F_SURE),
	FIELD(struct movement, bin_after, F_QTY, F_SURE),
	FIELD(struct movement, send_key, F_TEXT, F_HIDDEN),
	FIELD(struct movement, other_bin_id, F_INT),
	FIELD(struct movement, pair_id, F_INT, F_HIDDEN),
	FIELD(struct movement, instead_of_id, F_INT),
	FIELD(struct movement, supplier_id, F_INT),
	FIELD(struct movement, slip, F_TEXT),
	FIELD(struct movement, count_id, F_INT),
	FIELD(struct movement, part_code, F_TEXT, F_SURE),
	FIELD(struct movement, part_name, F_TEXT, F_SURE),
	FIELD(struct movement, part_name_en, F_TEXT),
	FIELD(struct movement, unit, F_TEXT, F_SURE),
	FIELD(struct movement, bin_code, F_TEXT, F_SURE),
	FIELD(struct movement, machine_code, F_TEXT),
	FIELD(struct movement, machine_name, F_TEXT),
	FIELD(struct movement, machine_name_en, F_TEXT),
	FIELD(struct movement, account_name, F_TEXT),
	FIELD(struct movement, other_bin_code, F_TEXT),
	FIELD(struct movement, instead_of_code, F_TEXT),
	FIELD(struct movement, instead_of_name, F_TEXT),
	FIELD(struct movement, supplier_name, F_TEXT),
	FIELD_END,
};

const struct field ticket_part_fields[] = {
	FIELD(struct ticket_part, part_id, F_INT, F_SURE),
	FIELD(struct ticket_part, code, F_TEXT, F_SURE),
	FIELD(struct ticket_part, name, F_TEXT, F_SURE),
	FIELD(struct ticket_part, name_en, F_TEXT),
	FIELD(struct ticket_part, spec, F_TEXT),
	FIELD(struct ticket_part, unit, F_TEXT, F_SURE),
	FIELD(struct ticket_part, issued, F_QTY, F_SURE),
	FIELD(struct ticket_part, returned, F_QTY, F_SURE),
	FIELD(struct ticket_part, qty, F_QTY, F_SURE),
	FIELD(struct ticket_part, cost_cents, F_INT, F_SURE),
	FIELD(struct ticket_part, last_at, F_TIME, F_SURE),
	FIELD_END,
};

const struct field part_machine_fields[] = {
	FIELD(struct part_machine, machine_id, F_INT, F_SURE),
	FIELD(struct part_machine, code, F_TEXT),
	FIELD(struct part_machine, name, F_TEXT, F_SURE),
	FIELD(struct part_machine, name_en, F_TEXT),
	FIELD(struct part_machine, qty, F_QTY, F_SURE),
	FIELD(struct part_machine, cost_cents, F_INT, F_SURE),
	FIELD(struct part_machine, tickets, F_INT, F_SURE),
	FIELD(struct part_machine, last_at, F_TIME, F_SURE),
	FIELD_END,
};

static const struct field issue_left_fields[] = {
	FIELD(struct issue_left, movement_id, F_INT),
	FIELD(struct issue_left, bin_id, F_INT),
	FIELD(struct issue_left, machine_id, F_INT),
	FIELD(struct issue_left, issued, F_QTY),
	FIELD(struct issue_left, cost_cents, F_INT),
	FIELD(struct issue_left, rest, F_QTY),
	FIELD(struct issue_left, rest_cents, F_INT),
	FIELD_END,
};

/* What an UPDATE of part gives back. */
static const struct field balance_fields[] = {
	FIELD(struct movement, qty_after, F_QTY),
	FIELD(struct movement, value_after, F_INT),
	FIELD_END,
};

static const char SQL_MOVE_PART[] =
	"UPDATE part SET qty = qty + $1, value_cents = value_cents + $2 WHERE id = $3 "
	"RETURNING qty AS qty_after, value_cents AS value_after";
static const char SQL_MOVE_STOCK[] =
	"UPDATE stock SET qty = qty + $1 WHERE part_id = $2 AND bin_id = $3 RETURNING qty";
static const char SQL_NEW_STOCK[] =
	"INSERT INTO stock (part_id, bin_id, qty) VALUES ($1, $2, $3) RETURNING qty";
static const char SQL_ADD[] =
	"INSERT INTO movement (part_id, bin_id, kind, qty, value_cents, ticket_id, machine_id, reverses, "
	"reason, time, account_id, qty_after, value_after, bin_after, send_key, other_bin_id, pair_id, "
	"instead_of_id, supplier_id, slip, count_id) "
	"VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, "
	"$21) RETURNING id";

/* In the order of movement_fields. */
#define SELECT                                                                                               \
	"SELECT m.id AS id, m.part_id AS part_id, m.bin_id AS bin_id, m.kind AS kind, m.qty AS qty, "        \
	"m.value_cents AS value_cents, m.ticket_id AS ticket_id, m.machine_id AS machine_id, "               \
	"m.reverses AS reverses, m.reason AS reason, m.time AS time, m.account_id AS account_id, "           \
	"m.qty_after AS qty_after, m.value_after AS value_after, m.bin_after AS bin_after, "                 \
	"m.send_key AS send_key, m.other_bin_id AS other_bin_id, m.pair_id AS pair_id, "                     \
	"m.instead_of_id AS instead_of_id, m.supplier_id AS supplier_id, m.slip AS slip, "                   \
	"m.count_id AS count_id, p.code AS part_code, p.name AS part_name, p.name_en AS part_name_en, "      \
	"p.unit AS unit, b.code AS bin_code, a.code AS machine_code, a.name AS machine_name, a.name_en AS "  \
	"machine_name_en, c.name AS account_name, o.code AS other_bin_code, i.code AS instead_of_code, "     \
	"i.name AS instead_of_name, s.name AS supplier_name FROM movement m JOIN part p ON p.id = "          \
	"m.part_id "                                                                                         \
	"JOIN bin b ON b.id = m.bin_id LEFT JOIN asset a ON a.id = m.machine_id "                            \
	"LEFT JOIN account c ON c.id = m.account_id LEFT JOIN bin o ON o.id = m.other_bin_id "               \
	"LEFT JOIN part i ON i.id = m.instead_of_id LEFT JOIN supplier s ON s.id = m.supplier_id "
/* What the lists share; each begins with what its index serves. */
#define FILTER                                                                                               \
	"AND ($1 IS NULL OR m.part_id = $1) AND ($2 IS NULL OR m.bin_id = $2) "                              \
	"AND ($3 IS NULL OR m.ticket_id = $3) AND ($4 IS NULL OR m.machine_id = $4) "                        \
	"AND ($5 IS NULL OR m.kind = $5) AND ($6 IS NULL OR m.time >= $6) AND ($7 IS NULL OR m.time < $7) "  \
	"AND m.id < $8 ORDER BY m.id DESC LIMIT $9"

static const char SQL_GET[] = SELECT "WHERE m.id = $1";
static const char SQL_BY_KEY[] = SELECT "WHERE m.send_key = $1";
static const char SQL_LIST[] = SELECT "WHERE m.id > 0 " FILTER;
static const char SQL_LIST_PART[] = SELECT "WHERE m.part_id = $1 " FILTER;
static const char SQL_LIST_TICKET[] = SELECT "WHERE m.ticket_id = $3 " FILTER;
static const char SQL_LIST_MACHINE[] = SELECT "WHERE m.machine_id = $4 " FILTER;
static const char SQL_LIST_BIN[] = SELECT "WHERE m.bin_id = $2 " FILTER;
static const char SQL_LIST_KIND[] = SELECT "WHERE m.kind = $5 " FILTER;

static const char SQL_ISSUE_LEFT[] =
	"SELECT i.id AS movement_id, i.bin_id AS bin_id, i.machine_id AS machine_id, -i.qty AS issued, "
	"-i.value_cents AS cost_cents, -i.qty - coalesce(sum(r.qty), 0) AS rest, "
	"-i.value_cents - coalesce(sum(r.value_cents), 0) AS rest_cents "
	"FROM movement i LEFT JOIN movement r ON r.reverses = i.id "
	"WHERE i.ticket_id = $1 AND i.part_id = $2 AND i.kind = 'issue' "
	"GROUP BY i.id, i.bin_id, i.machine_id, i.qty, i.value_cents "
	"HAVING -i.qty > coalesce(sum(r.qty), 0) ORDER BY i.id DESC";
static const char SQL_OF_TICKET[] =
	"SELECT m.part_id AS part_id, p.code AS code, p.name AS name, p.name_en AS name_en, p.spec AS spec, "
	"p.unit AS unit, -sum(CASE WHEN m.kind = 'issue' THEN m.qty ELSE 0 END) AS issued, "
	"sum(CASE WHEN m.kind = 'return' THEN m.qty ELSE 0 END) AS returned, -sum(m.qty) AS qty, "
	"-sum(m.value_cents) AS cost_cents, max(m.time) AS last_at "
	"FROM movement m JOIN part p ON p.id = m.part_id WHERE m.ticket_id = $1 "
	"GROUP BY m.part_id, p.code, p.name, p.name_en, p.spec, p.unit ORDER BY min(m.id)";
static const char SQL_COST[] = "SELECT -coalesce(sum(value_cents), 0) FROM movement WHERE ticket_id = $1";
static const char SQL_MACHINES[] =
	"SELECT m.machine_id AS machine_id, a.code AS code, a.name AS name, a.name_en AS name_en, "
	"-sum(m.qty) AS qty, -sum(m.value_cents) AS cost_cents, count(DISTINCT m.ticket_id) AS tickets, "
	"max(m.time) AS last_at "
	"FROM movement m JOIN asset a ON a.id = m.machine_id WHERE m.part_id = $1 "
	"AND ($2 IS NULL OR m.time >= $2) AND ($3 IS NULL OR m.time < $3) "
	"GROUP BY m.machine_id, a.code, a.name, a.name_en HAVING sum(m.qty) <> 0 OR sum(m.value_cents) <> 0 "
	"ORDER BY -sum(m.qty) DESC, m.machine_id LIMIT $4";

/* Not one upsert: the row it would insert is checked for being negative before the conflict is seen. */
static enum err move_stock(struct tx *tx, struct movement *m)
{
	enum err err = db_int(tx->db, SQL_MOVE_STOCK,
		ARGS(v_int(m->qty), v_int(m->part_id), v_int(m->bin_id)), &m->bin_after);

	if (err != ERR_NOT_FOUND)
		return err;
	return db_int(tx->db, SQL_NEW_STOCK, ARGS(v_int(m->part_id), v_int(m->bin_id), v_int(m->qty)),
		&m->bin_after);
}

enum err store_movement_add(struct tx *tx, struct movement *m)
{
	enum err err = db_one(tx->db, tx->arena, SQL_MOVE_PART,
		ARGS(v_int(m->qty), v_int(m->value_cents), v_int(m->part_id)), balance_fields, m);

	if (err == OK)
		err = move_stock(tx, m);
	if (err != OK)
		return err;
	m->time = tx->now;
	m->account_id = tx->actor.account;
	return db_int(tx->db, SQL_ADD,
		ARGS(v_int(m->part_id), v_int(m->bin_id), v_name(movement_kinds, m->kind), v_int(m->qty),
			v_int(m->value_cents), v_int(m->ticket_id), v_int(m->machine_id), v_int(m->reverses),
			v_text(m->reason), v_int(m->time), v_int(m->account_id), v_int(m->qty_after),
			v_int(m->value_after), v_int(m->bin_after), v_text(m->send_key),
			v_int(m->other_bin_id), v_int(m->pair_id), v_int(m->instead_of_id),
			v_int(m->supplier_id), v_text(m->slip), v_int(m->count_id)),
		&m->id);
}

enum err store_movement_get(struct db *db, struct arena *a, int64_t id, struct movement *out)
{
	return db_one(db, a, SQL_GET, ARGS(v_int(id)), movement_fields, out);
}

enum err store_movement_by_key(struct db *db, struct arena *a, const char *key, struct movement *out)
{
	return db_one(db, a, SQL_BY_KEY, ARGS(v_text(key)), movement_fields, out);
}

void movement_filter_none(struct movement_filter *f)
{
	*f = (struct movement_filter){.part_id = NONE,
		.bin_id = NONE,
		.ticket_id = NONE,
		.machine_id = NONE,
		.kind = -1,
		.from = NONE,
		.to = NONE,
		.before = NONE,
		.limit = 50};
}

enum err store_movement_list(
	struct db *db, struct arena *a, const struct movement_filter *f, struct list *out)
{
	const char *sql = f->ticket_id != NONE	  ? SQL_LIST_TICKET
			  : f->part_id != NONE	  ? SQL_LIST_PART
			  : f->machine_id != NONE ? SQL_LIST_MACHINE
			  : f->bin_id != NONE	  ? SQL_LIST_BIN
			  : f->kind >= 0	  ? SQL_LIST_KIND
						  : SQL_LIST;

	return db_list(db, a, sql,
		ARGS(v_int(f->part_id), v_int(f->bin_id), v_int(f->ticket_id), v_int(f->machine_id),
			v_name(movement_kinds, f->kind), v_int(f->from), v_int(f->to),
			v_int(f->before == NONE ? INT64_MAX : f->before), v_int(f->limit)),
		movement_fields, sizeof(struct movement), out);
}

enum err store_issue_left(struct db *db, struct arena *a, int64_t ticket, int64_t part, struct list *out)
{
	return db_list(db, a, SQL_ISSUE_LEFT, ARGS(v_int(ticket), v_int(part)), issue_left_fields,
		sizeof(struct issue_left), out);
}

enum err store_movement_of_ticket(struct db *db, struct arena *a, int64_t ticket, struct list *out)
{
	return db_list(db, a, SQL_OF_TICKET, ARGS(v_int(ticket)), ticket_part_fields,
		sizeof(struct ticket_part), out);
}

enum err store_movement_cost(struct db *db, int64_t ticket, int64_t *cents)
{
	return db_int(db, SQL_COST, ARGS(v_int(ticket)), cents);
}

enum err store_part_machines(struct db *db, struct arena *a, int64_t part, int64_t from, int64_t to,
	int64_t limit, struct list *out)
{
	return db_list(db, a, SQL_MACHINES, ARGS(v_int(part), v_int(from), v_int(to), v_int(limit)),
		part_machine_fields, sizeof(struct part_machine), out);
}
