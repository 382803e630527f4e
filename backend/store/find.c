/* find.c - see find.h. */
#include "store/find.h"

const char *const find_kinds[] = {"code", "ticket", "machine", "asset", "part", "bin", NULL};

const struct field find_item_fields[] = {
	FIELD(struct find_item, kind, F_ENUM, F_SURE, .names = find_kinds),
	FIELD(struct find_item, id, F_INT),
	FIELD(struct find_item, code, F_TEXT),
	FIELD(struct find_item, name, F_TEXT),
	FIELD(struct find_item, name_en, F_TEXT),
	FIELD(struct find_item, detail, F_TEXT),
	FIELD(struct find_item, state, F_TEXT),
	FIELD(struct find_item, time, F_TIME),
	FIELD(struct find_item, qty, F_QTY),
	FIELD(struct find_item, unit, F_TEXT),
	FIELD(struct find_item, exact, F_BOOL, F_SURE),
	FIELD_END,
};

#define NO_TEXT "CAST(NULL AS TEXT)"
#define NO_INT "CAST(NULL AS BIGINT)"
#define HOLDS(search)                                                                                        \
	"($1 IS NULL OR " search " LIKE $1 ESCAPE '\\') AND ($2 IS NULL OR " search                          \
	" LIKE $2 ESCAPE '\\') AND ($3 IS NULL OR " search                                                   \
	" LIKE $3 ESCAPE '\\') AND ($4 IS NULL OR " search " LIKE $4 ESCAPE '\\') "
/* Codes are compared without regard to case. */
#define IS_WHOLE(code) "CASE WHEN lower(" code ") = $5 THEN 1 ELSE 0 END"

static const char SQL_ASSETS[] =
	"SELECT CASE WHEN a.kind = 'machine' THEN 'machine' ELSE 'asset' END AS kind, a.id AS id, "
	"a.code AS code, a.name AS name, a.name_en AS name_en, coalesce(a.location, u.name) AS detail, "
	"a.state AS state, " NO_INT " AS time, " NO_INT " AS qty, " NO_TEXT
	" AS unit, " IS_WHOLE("a.code") " AS exact FROM asset a LEFT JOIN asset u ON u.id = a.parent_id "
					"WHERE " HOLDS("a.search") "ORDER BY " IS_WHOLE(
						"a.code") " DESC, CASE WHEN a.kind = 'machine' THEN 0 WHEN "
							  "a.kind = 'component' THEN 2 "
							  "ELSE 1 END, CASE WHEN a.state = 'retired' THEN 1 "
							  "ELSE 0 END, a.name, a.id LIMIT $6";
static const char SQL_PARTS[] =
	"SELECT 'part' AS kind, id, code, name, name_en, spec AS detail, " NO_TEXT " AS state, " NO_INT
	" AS time, qty, unit, " IS_WHOLE("code") " AS exact FROM part WHERE " HOLDS(
		"search") "ORDER BY " IS_WHOLE("code") " DESC, retired, name, id LIMIT $6";
static const char SQL_BINS[] =
	"SELECT 'bin' AS kind, id, code, name, " NO_TEXT " AS name_en, store AS detail, " NO_TEXT
	" AS state, " NO_INT " AS time, " NO_INT " AS qty, " NO_TEXT
	" AS unit, " IS_WHOLE("code") " AS exact FROM bin WHERE " HOLDS("search") "ORDER BY " IS_WHOLE(
		"code") " DESC, code LIMIT $6";
#define TICKET                                                                                               \
	"SELECT 'ticket' AS kind, t.id AS id, m.code AS code, t.symptom AS name, " NO_TEXT                   \
	" AS name_en, m.name AS detail, t.state AS state, t.reported_at AS time, " NO_INT                    \
	" AS qty, " NO_TEXT " AS unit, "
static const char SQL_TICKETS[] =
	TICKET "0 AS exact FROM ticket t JOIN asset m ON m.id = t.machine_id WHERE " HOLDS(
		"t.search") "AND t.id > (SELECT max(id) FROM ticket) - $5 ORDER BY t.id DESC LIMIT $6";
static const char SQL_TICKET[] =
	TICKET "1 AS exact FROM ticket t JOIN asset m ON m.id = t.machine_id WHERE t.id = $1";

static enum err find(struct db *db, struct arena *a, const char *sql, const struct find_words *w,
	struct value fifth, struct list *out)
{
	return db_list(db, a, sql,
		ARGS(v_text(w->like[0]), v_text(w->like[1]), v_text(w->like[2]), v_text(w->like[3]), fifth,
			v_int(w->limit)),
		find_item_fields, sizeof(struct find_item), out);
}

enum err store_find_assets(struct db *db, struct arena *a, const struct find_words *w, struct list *out)
{
	return find(db, a, SQL_ASSETS, w, v_text(w->whole), out);
}

enum err store_find_parts(struct db *db, struct arena *a, const struct find_words *w, struct list *out)
{
	return find(db, a, SQL_PARTS, w, v_text(w->whole), out);
}

enum err store_find_bins(struct db *db, struct arena *a, const struct find_words *w, struct list *out)
{
	return find(db, a, SQL_BINS, w, v_text(w->whole), out);
}

enum err store_find_tickets(struct db *db, struct arena *a, const struct find_words *w, struct list *out)
{
	return find(db, a, SQL_TICKETS, w, v_int(FIND_TICKETS), out);
}

enum err store_find_ticket(struct db *db, struct arena *a, int64_t id, struct find_item *out)
{
	return db_one(db, a, SQL_TICKET, ARGS(v_int(id)), find_item_fields, out);
}
