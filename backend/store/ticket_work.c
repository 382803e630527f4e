/* ticket_work.c - what hangs on a ticket: waits, people, comments, "same problem", labour, invoices. See
 * ticket.h. */
#include "store/ticket.h"

static const char *const invoice_kinds[] = {"outside", "import", NULL};

const struct field ticket_wait_fields[] = {
	FIELD(struct ticket_wait, id, F_INT, F_SURE),
	FIELD(struct ticket_wait, ticket_id, F_INT, F_SURE),
	FIELD(struct ticket_wait, reason, F_TEXT, F_SURE),
	FIELD(struct ticket_wait, note, F_TEXT),
	FIELD(struct ticket_wait, from_at, F_TIME, F_SURE),
	FIELD(struct ticket_wait, to_at, F_TIME),
	FIELD_END,
};
const struct field ticket_person_fields[] = {
	FIELD(struct ticket_person, account_id, F_INT, F_SURE),
	FIELD(struct ticket_person, name, F_TEXT, F_SURE),
	FIELD(struct ticket_person, added_at, F_TIME, F_SURE),
	FIELD_END,
};
const struct field ticket_comment_fields[] = {
	FIELD(struct ticket_comment, id, F_INT, F_SURE),
	FIELD(struct ticket_comment, ticket_id, F_INT, F_SURE),
	FIELD(struct ticket_comment, time, F_TIME, F_SURE),
	FIELD(struct ticket_comment, account_id, F_INT),
	FIELD(struct ticket_comment, author, F_TEXT, F_SURE),
	FIELD(struct ticket_comment, text, F_TEXT, F_SURE),
	FIELD(struct ticket_comment, send_key, F_TEXT, F_HIDDEN),
	FIELD_END,
};
const struct field ticket_same_fields[] = {
	FIELD(struct ticket_same, id, F_INT, F_SURE),
	FIELD(struct ticket_same, ticket_id, F_INT, F_SURE),
	FIELD(struct ticket_same, time, F_TIME, F_SURE),
	FIELD(struct ticket_same, reporter, F_TEXT),
	FIELD(struct ticket_same, note, F_TEXT),
	FIELD(struct ticket_same, send_key, F_TEXT, F_HIDDEN),
	FIELD_END,
};
const struct field labour_fields[] = {
	FIELD(struct labour, id, F_INT, F_SURE),
	FIELD(struct labour, ticket_id, F_INT, F_SURE),
	FIELD(struct labour, machine_id, F_INT, F_SURE),
	FIELD(struct labour, account_id, F_INT),
	FIELD(struct labour, account_name, F_TEXT),
	FIELD(struct labour, booked_at, F_TIME, F_SURE),
	FIELD(struct labour, minutes, F_INT, F_SURE),
	FIELD(struct labour, cents_hour, F_INT, F_SURE),
	FIELD(struct labour, cost_cents, F_INT, F_SURE),
	FIELD(struct labour, note, F_TEXT),
	FIELD(struct labour, created_at, F_TIME, F_SURE),
	FIELD(struct labour, removed_at, F_TIME),
	FIELD(struct labour, send_key, F_TEXT, F_HIDDEN),
	FIELD_END,
};
const struct field invoice_fields[] = {
	FIELD(struct invoice, id, F_INT, F_SURE),
	FIELD(struct invoice, ticket_id, F_INT, F_SURE),
	FIELD(struct invoice, machine_id, F_INT, F_SURE),
	FIELD(struct invoice, kind, F_ENUM, F_SURE, .names = invoice_kinds),
	FIELD(struct invoice, booked_at, F_TIME, F_SURE),
	FIELD(struct invoice, cost_cents, F_INT, F_SURE),
	FIELD(struct invoice, supplier, F_TEXT),
	FIELD(struct invoice, note, F_TEXT),
	FIELD(struct invoice, created_at, F_TIME, F_SURE),
	FIELD(struct invoice, removed_at, F_TIME),
	FIELD(struct invoice, send_key, F_TEXT, F_HIDDEN),
	FIELD_END,
};

#define LABOUR                                                                                               \
	"SELECT l.id AS id, l.ticket_id AS ticket_id, l.machine_id AS machine_id, l.account_id AS "          \
	"account_id, "                                                                                       \
	"p.name AS account_name, l.booked_at AS booked_at, l.minutes AS minutes, l.cents_hour AS "           \
	"cents_hour, "                                                                                       \
	"l.cost_cents AS cost_cents, l.note AS note, l.created_at AS created_at, l.removed_at AS "           \
	"removed_at, "                                                                                       \
	"l.send_key AS send_key FROM labour l LEFT JOIN account p ON p.id = l.account_id "
#define INVOICE                                                                                              \
	"SELECT id, ticket_id, machine_id, kind, booked_at, cost_cents, supplier, note, created_at, "        \
	"removed_at, "                                                                                       \
	"send_key FROM invoice "

static const char SQL_WAIT_BEGIN[] =
	"INSERT INTO ticket_wait (ticket_id, reason, note, from_at) VALUES ($1, $2, $3, $4)";
