/* manual.c - see manual.h. */
#include "store/manual.h"

#include "base/text.h"

const char *const manual_formats[] = {"dita", "s1000d", "html", "text", NULL};
const char *const manual_section_kinds[] = {"text", "condition", "cause", "remedy", "step", NULL};
const char *const manual_langs[] = {"zh", "en", NULL};

const struct field manual_fields[] = {
	FIELD(struct manual, id, F_INT, F_SURE),
	FIELD(struct manual, key, F_TEXT, F_HIDDEN),
	FIELD(struct manual, format, F_ENUM, F_SURE, .names = manual_formats),
	FIELD(struct manual, title, F_TEXT, F_SURE),
	FIELD(struct manual, lang, F_ENUM, .names = manual_langs),
	FIELD(struct manual, file_name, F_TEXT, F_SURE),
	FIELD(struct manual, encoding, F_TEXT, F_SURE),
	FIELD(struct manual, digest, F_TEXT, F_HIDDEN),
	FIELD(struct manual, size, F_INT, F_SURE),
	FIELD(struct manual, asset_id, F_INT),
	FIELD(struct manual, model, F_TEXT),
	FIELD(struct manual, sections, F_INT, F_SURE),
	FIELD(struct manual, cut, F_BOOL, F_SURE),
	FIELD(struct manual, faulty_line, F_INT),
	FIELD(struct manual, edition, F_INT, F_SURE),
	FIELD(struct manual, account_id, F_INT),
	FIELD(struct manual, created_at, F_TIME, F_SURE),
	FIELD(struct manual, updated_at, F_TIME, F_SURE),
	FIELD(struct manual, removed_at, F_TIME, F_HIDDEN),
	FIELD(struct manual, version, F_INT, F_SURE),
	FIELD(struct manual, asset_code, F_TEXT),
	FIELD(struct manual, asset_name, F_TEXT),
	FIELD(struct manual, asset_name_en, F_TEXT),
	FIELD(struct manual, account_name, F_TEXT),
	FIELD_END,
};

const struct field manual_section_fields[] = {
	FIELD(struct manual_section, manual_id, F_INT, F_SURE),
	FIELD(struct manual_section, n, F_INT, F_SURE),
	FIELD(struct manual_section, kind, F_ENUM, F_SURE, .names = manual_section_kinds),
	FIELD(struct manual_section, trouble, F_INT, F_SURE),
	FIELD(struct manual_section, title, F_TEXT, F_SURE),
	FIELD(struct manual_section, text, F_TEXT, F_SURE),
	FIELD(struct manual_section, anchor, F_TEXT),
	FIELD_END,
};

#define SELECT                                                                                               \
	"SELECT m.id AS id, m.key AS key, m.format AS format, m.title AS title, m.lang AS lang, "            \
	"m.file_name AS file_name, m.encoding AS encoding, m.digest AS digest, m.size AS size, "             \
	"m.asset_id AS asset_id, m.model AS model, m.sections AS sections, m.cut AS cut, "                   \
	"m.faulty_line AS faulty_line, m.edition AS edition, m.account_id AS account_id, "                   \
	"m.created_at AS created_at, m.updated_at AS updated_at, m.removed_at AS removed_at, "               \
	"m.version AS version, p.code AS asset_code, p.name AS asset_name, p.name_en AS asset_name_en, "     \
	"c.name AS account_name "                                                                            \
	"FROM manual m LEFT JOIN asset p ON p.id = m.asset_id LEFT JOIN account c ON c.id = m.account_id "
/* The machine and all above it. */
#define UP(machine)                                                                                          \
	"up (id, depth) AS (SELECT id, 0 FROM asset WHERE id = " machine                                     \
	" UNION ALL SELECT x.parent_id, up.depth + 1 FROM asset x JOIN up ON x.id = up.id WHERE up.depth < " \
	"16 AND x.parent_id IS NOT NULL) "
#define SAME_MODEL(machine) "lower(m.model) = (SELECT lower(x.model) FROM asset x WHERE x.id = " machine ")"

static const char SQL_GET[] = SELECT "WHERE m.id = $1";
static const char SQL_BY_KEY[] = SELECT "WHERE m.key = $1 AND m.removed_at IS NULL";
static const char SQL_LIST[] = "WITH RECURSIVE " UP("$2") SELECT
	"WHERE m.removed_at IS NULL AND ($1 IS NULL OR m.search LIKE $1 ESCAPE '\\') AND ($2 IS NULL OR "
	"m.asset_id IN (SELECT id FROM up) OR (m.asset_id IS NULL AND " SAME_MODEL(
		"$2") ")) AND ($3 IS NULL OR m.id < $3) ORDER BY m.id DESC LIMIT $4";
static const char SQL_ADD[] =
	"INSERT INTO manual (key, format, title, lang, file_name, encoding, digest, size, asset_id, model, "
	"sections, cut, faulty_line, account_id, created_at, updated_at, search) VALUES ($1, $2, $3, $4, $5, "
	"$6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) RETURNING id";
static const char SQL_PUT[] =
	"UPDATE manual SET key = $18, format = $1, title = $2, lang = $3, file_name = $4, encoding = $5, "
	"digest = $6, "
	"size = $7, asset_id = $8, model = $9, sections = $10, cut = $11, faulty_line = $12, edition = $13, "
	"updated_at = $14, search = $15, version = version + 1 WHERE id = $16 AND version = $17 AND "
	"removed_at IS NULL";
