/* setting.c - see setting.h. */
#include "store/setting.h"

const char *const setting_langs[] = {"zh", "en", NULL};

const struct field setting_fields[] = {
	FIELD(struct setting, plant_name, F_TEXT),
	FIELD(struct setting, url, F_TEXT),
	FIELD(struct setting, lang, F_ENUM, .names = setting_langs),
	FIELD(struct setting, currency, F_TEXT, F_SURE),
	FIELD(struct setting, close_after_days, F_INT),
	FIELD(struct setting, hold_days, F_INT),
	FIELD(struct setting, labels_printed, F_BOOL, F_SURE),
	FIELD(struct setting, setup_done, F_BOOL, F_SURE),
	FIELD(struct setting, version, F_INT, F_SURE),
	FIELD_END,
};
static const struct field begun_fields[] = {
	FIELD(struct setting_begun, machines, F_INT),
	FIELD(struct setting_begun, people, F_INT),
	FIELD_END,
};

static const char SQL_GET[] =
	"SELECT plant_name, url, lang, currency, close_after_days, hold_days, labels_printed, setup_done, "
	"version "
	"FROM setting WHERE id = 1";
static const char SQL_PUT[] =
	"UPDATE setting SET plant_name = $1, url = $2, lang = $3, currency = $4, close_after_days = $5, "
	"hold_days = $6, labels_printed = $7, setup_done = $8, version = version + 1 WHERE id = 1 AND "
	"version = $9";
static const char SQL_BEGUN[] = "SELECT (SELECT count(*) FROM asset WHERE kind = 'machine') AS machines, "
				"(SELECT count(*) FROM account WHERE id > 1) AS people";

enum err store_setting_get(struct db *db, struct arena *a, struct setting *out)
{
	return db_one(db, a, SQL_GET, NO_ARGS, setting_fields, out);
}

enum lang setting_lang(const struct setting *s, const char *option)
{
	return lang_parse(option, s->lang < 0 ? LANG_ZH : (enum lang)s->lang);
}

enum err store_setting_put(struct tx *tx, struct setting *s)
{
	int64_t changed = 0;
	enum err err = db_exec(tx->db, SQL_PUT,
		ARGS(v_text(s->plant_name), v_text(s->url), v_name(setting_langs, s->lang),
			v_text(s->currency), v_int(s->close_after_days), v_int(s->hold_days),
			v_int(s->labels_printed), v_int(s->setup_done), v_int(s->version)),
		&changed);

	if (err == OK && !changed)
		return ERR_STALE;
	if (err == OK)
		s->version++;
	return err;
}

enum err store_setting_begun(struct db *db, struct arena *a, struct setting_begun *out)
{
	return db_one(db, a, SQL_BEGUN, NO_ARGS, begun_fields, out);
}
