/* manual.c - see manual.h. */
#include "domain/manual.h"

#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "store/asset.h"
#include "store/event.h"

/* ---- which machines ---- */

static enum err check_place(struct tx *tx, int64_t asset, const char *model)
{
	struct asset x;
	enum err err = OK;

	if (asset != NONE && model)
		return fault_field(tx->fault, "model", MSG_MANUAL_ONE, NULL);
	if (asset != NONE)
		err = store_asset_get(tx->db, tx->arena, asset, &x);
	if (err == ERR_NOT_FOUND || (asset != NONE && err == OK && x.kind == ASSET_COMPONENT))
		return fault_field(tx->fault, "asset_id", MSG_F_NO_SUCH, NULL);
	return err;
}

/* "dita:spindle-noise@12", "file:手册.html@m:ck6150" */
static const char *key_of(struct arena *a, const char *own, int64_t asset, const char *model)
{
	if (asset != NONE)
		return arena_printf(a, "%s@%lld", own, (long long)asset);
	return arena_printf(a, "%s@m:%s", own, text_fold(a, model));
}

/* The part of a key before its place. */
static const char *own_of(struct arena *a, const char *key)
{
	return arena_strndup(a, key, (size_t)(strrchr(key, '@') - key));
}

static const char *own_key(struct arena *a, const struct manual_file *f)
{
	if (f->read->key)
		return arena_printf(a, "%s:%s", kb_formats[f->read->format], f->read->key);
	return arena_printf(a, "file:%s", text_fold(a, f->name));
}

/* ---- what was read ---- */

static enum err put_sections(struct tx *tx, int64_t id, const struct kb_document *d)
{
	enum err err = store_manual_sections_drop(tx, id);

	for (size_t i = 0; i < d->n && err == OK; i++) {
		const struct kb_section *s = &d->sections[i];
		const struct manual_section row = {
			id, (int64_t)i + 1, (int)s->kind, s->trouble, s->title, s->text, s->anchor};

		err = store_manual_section_add(tx, &row);
	}
	return err;
}

static void fill(struct manual *m, const struct manual_file *f)
{
	m->format = (int)f->read->format;
	m->title = f->read->title;
	m->lang = f->read->lang ? names_find(manual_langs, f->read->lang) : -1;
	m->file_name = f->name;
	m->encoding = f->read->encoding;
	m->digest = f->digest;
	m->size = f->size;
	m->sections = (int64_t)f->read->n;
	m->cut = f->read->cut;
	m->faulty_line = f->read->faulty ? f->read->faulty : NONE;
}

static enum err note(struct tx *tx, const struct manual *m, const char *kind)
{
	return store_event_note(tx, "manual", m->id, kind, "title", m->title);
}

enum err domain_manual_put(struct tx *tx, struct manual_file *f)
{
	struct manual *m = &f->made;
	const char *key;
	enum err err;

	f->name = arena_strndup(tx->arena, f->name, utf8_cut(f->name, strlen(f->name), MANUAL_NAME_MAX));
	f->again = f->replaced = false;
	err = check_place(tx, f->asset_id, f->model);
	if (err != OK)
		return err;
	key = key_of(tx->arena, own_key(tx->arena, f), f->asset_id, f->model);
	err = store_manual_by_key(tx->db, tx->arena, key, m);
	if (err == OK && strcmp(m->digest, f->digest) == 0) {
		f->again = true;
		return OK;
	}
	f->replaced = err == OK;
	if (err == ERR_NOT_FOUND)
		fields_none(manual_fields, m);
	else if (err != OK)
		return err;
	fill(m, f);
	m->key = key;
	m->asset_id = f->asset_id;
	m->model = f->model;
	m->edition = f->replaced ? m->edition + 1 : 1;
	err = f->replaced ? store_manual_put(tx, m) : store_manual_add(tx, m);
	if (err == OK)
		err = put_sections(tx, m->id, f->read);
	if (err == OK)
		err = note(tx, m, f->replaced ? "replaced" : "imported");
	return err == OK ? store_manual_get(tx->db, tx->arena, m->id, m) : err;
}

enum err domain_manual_change(struct tx *tx, struct manual *m)
{
	struct manual now, other;
	const char *key;
	enum err err = store_manual_get(tx->db, tx->arena, m->id, &now);

	if (err != OK || now.removed_at != NONE)
		return err == OK ? ERR_NOT_FOUND : err;
	if (now.version != m->version)
		return ERR_STALE;
	err = check_place(tx, m->asset_id, m->model);
	if (err != OK)
		return err;
	key = key_of(tx->arena, own_of(tx->arena, now.key), m->asset_id, m->model);
	err = store_manual_by_key(tx->db, tx->arena, key, &other);
	if (err == OK && other.id != m->id)
		return fault_set(tx->fault, ERR_CONFLICT, MSG_MANUAL_THERE, NULL);
	if (err != OK && err != ERR_NOT_FOUND)
		return err;
	now.title = m->title;
	now.asset_id = m->asset_id;
	now.model = m->model;
	now.key = key;
	err = store_manual_put(tx, &now);
	return err == OK ? note(tx, &now, "changed") : err;
}

enum err domain_manual_remove(struct tx *tx, int64_t id)
{
	struct manual m;
	enum err err = store_manual_get(tx->db, tx->arena, id, &m);

	if (err != OK || m.removed_at != NONE)
		return err;
	err = store_manual_remove(tx, id);
	if (err == OK)
		err = store_manual_sections_drop(tx, id);
	return err == OK ? note(tx, &m, "removed") : err;
}