static const char SQL_REMOVE[] = "UPDATE manual SET removed_at = $1 WHERE id = $2 AND removed_at IS NULL";
#define SECTION                                                                                              \
	"SELECT manual_id, n, kind, trouble, title, text, anchor FROM manual_section WHERE manual_id = $1 "
static const char SQL_SECTIONS[] = SECTION "ORDER BY n";
static const char SQL_TROUBLE[] = SECTION "AND trouble = $2 ORDER BY n";
static const char SQL_SECTION[] = SECTION "AND n = $2";
static const char SQL_SECTION_ADD[] =
	"INSERT INTO manual_section (manual_id, n, kind, trouble, title, text, anchor) "
	"VALUES ($1, $2, $3, $4, $5, $6, $7)";
static const char SQL_SECTIONS_DROP[] = "DELETE FROM manual_section WHERE manual_id = $1";
static const char SQL_FITS[] = "WITH RECURSIVE " UP(
	"$2") "SELECT count(*) FROM manual m WHERE m.id = $1 AND "
	      "m.removed_at IS NULL AND (m.asset_id IS NULL OR m.asset_id IN (SELECT id FROM up)) AND "
	      "(m.model IS NULL OR " SAME_MODEL("$2") ")";

enum err store_manual_get(struct db *db, struct arena *a, int64_t id, struct manual *out)
{
	return db_one(db, a, SQL_GET, ARGS(v_int(id)), manual_fields, out);
}

enum err store_manual_by_key(struct db *db, struct arena *a, const char *key, struct manual *out)
{
	return db_one(db, a, SQL_BY_KEY, ARGS(v_text(key)), manual_fields, out);
}

enum err store_manual_list(struct db *db, struct arena *a, const struct manual_filter *f, struct list *out)
{
	const char *like = f->text ? text_like(a, text_fold(a, f->text)) : NULL;

	return db_list(db, a, SQL_LIST,
		ARGS(v_text(like), v_int(f->machine_id), v_int(f->after), v_int(f->limit)), manual_fields,
		sizeof(struct manual), out);
}

static const char *search_of(struct arena *a, const struct manual *m)
{
	const char *texts[] = {m->title, m->file_name, m->model};

	return text_fold_all(a, texts, sizeof(texts) / sizeof(texts[0]));
}

enum err store_manual_add(struct tx *tx, struct manual *m)
{
	m->created_at = m->updated_at = tx->now;
	m->account_id = tx->actor.account;
	m->version = m->edition = 1;
	return db_int(tx->db, SQL_ADD,
		ARGS(v_text(m->key), v_name(manual_formats, m->format), v_text(m->title),
			v_name(manual_langs, m->lang), v_text(m->file_name), v_text(m->encoding),
			v_text(m->digest), v_int(m->size), v_int(m->asset_id), v_text(m->model),
			v_int(m->sections), v_int(m->cut), v_int(m->faulty_line), v_int(m->account_id),
			v_int(m->created_at), v_int(m->updated_at), v_text(search_of(tx->arena, m))),
		&m->id);
}

enum err store_manual_put(struct tx *tx, struct manual *m)
{
	int64_t changed = 0;
	enum err err;

	m->updated_at = tx->now;
	err = db_exec(tx->db, SQL_PUT,
		ARGS(v_name(manual_formats, m->format), v_text(m->title), v_name(manual_langs, m->lang),
			v_text(m->file_name), v_text(m->encoding), v_text(m->digest), v_int(m->size),
			v_int(m->asset_id), v_text(m->model), v_int(m->sections), v_int(m->cut),
			v_int(m->faulty_line), v_int(m->edition), v_int(m->updated_at),
			v_text(search_of(tx->arena, m)), v_int(m->id), v_int(m->version), v_text(m->key)),
		&changed);
	if (err == OK && !changed)
		return ERR_STALE;
	m->version += err == OK;
	return err;
}

enum err store_manual_remove(struct tx *tx, int64_t id)
{
	return db_exec(tx->db, SQL_REMOVE, ARGS(v_int(tx->now), v_int(id)), NULL);
}

enum err store_manual_sections(struct db *db, struct arena *a, int64_t id, struct list *out)
{
	return db_list(db, a, SQL_SECTIONS, ARGS(v_int(id)), manual_section_fields,
		sizeof(struct manual_section), out);
}

enum err store_manual_trouble(struct db *db, struct arena *a, int64_t id, int64_t trouble, struct list *out)
{
	return db_list(db, a, SQL_TROUBLE, ARGS(v_int(id), v_int(trouble)), manual_section_fields,
		sizeof(struct manual_section), out);
}

enum err store_manual_section(
	struct db *db, struct arena *a, int64_t id, int64_t n, struct manual_section *out)
{
	return db_one(db, a, SQL_SECTION, ARGS(v_int(id), v_int(n)), manual_section_fields, out);
}

enum err store_manual_section_add(struct tx *tx, const struct manual_section *s)
{
	return db_exec(tx->db, SQL_SECTION_ADD,
		ARGS(v_int(s->manual_id), v_int(s->n), v_name(manual_section_kinds, s->kind),
			v_int(s->trouble), v_text(s->title), v_text(s->text), v_text(s->anchor)),
		NULL);
}

enum err store_manual_sections_drop(struct tx *tx, int64_t id)
{
	return db_exec(tx->db, SQL_SECTIONS_DROP, ARGS(v_int(id)), NULL);
}

enum err store_manual_fits(struct db *db, int64_t id, int64_t machine, bool *fits)
{
	int64_t n = 0;
	enum err err = db_int(db, SQL_FITS, ARGS(v_int(id), v_int(machine)), &n);

	*fits = n > 0;
	return err;
}
