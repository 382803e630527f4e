/* lexicon.c - see lexicon.h. */
#include "store/lexicon.h"

#include "base/text.h"

const char *const lexicon_kinds[] = {"short", "term", NULL};
const char *const lexicon_states[] = {"used", "proposed", "refused", "removed", NULL};

const struct field lexicon_fields[] = {
	FIELD(struct lexicon_entry, id, F_INT, F_SURE),
	FIELD(struct lexicon_entry, kind, F_ENUM, F_SURE, .names = lexicon_kinds),
	FIELD(struct lexicon_entry, term, F_TEXT, F_SURE),
	FIELD(struct lexicon_entry, folded, F_TEXT, F_HIDDEN),
	FIELD(struct lexicon_entry, means, F_TEXT, F_SURE),
	FIELD(struct lexicon_entry, class, F_TEXT),
	FIELD(struct lexicon_entry, state, F_ENUM, F_SURE, .names = lexicon_states),
	FIELD(struct lexicon_entry, cases, F_INT, F_SURE),
	FIELD(struct lexicon_entry, examples, F_TEXT),
	FIELD(struct lexicon_entry, account_id, F_INT),
	FIELD(struct lexicon_entry, account_name, F_TEXT),
	FIELD(struct lexicon_entry, version, F_INT, F_SURE),
	FIELD(struct lexicon_entry, created_at, F_TIME, F_SURE),
	FIELD(struct lexicon_entry, changed_at, F_TIME, F_SURE),
	FIELD_END,
};

#define SELECT                                                                                               \
	"SELECT l.id AS id, l.kind AS kind, l.term AS term, l.folded AS folded, l.means AS means, "          \
	"l.class AS class, l.state AS state, l.cases AS cases, l.examples AS examples, "                     \
	"l.account_id AS account_id, p.name AS account_name, l.version AS version, "                         \
	"l.created_at AS created_at, l.changed_at AS changed_at "                                            \
	"FROM lexicon l LEFT JOIN account p ON p.id = l.account_id "
static const char SQL_LIST[] =
	SELECT "WHERE ($1 IS NULL OR l.state = $1) AND ($2 IS NULL OR l.folded LIKE $2 ESCAPE '\\' "
	       "OR lower(l.means) LIKE $2 ESCAPE '\\') ORDER BY l.cases DESC, l.id DESC LIMIT $3";
static const char SQL_GET[] = SELECT "WHERE l.id = $1";
static const char SQL_SAME[] = SELECT "WHERE l.kind = $1 AND l.folded = $2 AND l.means = $3";
static const char SQL_USED[] = SELECT "WHERE l.kind = $1 AND l.folded = $2 AND l.state = 'used'";
static const char SQL_ADD[] =
	"INSERT INTO lexicon (kind, term, folded, means, class, state, cases, examples, account_id, "
	"created_at, "
	"changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10) RETURNING id";
static const char SQL_PUT[] =
	"UPDATE lexicon SET means = $1, class = $2, state = $3, cases = $4, examples = $5, account_id = $6, "
	"changed_at = $7, version = version + 1 WHERE id = $8 AND version = $9";

static struct value state_of(int state)
{
	return state < 0 ? v_text(NULL) : v_name(lexicon_states, state);
}

enum err store_lexicon_list(struct db *db, struct arena *a, int state, const char *text, struct list *out)
{
	return db_list(db, a, SQL_LIST,
		ARGS(state_of(state), v_text(text_like(a, text ? text_fold(a, text) : NULL)),
			v_int(LEXICON_LIST_MAX)),
		lexicon_fields, sizeof(struct lexicon_entry), out);
}

enum err store_lexicon_get(struct db *db, struct arena *a, int64_t id, struct lexicon_entry *out)
{
	return db_one(db, a, SQL_GET, ARGS(v_int(id)), lexicon_fields, out);
}

enum err store_lexicon_same(
	struct db *db, struct arena *a, const struct lexicon_entry *e, struct lexicon_entry *out)
{
	return db_one(db, a, SQL_SAME,
		ARGS(v_name(lexicon_kinds, e->kind), v_text(e->folded), v_text(e->means)), lexicon_fields,
		out);
}

enum err store_lexicon_used(
	struct db *db, struct arena *a, int kind, const char *folded, struct lexicon_entry *out)
{
	return db_one(
		db, a, SQL_USED, ARGS(v_name(lexicon_kinds, kind), v_text(folded)), lexicon_fields, out);
}

enum err store_lexicon_add(struct tx *tx, struct lexicon_entry *e)
{
	e->created_at = e->changed_at = tx->now;
	e->version = 1;
	return db_int(tx->db, SQL_ADD,
		ARGS(v_name(lexicon_kinds, e->kind), v_text(e->term), v_text(e->folded), v_text(e->means),
			v_text(e->class), v_name(lexicon_states, e->state), v_int(e->cases),
			v_text(e->examples), v_int(e->account_id), v_int(tx->now)),
		&e->id);
}

enum err store_lexicon_put(struct tx *tx, struct lexicon_entry *e)
{
	int64_t changed = 0;
	enum err err = db_exec(tx->db, SQL_PUT,
		ARGS(v_text(e->means), v_text(e->class), v_name(lexicon_states, e->state), v_int(e->cases),
			v_text(e->examples), v_int(e->account_id), v_int(tx->now), v_int(e->id),
			v_int(e->version)),
		&changed);

	if (err == OK && !changed)
		return fault_set(tx->fault, ERR_STALE, MSG_STALE, NULL);
	e->version++;
	e->changed_at = tx->now;
	return err;
}
