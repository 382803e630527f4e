/* round.c - rounds, their stops and answers; what is asked across rounds is round_ask.c. See round.h. */
#include "store/round.h"

const char *const round_states[] = {"planned", "due", "running", "done", "late", "missed", NULL};

const struct field round_fields[] = {
	FIELD(struct round, id, F_INT, F_SURE),
	FIELD(struct round, route_id, F_INT, F_SURE),
	FIELD(struct round, name, F_TEXT, F_SURE),
	FIELD(struct round, name_en, F_TEXT),
	FIELD(struct round, due_from, F_TIME, F_SURE),
	FIELD(struct round, due_to, F_TIME, F_SURE),
	FIELD(struct round, assignee_id, F_INT),
	FIELD(struct round, account_id, F_INT),
	FIELD(struct round, sign, F_BOOL, F_SURE),
	FIELD(struct round, started_at, F_TIME),
	FIELD(struct round, started_said, F_TIME),
	FIELD(struct round, finished_at, F_TIME),
	FIELD(struct round, finished_said, F_TIME),
	FIELD(struct round, done_at, F_TIME),
	FIELD(struct round, missed_at, F_TIME),
	FIELD(struct round, note, F_TEXT),
	FIELD(struct round, signature_id, F_INT),
	FIELD(struct round, version, F_INT, F_SURE),
	FIELD(struct round, assignee_name, F_TEXT),
	FIELD(struct round, account_name, F_TEXT),
	FIELD(struct round, stops_n, F_INT, F_SURE),
	FIELD(struct round, stops_done, F_INT, F_SURE),
	FIELD(struct round, findings, F_INT, F_SURE),
	FIELD(struct round, state, F_ENUM, F_SURE | F_NO_COLUMN, .names = round_states),
	FIELD_END,
};
const struct field round_stop_fields[] = {
	FIELD(struct round_stop, id, F_INT, F_SURE),
	FIELD(struct round_stop, round_id, F_INT, F_SURE),
	FIELD(struct round_stop, n, F_INT, F_SURE),
	FIELD(struct round_stop, machine_id, F_INT, F_SURE),
	FIELD(struct round_stop, checklist_id, F_INT, F_SURE),
	FIELD(struct round_stop, edition, F_INT, F_SURE),
	FIELD(struct round_stop, scanned_at, F_TIME),
	FIELD(struct round_stop, typed, F_BOOL, F_SURE),
	FIELD(struct round_stop, code, F_TEXT),
	FIELD(struct round_stop, done_at, F_TIME),
	FIELD(struct round_stop, done_said, F_TIME),
	FIELD(struct round_stop, skipped, F_TEXT),
	FIELD(struct round_stop, machine_code, F_TEXT),
	FIELD(struct round_stop, machine_name, F_TEXT, F_SURE),
	FIELD(struct round_stop, machine_name_en, F_TEXT),
	FIELD(struct round_stop, place, F_TEXT),
	FIELD(struct round_stop, checklist_name, F_TEXT, F_SURE),
	FIELD(struct round_stop, checklist_name_en, F_TEXT),
	FIELD_END,
};
const struct field round_answer_fields[] = {
	FIELD(struct round_answer, id, F_INT, F_SURE),
	FIELD(struct round_answer, stop_id, F_INT, F_SURE),
	FIELD(struct round_answer, item_id, F_INT, F_SURE),
	FIELD(struct round_answer, root_id, F_INT, F_SURE),
	FIELD(struct round_answer, machine_id, F_INT, F_SURE),
	FIELD(struct round_answer, value, F_QTY),
	FIELD(struct round_answer, text, F_TEXT),
	FIELD(struct round_answer, photo_id, F_INT),
	FIELD(struct round_answer, skipped, F_TEXT),
	FIELD(struct round_answer, note, F_TEXT),
	FIELD(struct round_answer, finding, F_BOOL, F_SURE),
	FIELD(struct round_answer, ticket_id, F_INT),
	FIELD(struct round_answer, repeated, F_BOOL, F_SURE),
	FIELD(struct round_answer, time, F_TIME, F_SURE),
	FIELD_END,
};
static const struct field id_fields[] = {
	FIELD(struct round_id, id, F_INT),
	FIELD_END,
};

