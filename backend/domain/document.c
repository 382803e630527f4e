/* document.c - see document.h. */
#include "domain/document.h"

#include <string.h>

#include "base/utf8.h"
#include "store/event.h"

const char *domain_document_type(const void *data, size_t len)
{
	static const struct {
		const char *type;
		size_t at, n;
		const char *bytes;
	} signs[] = {
		{"image/jpeg", 0, 3, "\xFF\xD8\xFF"},
		{"image/png", 0, 16, "\x89PNG\r\n\x1A\n\0\0\0\rIHDR"},
		{"image/webp", 8, 7, "WEBPVP8"},
		{"application/pdf", 0, 5, "%PDF-"},
	};

	/* The smallest real image is longer than any of these signs. */
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]) && len >= 32; i++) {
		if (memcmp((const char *)data + signs[i].at, signs[i].bytes, signs[i].n) != 0)
			continue;
		if (signs[i].at && memcmp(data, "RIFF", 4) != 0)
			continue;
		return signs[i].type;
	}
	return NULL;
}

static bool is_photo(int kind)
{
	return kind == DOCUMENT_PHOTO || kind == DOCUMENT_BEFORE || kind == DOCUMENT_AFTER;
}

static bool kind_fits(int entity, int kind)
{
	if (entity == DOCUMENT_TICKET)
		return is_photo(kind) || kind == DOCUMENT_OTHER;
	return kind != DOCUMENT_BEFORE && kind != DOCUMENT_AFTER;
}

static enum err check_kind(struct document *d, bool image, struct fault *fault)
{
	if (d->kind < 0 && image)
		d->kind = DOCUMENT_PHOTO;
	if (d->kind < 0)
		d->kind = d->entity == DOCUMENT_TICKET ? DOCUMENT_OTHER : DOCUMENT_MANUAL;
	if (!kind_fits(d->entity, d->kind))
		return fault_field(fault, "kind", MSG_F_ENUM,
			d->entity == DOCUMENT_TICKET ? "photo | before | after | other"
						     : "photo | manual | drawing | other");
	if (!image && is_photo(d->kind))
		return fault_field(fault, "kind", MSG_DOCUMENT_IMAGE, NULL);
	return OK;
}

static enum err check_name(struct document *d, struct fault *fault)
{
	static const char *const names[] = {"photo", "before", "after", "manual", "drawing", "document"};

	if (!d->name)
		d->name = names[d->kind];
	if (utf8_count(d->name, strlen(d->name)) > DOCUMENT_NAME_MAX)
		return fault_field(fault, "name", MSG_F_LONG, "120");
	return OK;
}

enum err domain_document_check(
	struct document *d, struct arena *a, const void *data, size_t len, struct fault *fault)
{
	const char *type = domain_document_type(data, len);
	bool image = type && strncmp(type, "image/", 6) == 0;
	size_t max = image ? DOCUMENT_IMAGE_MAX : DOCUMENT_PDF_MAX;
	enum err err;

	if (!type)
		return fault_field(fault, "body", len ? MSG_DOCUMENT_TYPE : MSG_F_REQUIRED, NULL);
	if (len > max)
		return fault_set(fault, ERR_TOO_BIG, MSG_TOO_BIG, arena_printf(a, "%zu", max));
	d->type = type;
	d->size = (int64_t)len;
	err = check_kind(d, image, fault);
	return err == OK ? check_name(d, fault) : err;
}

static enum err note(struct tx *tx, const struct document *d, const char *kind)
{
	static const struct field members[] = {
		FIELD(struct document, id, F_INT),
		FIELD(struct document, kind, F_ENUM, .names = document_kinds),
		FIELD(struct document, name, F_TEXT),
		FIELD_END,
	};

	return store_event_of_row(tx, document_entities[d->entity], d->entity_id, kind, members, d);
}

enum err domain_document_add(struct tx *tx, struct document *d, bool *again)
{
	struct document before;
	bool exists;
	int64_t n = 0;
	enum err err = store_document_owner(tx->db, d->entity, d->entity_id, &exists);

	*again = false;
	if (err != OK || !exists)
		return err == OK ? ERR_NOT_FOUND : err;
	err = store_document_by_key(tx->db, tx->arena, d->entity, d->entity_id, d->upload_key, &before);
	if (err == OK) {
		if (strcmp(before.digest, d->digest) != 0)
			return fault_set(tx->fault, ERR_CONFLICT, MSG_DOCUMENT_KEY, NULL);
		if (before.removed_at != NONE)
			return fault_set(tx->fault, ERR_CONFLICT, MSG_DOCUMENT_REMOVED, NULL);
		*again = true;
		*d = before;
		return OK;
	}
	if (err != ERR_NOT_FOUND)
		return err;
	err = store_document_count(tx->db, d->entity, d->entity_id, &n);
	if (err == OK && n >= DOCUMENTS_MAX)
		return fault_set(tx->fault, ERR_CONFLICT, MSG_DOCUMENT_MANY, NULL);
	if (err == OK)
		err = store_document_add(tx, d);
	return err == OK ? note(tx, d, "document_added") : err;
}

enum err domain_document_remove(struct tx *tx, int64_t id, bool any)
{
	struct document d;
	enum err err = store_document_get(tx->db, tx->arena, id, &d);

	if (err != OK || d.removed_at != NONE)
		return err;
	if (!any && (tx->actor.account == NONE || d.account_id != tx->actor.account))
		return fault_set(tx->fault, ERR_DENIED, MSG_DOCUMENT_WHO, NULL);
	err = store_document_remove(tx, id);
	return err == OK ? note(tx, &d, "document_removed") : err;
}