/* Never before it began: what is restored may have been restored earlier than anybody said. */
static const char SQL_WAIT_END[] =
	"UPDATE ticket_wait SET to_at = CASE WHEN from_at > $1 THEN from_at ELSE $1 END "
	"WHERE ticket_id = $2 AND to_at IS NULL";
static const char SQL_WAIT_GET[] =
	"SELECT id, ticket_id, reason, note, from_at, to_at FROM ticket_wait WHERE id = $1";
static const char SQL_WAIT_ADD[] = "INSERT INTO ticket_wait (ticket_id, reason, note, from_at, to_at) VALUES "
				   "($1, $2, $3, $4, $5) RETURNING id";
static const char SQL_WAIT_PUT[] =
	"UPDATE ticket_wait SET reason = $1, note = $2, from_at = $3, to_at = $4 WHERE id = $5";
static const char SQL_WAIT_LIST[] = "SELECT id, ticket_id, reason, note, from_at, to_at FROM ticket_wait "
				    "WHERE ticket_id = $1 ORDER BY from_at, id";
static const char SQL_PERSON_ADD[] = "INSERT INTO ticket_person (ticket_id, account_id, added_at) "
				     "VALUES ($1, $2, $3) ON CONFLICT (ticket_id, account_id) DO NOTHING";
static const char SQL_PERSON_DROP[] = "DELETE FROM ticket_person WHERE ticket_id = $1 AND account_id = $2";
static const char SQL_PERSON_LIST[] =
	"SELECT w.account_id AS account_id, p.name AS name, w.added_at AS added_at FROM ticket_person w "
	"JOIN account p ON p.id = w.account_id WHERE w.ticket_id = $1 ORDER BY w.added_at, w.account_id";
static const char SQL_COMMENT_ADD[] =
	"INSERT INTO ticket_comment (ticket_id, time, account_id, author, text, send_key) "
	"VALUES ($1, $2, $3, $4, $5, $6) RETURNING id";
static const char SQL_COMMENT_LIST[] = "SELECT id, ticket_id, time, account_id, author, text, send_key "
				       "FROM ticket_comment WHERE ticket_id = $1 ORDER BY id";
static const char SQL_SAME_ADD[] = "INSERT INTO ticket_same (ticket_id, time, reporter, note, send_key) "
				   "VALUES ($1, $2, $3, $4, $5) RETURNING id";
static const char SQL_SAME_LIST[] = "SELECT id, ticket_id, time, reporter, note, send_key FROM ticket_same "
				    "WHERE ticket_id = $1 ORDER BY id";
static const char SQL_LABOUR_ADD[] =
	"INSERT INTO labour (ticket_id, machine_id, account_id, booked_at, minutes, cents_hour, cost_cents, "
	"note, "
	"created_at, send_key) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id";
static const char SQL_LABOUR_GET[] = LABOUR "WHERE l.id = $1";
static const char SQL_LABOUR_REMOVE[] =
	"UPDATE labour SET removed_at = $1 WHERE id = $2 AND removed_at IS NULL";
static const char SQL_LABOUR_LIST[] = LABOUR "WHERE l.ticket_id = $1 AND l.removed_at IS NULL ORDER BY l.id";
static const char SQL_INVOICE_ADD[] = "INSERT INTO invoice (ticket_id, machine_id, kind, booked_at, "
				      "cost_cents, supplier, note, created_at, "
				      "send_key) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id";
static const char SQL_INVOICE_GET[] = INVOICE "WHERE id = $1";
static const char SQL_INVOICE_REMOVE[] =
	"UPDATE invoice SET removed_at = $1 WHERE id = $2 AND removed_at IS NULL";
static const char SQL_INVOICE_LIST[] = INVOICE "WHERE ticket_id = $1 AND removed_at IS NULL ORDER BY id";

static enum err must_change(enum err err, int64_t changed)
{
	return err == OK && !changed ? ERR_NOT_FOUND : err;
}

enum err store_wait_begin(struct tx *tx, int64_t ticket, const char *reason, const char *note, int64_t at)
{
	return db_exec(
		tx->db, SQL_WAIT_BEGIN, ARGS(v_int(ticket), v_text(reason), v_text(note), v_int(at)), NULL);
}

enum err store_wait_end(struct tx *tx, int64_t ticket, int64_t at)
{
	return db_exec(tx->db, SQL_WAIT_END, ARGS(v_int(at), v_int(ticket)), NULL);
}

enum err store_wait_list(struct db *db, struct arena *a, int64_t ticket, struct list *out)
{
	return db_list(db, a, SQL_WAIT_LIST, ARGS(v_int(ticket)), ticket_wait_fields,
		sizeof(struct ticket_wait), out);
}

enum err store_wait_get(struct db *db, struct arena *a, int64_t id, struct ticket_wait *out)
{
	return db_one(db, a, SQL_WAIT_GET, ARGS(v_int(id)), ticket_wait_fields, out);
}