#define SELECT                                                                                               \
	"SELECT r.id AS id, r.route_id AS route_id, r.name AS name, r.name_en AS name_en, r.due_from AS "    \
	"due_from, r.due_to AS due_to, r.assignee_id AS assignee_id, r.account_id AS account_id, r.sign AS " \
	"sign, r.started_at AS started_at, r.started_said AS started_said, r.finished_at AS finished_at, "   \
	"r.finished_said AS finished_said, r.done_at AS done_at, r.missed_at AS missed_at, r.note AS note, " \
	"r.signature_id AS signature_id, r.version AS version, p.name AS assignee_name, "                    \
	"q.name AS account_name, "                                                                           \
	"(SELECT count(*) FROM round_stop s WHERE s.round_id = r.id) AS stops_n, "                           \
	"(SELECT count(*) FROM round_stop s WHERE s.round_id = r.id AND s.done_at IS NOT NULL) AS "          \
	"stops_done, (SELECT count(*) FROM round_stop s JOIN round_answer x ON x.stop_id = s.id "            \
	"WHERE s.round_id = r.id AND x.finding = 1) AS findings "                                            \
	"FROM round r LEFT JOIN account p ON p.id = r.assignee_id LEFT JOIN account q ON q.id = "            \
	"r.account_id "
static const char SQL_GET[] = SELECT "WHERE r.id = $1";
/* $2: now. The cases are those of round_state. */
static const char SQL_LIST[] = SELECT
	"WHERE ($1 IS NULL OR $1 = CASE WHEN r.done_at <= r.due_to THEN 'done' WHEN r.done_at IS NOT NULL "
	"THEN 'late' "
	"WHEN r.due_to <= $2 THEN 'missed' WHEN r.started_at IS NOT NULL THEN 'running' "
	"WHEN r.due_from > $2 THEN 'planned' ELSE 'due' END) "
	"AND ($3 IS NULL OR r.route_id = $3) "
	"AND ($4 IS NULL OR EXISTS (SELECT 1 FROM round_stop s WHERE s.round_id = r.id AND s.machine_id = "
	"$4)) "
	"AND ($5 IS NULL OR (r.finished_at IS NULL AND r.due_to > $2 AND r.due_from <= $6)) "
	"AND ($7 IS NULL OR r.account_id = $8 OR (r.account_id IS NULL AND coalesce(r.assignee_id, $8) = "
	"$8)) "
	"AND ($9 IS NULL OR r.due_from >= $9) AND ($10 IS NULL OR r.due_from < $10) "
	"AND ($11 IS NULL OR (r.due_to, r.id) < (SELECT b.due_to, b.id FROM round b WHERE b.id = $11)) "
	"AND ($12 IS NULL OR EXISTS (SELECT 1 FROM round_stop s JOIN round_answer x ON x.stop_id = s.id "
	"WHERE s.round_id = r.id AND x.finding = 1)) "
	"ORDER BY r.due_to DESC, r.id DESC LIMIT $13";
static const char SQL_ADD[] =
	"INSERT INTO round (route_id, name, name_en, due_from, due_to, assignee_id, sign) "
	"VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id";
static const char SQL_ADD_STOPS[] =
	"INSERT INTO round_stop (round_id, n, machine_id, checklist_id, edition) "
	"SELECT $1, s.n, s.machine_id, s.checklist_id, c.edition FROM route_stop s "
	"JOIN checklist c ON c.id = s.checklist_id JOIN asset m ON m.id = s.machine_id "
	"WHERE s.route_id = $2 AND coalesce(m.state, '') <> 'retired'";
static const char SQL_PUT[] =
	"UPDATE round SET account_id = $1, started_at = $2, started_said = $3, finished_at = $4, "
	"finished_said = $5, "
	"done_at = $6, missed_at = $7, note = $8, signature_id = $9, version = version + 1 "
	"WHERE id = $10 AND version = $11";
static const char SQL_DROP_STOPS[] = "DELETE FROM round_stop WHERE round_id IN (SELECT id FROM round WHERE "
				     "route_id = $1 AND due_from > $2 "
				     "AND started_at IS NULL AND finished_at IS NULL)";
static const char SQL_DROP[] = "DELETE FROM round WHERE route_id = $1 AND due_from > $2 "
			       "AND started_at IS NULL AND finished_at IS NULL";
static const char SQL_EDITION[] =
	"UPDATE round_stop SET edition = $1 WHERE checklist_id = $2 AND round_id IN "
	"(SELECT id FROM round WHERE due_from > $3 AND started_at IS NULL AND finished_at IS NULL)";
