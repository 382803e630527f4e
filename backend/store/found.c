/* found.c - see found.h. */
#include "store/found.h"

#include "store/manual.h"

static const struct field row_fields[] = {
	FIELD(struct found_row, id, F_INT),
	FIELD(struct found_row, title, F_TEXT),
	FIELD(struct found_row, codes, F_TEXT),
	FIELD(struct found_row, text, F_TEXT),
	FIELD(struct found_row, time, F_TIME),
	FIELD(struct found_row, faint, F_BOOL),
	FIELD(struct found_row, machine, F_BOOL),
	FIELD_END,
};

_Static_assert(MANUAL_SECTION_IDS == 4096, "the statements below");
#define NO_TIME "CAST(NULL AS BIGINT) AS time, "
#define AND(column) " || ' ' || coalesce(" column ", '')"
#define TICKET                                                                                               \
	"SELECT t.id AS id, t.symptom AS title, coalesce(t.fault_code, '')" AND(                             \
		"t.import_ref") " AS codes, m.name" AND("m.name_en") AND("m.code") AND("c.name")             \
		AND("t.cause")                                                                               \
			AND("t.action") " AS text, t.reported_at AS time, CASE WHEN t.state = "              \
					"'cancelled' THEN 1 ELSE 0 END AS faint, 0 AS machine "              \
					"FROM ticket t JOIN asset m ON m.id = t.machine_id LEFT JOIN "       \
					"asset c ON c.id = t.component_id "
#define FIX                                                                                                  \
	"SELECT f.id AS id, f.label" AND("f.zh") AND(                                                        \
		"f.en") " AS title, '' AS codes, "                                                           \
			"coalesce(k.zh, '')" AND("k.en") AND("f.component") AND("f.symptom") AND("f.cause")  \
				AND("f.steps") " AS text, " NO_TIME "f.retired AS faint, 0 AS machine FROM " \
					       "fix f LEFT JOIN codelist k "                                 \
					       "ON k.list = 'action' AND k.code = f.action_code "            \
					       "WHERE f.root_id IS NULL AND (f.cases > 0 OR f.steps IS NOT " \
					       "NULL) "
#define SECTION                                                                                              \
	"SELECT s.manual_id * 4096 + s.n AS id, s.title AS title, '' AS codes, s.text" AND("d.title")        \
		AND("d.model") " AS text, " NO_TIME                                                          \
			       "0 AS faint, 0 AS machine FROM manual_section s JOIN manual d ON d.id = "     \
			       "s.manual_id "
#define ASSET                                                                                                \
	"SELECT a.id AS id, a.name" AND("a.name_en") " AS title, coalesce(a.code, '')" AND("a.serial")       \
		AND("a.model") " AS codes, coalesce(a.location, '')" AND("a.maker") AND("u.name")            \
			AND("a.note") " AS text, " NO_TIME                                                   \
				      "CASE WHEN a.state = 'retired' THEN 1 ELSE 0 END AS faint, "           \
				      "CASE WHEN a.kind = 'machine' THEN 1 ELSE 0 END AS machine "           \
				      "FROM asset a LEFT JOIN asset u ON u.id = a.parent_id "
#define PART                                                                                                 \
	"SELECT p.id AS id, p.name" AND("p.name_en") " AS title, p.code AS codes, coalesce(p.spec, '')" AND( \
		"p.maker") AND("p.category") AND("p.note") " AS text, " NO_TIME                              \
							   "p.retired AS faint, 0 AS machine FROM part p "
#define BIN                                                                                                  \
	"SELECT b.id AS id, coalesce(b.name, '') AS title, b.code AS codes, coalesce(b.store, '') AS "       \
	"text, " NO_TIME "0 AS faint, 0 AS machine FROM bin b "

static const char SQL_TICKETS[] = TICKET "WHERE t.id > $1 ORDER BY t.id LIMIT $2";
static const char SQL_TICKET[] = TICKET "WHERE t.id = $1";
static const char SQL_OF_MACHINE[] = TICKET "WHERE t.machine_id = $3 AND t.id > $1 ORDER BY t.id LIMIT $2";
static const char SQL_FIXES[] = FIX "AND f.id > $1 ORDER BY f.id LIMIT $2";
static const char SQL_FIX[] = FIX "AND f.id = $1";
static const char SQL_SECTIONS[] =
	SECTION "WHERE (s.manual_id = $1 / 4096 AND s.n > $1 % 4096) OR s.manual_id > $1 / 4096 "
		"ORDER BY s.manual_id, s.n LIMIT $2";
static const char SQL_SECTION[] = SECTION "WHERE s.manual_id = $1 / 4096 AND s.n = $1 % 4096";
static const char SQL_OF_MANUAL[] = SECTION "WHERE s.manual_id = $1 ORDER BY s.n";
static const char SQL_ASSETS[] = ASSET "WHERE a.id > $1 ORDER BY a.id LIMIT $2";
static const char SQL_ASSET[] = ASSET "WHERE a.id = $1";
static const char SQL_PARTS[] = PART "WHERE p.id > $1 ORDER BY p.id LIMIT $2";
static const char SQL_PART[] = PART "WHERE p.id = $1";
static const char SQL_BINS[] = BIN "WHERE b.id > $1 ORDER BY b.id LIMIT $2";
static const char SQL_BIN[] = BIN "WHERE b.id = $1";

static const char *const lists[] = {SQL_TICKETS, SQL_FIXES, SQL_SECTIONS, SQL_ASSETS, SQL_PARTS, SQL_BINS};
static const char *const ones[] = {SQL_TICKET, SQL_FIX, SQL_SECTION, SQL_ASSET, SQL_PART, SQL_BIN};

