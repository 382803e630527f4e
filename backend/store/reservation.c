/* reservation.c - see reservation.h. */
#include "store/reservation.h"

const struct field reservation_fields[] = {
	FIELD(struct reservation, id, F_INT, F_SURE),
	FIELD(struct reservation, ticket_id, F_INT, F_SURE),
	FIELD(struct reservation, part_id, F_INT, F_SURE),
	FIELD(struct reservation, bin_id, F_INT),
	FIELD(struct reservation, qty, F_QTY, F_SURE),
	FIELD(struct reservation, taken, F_QTY, F_SURE),
	FIELD(struct reservation, dropped, F_QTY, F_SURE),
	FIELD(struct reservation, created_at, F_TIME, F_SURE),
	FIELD(struct reservation, changed_at, F_TIME, F_SURE),
	FIELD(struct reservation, account_id, F_INT),
	FIELD(struct reservation, part_code, F_TEXT, F_SURE),
	FIELD(struct reservation, part_name, F_TEXT, F_SURE),
	FIELD(struct reservation, part_name_en, F_TEXT),
	FIELD(struct reservation, unit, F_TEXT, F_SURE),
	FIELD(struct reservation, bin_code, F_TEXT),
	FIELD(struct reservation, machine_code, F_TEXT),
	FIELD(struct reservation, machine_name, F_TEXT, F_SURE),
	FIELD(struct reservation, machine_name_en, F_TEXT),
	FIELD(struct reservation, symptom, F_TEXT, F_SURE),
	FIELD(struct reservation, account_name, F_TEXT),
	FIELD(struct reservation, machine_id, F_INT, F_SURE),
	FIELD_END,
};

/* In the order of reservation_fields. */
#define SELECT                                                                                               \
	"SELECT r.id AS id, r.ticket_id AS ticket_id, r.part_id AS part_id, r.bin_id AS bin_id, "            \
	"r.qty AS qty, r.taken AS taken, r.dropped AS dropped, r.created_at AS created_at, "                 \
	"r.changed_at AS changed_at, r.account_id AS account_id, p.code AS part_code, p.name AS part_name, " \
	"p.name_en AS part_name_en, p.unit AS unit, b.code AS bin_code, a.code AS machine_code, "            \
	"a.name AS machine_name, a.name_en AS machine_name_en, t.symptom AS symptom, "                       \
	"c.name AS account_name, t.machine_id AS machine_id FROM reservation r "                             \
	"JOIN part p ON p.id = r.part_id JOIN ticket t ON t.id = r.ticket_id "                               \
	"JOIN asset a ON a.id = t.machine_id LEFT JOIN bin b ON b.id = r.bin_id "                            \
	"LEFT JOIN account c ON c.id = r.account_id "
#define FILTER                                                                                               \
	"AND ($1 IS NULL OR r.ticket_id = $1) AND ($2 IS NULL OR r.part_id = $2) "                           \
	"AND ($3 IS NULL OR r.bin_id = $3) AND ($4 IS NULL OR (r.bin_id IS NULL) = ($4 = 1)) "               \
	"AND r.id > $5 ORDER BY r.id LIMIT $6"
/* Each begins with what its index serves. */
static const char SQL_LIST[] = SELECT "WHERE r.qty > 0 " FILTER;
static const char SQL_LIST_TICKET[] = SELECT "WHERE r.ticket_id = $1 AND r.qty > 0 " FILTER;
static const char SQL_LIST_TICKET_ALL[] = SELECT "WHERE r.ticket_id = $1 " FILTER;
static const char SQL_LIST_PART[] = SELECT "WHERE r.part_id = $2 AND r.qty > 0 " FILTER;
static const char SQL_LIST_BIN[] = SELECT "WHERE r.bin_id = $3 AND r.qty > 0 " FILTER;

static const char SQL_MOVE[] =
	"UPDATE reservation SET qty = qty + $1, taken = taken + $2, dropped = dropped + $3, changed_at = $4 "
	"WHERE ticket_id = $5 AND part_id = $6 AND coalesce(bin_id, 0) = coalesce($7, 0)";
static const char SQL_NEW[] =
	"INSERT INTO reservation (ticket_id, part_id, bin_id, qty, taken, dropped, created_at, changed_at, "
	"account_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8)";
static const char SQL_STOCK[] =
	"UPDATE stock SET reserved = reserved + $1 WHERE part_id = $2 AND bin_id = $3";
static const char SQL_PART[] = "UPDATE part SET reserved = reserved + $1 WHERE id = $2";

void reservation_filter_none(struct reservation_filter *f)
{
	*f = (struct reservation_filter){.ticket_id = NONE,
		.part_id = NONE,
		.bin_id = NONE,
		.wanted = NONE,
		.all = 0,
		.after = 0,
		.limit = 500};
}

enum err store_reservation_list(
	struct db *db, struct arena *a, const struct reservation_filter *f, struct list *out)
{
	const char *sql = f->ticket_id != NONE ? (f->all == 1 ? SQL_LIST_TICKET_ALL : SQL_LIST_TICKET)
			  : f->part_id != NONE ? SQL_LIST_PART
			  : f->bin_id != NONE  ? SQL_LIST_BIN
					       : SQL_LIST;

	return db_list(db, a, sql,
		ARGS(v_int(f->ticket_id), v_int(f->part_id), v_int(f->bin_id), v_int(f->wanted),
			v_int(f->after), v_int(f->limit)),
		reservation_fields, sizeof(struct reservation), out);
}

/* What a bin and its part keep. A bin that never held any keeps none. */
static enum err keep(struct tx *tx, const struct reservation_step *s)
{
	int64_t n = 0;
	enum err err =
		db_exec(tx->db, SQL_STOCK, ARGS(v_int(s->qty), v_int(s->part_id), v_int(s->bin_id)), &n);

	if (err == OK && n != 1)
		return ERR_CONFLICT;
	return err == OK ? db_exec(tx->db, SQL_PART, ARGS(v_int(s->qty), v_int(s->part_id)), NULL) : err;
}

enum err store_reservation_move(struct tx *tx, const struct reservation_step *s)
{
	int64_t n = 0;
	enum err err = db_exec(tx->db, SQL_MOVE,
		ARGS(v_int(s->qty), v_int(s->taken), v_int(s->dropped), v_int(tx->now), v_int(s->ticket_id),
			v_int(s->part_id), v_int(s->bin_id)),
		&n);

	if (err == OK && !n)
		err = db_exec(tx->db, SQL_NEW,
			ARGS(v_int(s->ticket_id), v_int(s->part_id), v_int(s->bin_id), v_int(s->qty),
				v_int(s->taken), v_int(s->dropped), v_int(tx->now), v_int(tx->actor.account)),
			NULL);
	return err == OK && s->bin_id != NONE && s->qty ? keep(tx, s) : err;
}
