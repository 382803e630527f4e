/* qr.c - see qr.h. */
#include "domain/qr.h"

#include <stdio.h>

#include "base/token.h"
#include "store/event.h"

enum { TRIES = 4 };

static void draw(char out[QR_CODE_SIZE])
{
	uint8_t raw[16];

	token_random(raw, sizeof(raw));
	qr_code_make(raw, out);
}

/* Another code was drawn before with odds of one in 10^13 for each there is: tried again, not relied on. */
static enum err add(struct tx *tx, int entity, int64_t id, char code[QR_CODE_SIZE])
{
	enum err err = ERR_CONFLICT;

	for (int i = 0; i < TRIES && err == ERR_CONFLICT; i++) {
		draw(code);
		err = store_qr_add(tx, code, entity, id);
	}
	return err;
}

enum err domain_qr_blank(struct tx *tx, int64_t count, struct list *out)
{
	char code[QR_CODE_SIZE], text[24];
	enum err err = OK;

	snprintf(text, sizeof(text), "1 – %d", QR_BLANK_MAX);
	if (count < 1 || count > QR_BLANK_MAX)
		return fault_field(tx->fault, "count", MSG_F_RANGE, text);
	*out = (struct list){arena_calloc(tx->arena, (size_t)count, sizeof(struct qr_code)), (size_t)count};
	for (size_t i = 0; i < out->n && err == OK; i++) {
		struct qr_code *q = list_at(out, i, sizeof(*q));

		err = add(tx, -1, NONE, code);
		fields_none(qr_code_fields, q);
		q->code = arena_strdup(tx->arena, code);
		q->created_at = tx->now;
	}
	snprintf(text, sizeof(text), "%lld", (long long)count);
	return err == OK ? store_event_note(tx, "qr", 0, "blank_codes_made", "count", text) : err;
}

enum err domain_qr_make(struct tx *tx, int entity, int64_t id, struct qr_code *out)
{
	char code[QR_CODE_SIZE];
	bool exists;
	enum err err = store_qr_entity_exists(tx->db, entity, id, &exists);

	if (err == OK && !exists)
		return ERR_NOT_FOUND;
	if (err == OK)
		err = add(tx, entity, id, code);
	if (err == OK)
		err = store_event_note(tx, qr_entities[entity], id, "code_added", "code", code);
	return err == OK ? store_qr_get(tx->db, tx->arena, code, out) : err;
}

enum err domain_qr_bind(struct tx *tx, const char *code, int entity, int64_t id, struct qr_code *out)
{
	bool exists;
	enum err err = store_qr_get(tx->db, tx->arena, code, out);

	if (err != OK)
		return err;
	if (out->revoked_at != NONE)
		return fault_set(tx->fault, ERR_CONFLICT, MSG_QR_REVOKED, code);
	if (out->entity == entity && out->entity_id == id)
		return OK;
	if (out->entity >= 0)
		return fault_set(tx->fault, ERR_CONFLICT, MSG_QR_BOUND, out->name);
	err = store_qr_entity_exists(tx->db, entity, id, &exists);
	if (err == OK && !exists)
		return fault_field(tx->fault, "entity_id", MSG_F_NO_SUCH, NULL);
	if (err == OK)
		err = store_qr_bind(tx, code, entity, id);
	if (err == OK)
		err = store_event_note(tx, qr_entities[entity], id, "code_bound", "code", code);
	return err == OK ? store_qr_get(tx->db, tx->arena, code, out) : err;
}

enum err domain_qr_revoke(struct tx *tx, const char *code)
{
	struct qr_code q;
	enum err err = store_qr_get(tx->db, tx->arena, code, &q);

	if (err != OK || q.revoked_at != NONE)
		return err;
	err = store_qr_revoke(tx, code);
	if (err != OK)
		return err;
	return store_event_note(tx, q.entity < 0 ? "qr" : qr_entities[q.entity],
		q.entity < 0 ? 0 : q.entity_id, "code_revoked", "code", code);
}
