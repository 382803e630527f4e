/* part.c - see part.h. */
#include "domain/part.h"

#include <string.h>

#include "store/event.h"

/* What is printed on labels and typed from them is one line. */
static enum err one_line(struct tx *tx, const char *field, const char *text)
{
	return text && strpbrk(text, "\t\r\n") ? fault_field(tx->fault, field, MSG_PART_LINE, NULL) : OK;
}

static enum err check_part(struct tx *tx, const struct part *p)
{
	struct bin b;
	enum err err = one_line(tx, "code", p->code);

	if (one_line(tx, "name", p->name) != OK || one_line(tx, "unit", p->unit) != OK ||
		one_line(tx, "category", p->category) != OK)
		err = ERR_INVALID;
	if (err == OK && p->bin_id != NONE)
		err = store_bin_get(tx->db, tx->arena, p->bin_id, &b);
	return err == ERR_NOT_FOUND ? fault_field(tx->fault, "bin_id", MSG_F_NO_SUCH, NULL) : err;
}

static enum err outcome(struct tx *tx, enum err err, enum msg taken, const char *code)
{
	if (err == ERR_STALE)
		return fault_set(tx->fault, ERR_STALE, MSG_STALE, NULL);
	if (err != ERR_CONFLICT)
		return err;
	fault_set(tx->fault, ERR_CONFLICT, taken, code);
	fault_field(tx->fault, "code", MSG_F_TAKEN, NULL);
	return ERR_CONFLICT;
}

enum err domain_part_add(struct tx *tx, struct part *p)
{
	enum err err = check_part(tx, p);

	if (err == OK)
		err = outcome(tx, store_part_add(tx, p), MSG_PART_TAKEN, p->code);
	if (err == OK)
		err = store_event_note(tx, "part", p->id, "created", "code", p->code);
	return err == OK ? store_part_get(tx->db, tx->arena, p->id, p) : err;
}

enum err domain_part_put(struct tx *tx, struct part *p)
{
	struct part before;
	enum err err = store_part_get(tx->db, tx->arena, p->id, &before);

	if (err == OK)
		err = check_part(tx, p);
	if (err == OK)
		err = outcome(tx, store_part_put(tx, p), MSG_PART_TAKEN, p->code);
	/* What is joined and what moves comes with a fresh read. */
	if (err == OK)
		err = store_part_get(tx->db, tx->arena, p->id, p);
	return err == OK ? store_event_change(tx, "part", p->id, "changed", part_fields, &before, p) : err;
}

enum err domain_bin_add(struct tx *tx, struct bin *b)
{
	enum err err = one_line(tx, "code", b->code);

	if (err == OK)
		err = outcome(tx, store_bin_add(tx, b), MSG_BIN_TAKEN, b->code);
	return err == OK ? store_event_note(tx, "bin", b->id, "created", "code", b->code) : err;
}

enum err domain_bin_put(struct tx *tx, struct bin *b)
{
	struct bin before;
	enum err err = store_bin_get(tx->db, tx->arena, b->id, &before);

	if (err == OK)
		err = one_line(tx, "code", b->code);
	if (err == OK)
		err = outcome(tx, store_bin_put(tx, b), MSG_BIN_TAKEN, b->code);
	return err == OK ? store_event_change(tx, "bin", b->id, "changed", bin_fields, &before, b) : err;
}