enum err store_found_list(
	struct db *db, struct arena *a, enum found_kind kind, int64_t after, int64_t limit, struct list *out)
{
	return db_list(db, a, lists[kind], ARGS(v_int(after), v_int(limit)), row_fields,
		sizeof(struct found_row), out);
}

enum err store_found_get(
	struct db *db, struct arena *a, enum found_kind kind, int64_t id, struct found_row *out)
{
	return db_one(db, a, ones[kind], ARGS(v_int(id)), row_fields, out);
}

enum err store_found_of_machine(
	struct db *db, struct arena *a, int64_t machine, int64_t after, int64_t limit, struct list *out)
{
	return db_list(db, a, SQL_OF_MACHINE, ARGS(v_int(after), v_int(limit), v_int(machine)), row_fields,
		sizeof(struct found_row), out);
}

enum err store_found_of_manual(struct db *db, struct arena *a, int64_t manual, struct list *out)
{
	return db_list(db, a, SQL_OF_MANUAL, ARGS(v_int(manual)), row_fields, sizeof(struct found_row), out);
}

/* ---- answers ---- */

#define NO_TEXT "CAST(NULL AS TEXT)"
#define NO_INT "CAST(NULL AS BIGINT)"
/* In the order of find_item_fields. */
#define ITEM(kind, id, code, name, name_en, detail, detail_en, state, text, section, at, qty, unit)          \
	"SELECT " kind " AS kind, " id " AS id, " code " AS code, " name " AS name, " name_en                \
	" AS name_en, " detail " AS detail, " detail_en " AS detail_en, " state " AS state, " text           \
	" AS text, " section " AS section, " at " AS time, " qty " AS qty, " unit " AS unit "

#define TICKET_ITEM                                                                                          \
	ITEM("'ticket'", "t.id", "m.code", "t.symptom", NO_TEXT, "m.name", "m.name_en", "t.state",           \
		"t.action", NO_INT, "t.reported_at", NO_INT, NO_TEXT)                                        \
	"FROM ticket t JOIN asset m ON m.id = t.machine_id "
static const char SQL_ITEM_TICKET[] = TICKET_ITEM "WHERE t.id = $1";
/* By the domain: what a fix is called depends on the language. */
static const char SQL_ITEM_FIX[] =
	ITEM("'fix'", "f.id", NO_TEXT, "coalesce(f.zh, f.label)", "f.en", "f.component", NO_TEXT, NO_TEXT,
		"f.symptom", NO_INT, "f.last_at", "f.cases * 1000", NO_TEXT) "FROM fix f WHERE f.id = $1";
static const char SQL_ITEM_SECTION[] =
	ITEM("'document'", "d.id", NO_TEXT, "s.title", NO_TEXT, "d.title", NO_TEXT, "s.kind", "s.text", "s.n",
		NO_INT, NO_INT, NO_TEXT) "FROM manual_section s JOIN manual d ON d.id = s.manual_id "
					 "WHERE s.manual_id = $1 / 4096 AND s.n = $1 % 4096";
static const char SQL_ITEM_ASSET[] = ITEM("CASE WHEN a.kind = 'machine' THEN 'machine' ELSE 'asset' END",
	"a.id", "a.code", "a.name", "a.name_en", "coalesce(a.location, u.name)",
	"CASE WHEN a.location IS NULL THEN u.name_en END", "a.state", NO_TEXT, NO_INT, NO_INT, NO_INT,
	NO_TEXT) "FROM asset a LEFT JOIN asset u ON u.id = a.parent_id WHERE a.id = $1";
static const char SQL_ITEM_PART[] = ITEM("'part'", "p.id", "p.code", "p.name", "p.name_en", "p.spec", NO_TEXT,
	NO_TEXT, NO_TEXT, NO_INT, NO_INT, "p.qty", "p.unit") "FROM part p WHERE p.id = $1";
static const char SQL_ITEM_BIN[] = ITEM("'bin'", "b.id", "b.code", "b.name", NO_TEXT, "b.store", NO_TEXT,
	NO_TEXT, NO_TEXT, NO_INT, NO_INT, NO_INT, NO_TEXT) "FROM bin b WHERE b.id = $1";
static const char SQL_NUMBERS[] = TICKET_ITEM "WHERE t.id BETWEEN $1 AND $2 ORDER BY t.id DESC LIMIT $3";

static const char SQL_TOP[] = "SELECT coalesce(max(id), 0) FROM ticket";

static const char *const items[] = {
	SQL_ITEM_TICKET, SQL_ITEM_FIX, SQL_ITEM_SECTION, SQL_ITEM_ASSET, SQL_ITEM_PART, SQL_ITEM_BIN};

enum err store_find_item(
	struct db *db, struct arena *a, enum found_kind kind, int64_t id, struct find_item *out)
{
	out->words = (struct list){NULL, 0};
	out->exact = 0;
	return db_one(db, a, items[kind], ARGS(v_int(id)), find_item_fields, out);
}

enum err store_find_numbers(struct db *db, struct arena *a, int64_t digits, int64_t limit, struct list *out)
{
	int64_t from = digits, to = digits, top = 0;
	enum err err = db_int(db, SQL_TOP, NO_ARGS, &top);

	*out = (struct list){NULL, 0};
	/* 12, 120 to 129, 1200 to 1299 …: the longest numbers are the newest. */
	while (err == OK && digits > 0 && from <= top / 10) {
		from *= 10;
		to = to * 10 + 9;
	}
	for (; err == OK && from > digits && !out->n; from /= 10, to /= 10)
		err = db_list(db, a, SQL_NUMBERS, ARGS(v_int(from), v_int(to), v_int(limit)),
			find_item_fields, sizeof(struct find_item), out);
	return err;
}