static const char SQL_OVERDUE[] = "SELECT id FROM round WHERE finished_at IS NULL AND missed_at IS NULL "
				  "AND due_to <= $1 ORDER BY due_to, id LIMIT 500";

#define STOP                                                                                                 \
	"SELECT s.id AS id, s.round_id AS round_id, s.n AS n, s.machine_id AS machine_id, s.checklist_id "   \
	"AS "                                                                                                \
	"checklist_id, s.edition AS edition, s.scanned_at AS scanned_at, s.typed AS typed, s.code AS code, " \
	"s.done_at AS done_at, s.done_said AS done_said, s.skipped AS skipped, m.code AS machine_code, "     \
	"m.name AS machine_name, m.name_en AS machine_name_en, coalesce(m.location, u.name) AS place, "      \
	"c.name AS checklist_name, c.name_en AS checklist_name_en FROM round_stop s "                        \
	"JOIN asset m ON m.id = s.machine_id LEFT JOIN asset u ON u.id = m.parent_id "                       \
	"JOIN checklist c ON c.id = s.checklist_id "
static const char SQL_STOPS[] = STOP "WHERE s.round_id = $1 ORDER BY s.n";
static const char SQL_STOP_GET[] = STOP "WHERE s.id = $1";
static const char SQL_STOP_PUT[] =
	"UPDATE round_stop SET scanned_at = $1, typed = $2, code = $3, done_at = $4, "
	"done_said = $5, skipped = $6 WHERE id = $7";
static const char SQL_LEFT[] = "SELECT count(*) FROM round_stop WHERE round_id = $1 AND done_at IS NULL";

#define ANSWER                                                                                               \
	"SELECT x.id AS id, x.stop_id AS stop_id, x.item_id AS item_id, x.root_id AS root_id, x.machine_id " \
	"AS machine_id, x.value AS value, x.text AS text, x.photo_id AS photo_id, x.skipped AS skipped, "    \
	"x.note AS note, x.finding AS finding, x.ticket_id AS ticket_id, x.repeated AS repeated, "           \
	"x.time AS time FROM round_answer x "
static const char SQL_ANSWERS[] =
	ANSWER "JOIN round_stop s ON s.id = x.stop_id WHERE s.round_id = $1 ORDER BY s.n, x.id";
static const char SQL_STOP_ANSWERS[] = ANSWER "WHERE x.stop_id = $1 ORDER BY x.id";
static const char SQL_ANSWER_PUT[] =
	"INSERT INTO round_answer (stop_id, item_id, root_id, machine_id, value, text, photo_id, skipped, "
	"note, finding, "
	"time) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) "
	"ON CONFLICT (stop_id, item_id) DO UPDATE SET value = excluded.value, text = excluded.text, "
	"photo_id = excluded.photo_id, skipped = excluded.skipped, note = excluded.note, finding = "
	"excluded.finding, "
	"time = excluded.time RETURNING id";
static const char SQL_ANSWER_TICKET[] = "UPDATE round_answer SET ticket_id = $1, repeated = $2 WHERE id = $3";

enum round_state round_state(const struct round *r, int64_t now)
{
	if (r->done_at != NONE)
		return r->done_at <= r->due_to ? ROUND_DONE : ROUND_LATE;
	if (r->due_to <= now)
		return ROUND_MISSED;
	if (r->started_at != NONE)
		return ROUND_RUNNING;
	return r->due_from > now ? ROUND_PLANNED : ROUND_DUE;
}

enum err store_round_get(struct db *db, struct arena *a, int64_t id, int64_t now, struct round *out)
{
	enum err err = db_one(db, a, SQL_GET, ARGS(v_int(id)), round_fields, out);

	if (err == OK)
		out->state = (int)round_state(out, now);
	return err;
}

enum err store_round_list(
	struct db *db, struct arena *a, const struct round_filter *f, int64_t now, struct list *out)
{
	enum err err = db_list(db, a, SQL_LIST,
		ARGS(v_name(round_states, f->state), v_int(now), v_int(f->route_id), v_int(f->machine_id),
			v_int(f->open == 1 ? 1 : NONE), v_int(now + ROUND_AHEAD_MS),
			v_int(f->mine == 1 ? 1 : NONE), v_int(f->account), v_int(f->from), v_int(f->to),
			v_int(f->before), v_int(f->findings == 1 ? 1 : NONE), v_int(f->limit)),
		round_fields, sizeof(struct round), out);