enum err store_wait_add(struct tx *tx, struct ticket_wait *w)
{
	return db_int(tx->db, SQL_WAIT_ADD,
		ARGS(v_int(w->ticket_id), v_text(w->reason), v_text(w->note), v_int(w->from_at),
			v_int(w->to_at)),
		&w->id);
}

enum err store_wait_put(struct tx *tx, const struct ticket_wait *w)
{
	return db_exec(tx->db, SQL_WAIT_PUT,
		ARGS(v_text(w->reason), v_text(w->note), v_int(w->from_at), v_int(w->to_at), v_int(w->id)),
		NULL);
}

enum err store_person_add(struct tx *tx, int64_t ticket, int64_t account)
{
	return db_exec(tx->db, SQL_PERSON_ADD, ARGS(v_int(ticket), v_int(account), v_int(tx->now)), NULL);
}

enum err store_person_drop(struct tx *tx, int64_t ticket, int64_t account)
{
	int64_t changed = 0;
	enum err err = db_exec(tx->db, SQL_PERSON_DROP, ARGS(v_int(ticket), v_int(account)), &changed);

	return must_change(err, changed);
}

enum err store_person_list(struct db *db, struct arena *a, int64_t ticket, struct list *out)
{
	return db_list(db, a, SQL_PERSON_LIST, ARGS(v_int(ticket)), ticket_person_fields,
		sizeof(struct ticket_person), out);
}

enum err store_comment_add(struct tx *tx, struct ticket_comment *c)
{
	c->time = tx->now;
	return db_int(tx->db, SQL_COMMENT_ADD,
		ARGS(v_int(c->ticket_id), v_int(c->time), v_int(c->account_id), v_text(c->author),
			v_text(c->text), v_text(c->send_key)),
		&c->id);
}

enum err store_comment_list(struct db *db, struct arena *a, int64_t ticket, struct list *out)
{
	return db_list(db, a, SQL_COMMENT_LIST, ARGS(v_int(ticket)), ticket_comment_fields,
		sizeof(struct ticket_comment), out);
}

enum err store_same_add(struct tx *tx, struct ticket_same *s)
{
	s->time = tx->now;
	return db_int(tx->db, SQL_SAME_ADD,
		ARGS(v_int(s->ticket_id), v_int(s->time), v_text(s->reporter), v_text(s->note),
			v_text(s->send_key)),
		&s->id);
}

enum err store_same_list(struct db *db, struct arena *a, int64_t ticket, struct list *out)
{
	return db_list(db, a, SQL_SAME_LIST, ARGS(v_int(ticket)), ticket_same_fields,
		sizeof(struct ticket_same), out);
}

enum err store_labour_add(struct tx *tx, struct labour *l)
{
	l->created_at = tx->now;
	l->removed_at = NONE;
	return db_int(tx->db, SQL_LABOUR_ADD,
		ARGS(v_int(l->ticket_id), v_int(l->machine_id), v_int(l->account_id), v_int(l->booked_at),
			v_int(l->minutes), v_int(l->cents_hour), v_int(l->cost_cents), v_text(l->note),
			v_int(l->created_at), v_text(l->send_key)),
		&l->id);
}

enum err store_labour_get(struct db *db, struct arena *a, int64_t id, struct labour *out)
{
	return db_one(db, a, SQL_LABOUR_GET, ARGS(v_int(id)), labour_fields, out);
}

enum err store_labour_remove(struct tx *tx, int64_t id)
{
	int64_t changed = 0;
	enum err err = db_exec(tx->db, SQL_LABOUR_REMOVE, ARGS(v_int(tx->now), v_int(id)), &changed);

	return must_change(err, changed);
}

enum err store_labour_list(struct db *db, struct arena *a, int64_t ticket, struct list *out)
{
	return db_list(
		db, a, SQL_LABOUR_LIST, ARGS(v_int(ticket)), labour_fields, sizeof(struct labour), out);
}

enum err store_invoice_add(struct tx *tx, struct invoice *i)
{
	i->created_at = tx->now;
	i->removed_at = NONE;
	return db_int(tx->db, SQL_INVOICE_ADD,
		ARGS(v_int(i->ticket_id), v_int(i->machine_id), v_name(invoice_kinds, i->kind),
			v_int(i->booked_at), v_int(i->cost_cents), v_text(i->supplier), v_text(i->note),
			v_int(i->created_at), v_text(i->send_key)),
		&i->id);
}

enum err store_invoice_get(struct db *db, struct arena *a, int64_t id, struct invoice *out)
{
	return db_one(db, a, SQL_INVOICE_GET, ARGS(v_int(id)), invoice_fields, out);
}

enum err store_invoice_remove(struct tx *tx, int64_t id)
{
	int64_t changed = 0;
	enum err err = db_exec(tx->db, SQL_INVOICE_REMOVE, ARGS(v_int(tx->now), v_int(id)), &changed);

	return must_change(err, changed);
}

enum err store_invoice_list(struct db *db, struct arena *a, int64_t ticket, struct list *out)
{
	return db_list(
		db, a, SQL_INVOICE_LIST, ARGS(v_int(ticket)), invoice_fields, sizeof(struct invoice), out);
}