	for (size_t i = 0; err == OK && i < out->n; i++) {
		struct round *r = list_at(out, i, sizeof(*r));

		r->state = (int)round_state(r, now);
	}
	return err;
}

enum err store_round_add(struct tx *tx, struct round *r)
{
	enum err err = db_int(tx->db, SQL_ADD,
		ARGS(v_int(r->route_id), v_text(r->name), v_text(r->name_en), v_int(r->due_from),
			v_int(r->due_to), v_int(r->assignee_id), v_int(r->sign)),
		&r->id);

	return err == OK ? db_exec(tx->db, SQL_ADD_STOPS, ARGS(v_int(r->id), v_int(r->route_id)), NULL) : err;
}

enum err store_round_put(struct tx *tx, struct round *r)
{
	int64_t changed = 0;
	enum err err = db_exec(tx->db, SQL_PUT,
		ARGS(v_int(r->account_id), v_int(r->started_at), v_int(r->started_said),
			v_int(r->finished_at), v_int(r->finished_said), v_int(r->done_at),
			v_int(r->missed_at), v_text(r->note), v_int(r->signature_id), v_int(r->id),
			v_int(r->version)),
		&changed);

	if (err == OK && !changed)
		return ERR_STALE;
	r->version++;
	return err;
}

enum err store_round_drop(struct tx *tx, int64_t route, int64_t after)
{
	enum err err = db_exec(tx->db, SQL_DROP_STOPS, ARGS(v_int(route), v_int(after)), NULL);

	return err == OK ? db_exec(tx->db, SQL_DROP, ARGS(v_int(route), v_int(after)), NULL) : err;
}

enum err store_round_edition(struct tx *tx, const struct checklist *c, int64_t after)
{
	return db_exec(tx->db, SQL_EDITION, ARGS(v_int(c->edition), v_int(c->id), v_int(after)), NULL);
}

enum err store_round_overdue(struct db *db, struct arena *a, int64_t before, struct list *out)
{
	return db_list(db, a, SQL_OVERDUE, ARGS(v_int(before)), id_fields, sizeof(struct round_id), out);
}

enum err store_round_stops(struct db *db, struct arena *a, int64_t round, struct list *out)
{
	return db_list(
		db, a, SQL_STOPS, ARGS(v_int(round)), round_stop_fields, sizeof(struct round_stop), out);
}

enum err store_round_stop_get(struct db *db, struct arena *a, int64_t id, struct round_stop *out)
{
	return db_one(db, a, SQL_STOP_GET, ARGS(v_int(id)), round_stop_fields, out);
}

enum err store_round_stop_put(struct tx *tx, const struct round_stop *s)
{
	return db_exec(tx->db, SQL_STOP_PUT,
		ARGS(v_int(s->scanned_at), v_int(s->typed), v_text(s->code), v_int(s->done_at),
			v_int(s->done_said), v_text(s->skipped), v_int(s->id)),
		NULL);
}

enum err store_round_left(struct db *db, int64_t round, int64_t *n)
{
	return db_int(db, SQL_LEFT, ARGS(v_int(round)), n);
}

enum err store_round_answers(struct db *db, struct arena *a, int64_t round, struct list *out)
{
	return db_list(db, a, SQL_ANSWERS, ARGS(v_int(round)), round_answer_fields,
		sizeof(struct round_answer), out);
}

enum err store_round_stop_answers(struct db *db, struct arena *a, int64_t stop, struct list *out)
{
	return db_list(db, a, SQL_STOP_ANSWERS, ARGS(v_int(stop)), round_answer_fields,
		sizeof(struct round_answer), out);
}

enum err store_round_answer_put(struct tx *tx, struct round_answer *x)
{
	return db_int(tx->db, SQL_ANSWER_PUT,
		ARGS(v_int(x->stop_id), v_int(x->item_id), v_int(x->root_id), v_int(x->machine_id),
			v_int(x->value), v_text(x->text), v_int(x->photo_id), v_text(x->skipped),
			v_text(x->note), v_int(x->finding), v_int(x->time)),
		&x->id);
}

enum err store_round_answer_ticket(struct tx *tx, const struct round_answer *x)
{
	return db_exec(
		tx->db, SQL_ANSWER_TICKET, ARGS(v_int(x->ticket_id), v_int(x->repeated), v_int(x->id)), NULL);
}
