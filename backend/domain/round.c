/* round.c - see round.h. */
#include "domain/round.h"

#include <stdio.h>
#include <string.h>

#include "domain/meter.h"
#include "domain/ticket.h"
#include "qr/code.h"
#include "store/account.h"
#include "store/document.h"
#include "store/event.h"

static int64_t time_of(const struct tx *tx, int64_t said)
{
	return said == NONE || said > tx->now || said < tx->now - ROUND_SAID_MS ? tx->now : said;
}

static enum err taken(struct tx *tx, const struct round *r)
{
	return fault_set(tx->fault, ERR_CONFLICT, MSG_ROUND_TAKEN, r->account_name);
}

/* One that this person may go on with. */
static enum err load(struct tx *tx, int64_t id, bool take, struct round *r)
{
	enum err err = store_round_get(tx->db, tx->arena, id, tx->now, r);

	if (err != OK)
		return err;
	if (r->account_id != NONE && r->account_id != tx->actor.account && (!take || r->finished_at != NONE))
		return taken(tx, r);
	return OK;
}

static enum err begin(struct tx *tx, struct round *r, int64_t said)
{
	bool first = r->started_at == NONE;
	enum err err;

	if (r->account_id == tx->actor.account && !first)
		return OK;
	r->account_id = tx->actor.account;
	r->account_name = tx->actor.name;
	if (first) {
		r->started_at = tx->now;
		r->started_said = said;
	}
	err = store_round_put(tx, r);
	r->state = (int)round_state(r, tx->now);
	return err == OK ? store_event_note(
				   tx, "round", r->id, first ? "started" : "taken_over", "name", r->name)
			 : err;
}

enum err domain_round_start(struct tx *tx, int64_t id, int64_t said, bool take, struct round *r)
{
	enum err err = load(tx, id, take, r);

	if (err != OK)
		return err;
	return r->finished_at != NONE ? OK : begin(tx, r, said);
}

/* ---- a finding ---- */

struct found {
	const struct round_stop *stop;
	const struct check_item *item;
	struct round_answer *answer;
};

/* The ticket has the photo as its own: it stays when the round's is removed. */
static enum err lend_photo(struct tx *tx, const struct found *f)
{
	struct document d, there;
	enum err err = store_document_get(tx->db, tx->arena, f->answer->photo_id, &d);

	if (err != OK)
		return err == ERR_NOT_FOUND ? OK : err;
	d.entity = DOCUMENT_TICKET;
	d.entity_id = f->answer->ticket_id;
	d.kind = DOCUMENT_PHOTO;
	err = store_document_by_key(tx->db, tx->arena, d.entity, d.entity_id, d.upload_key, &there);
	if (err != ERR_NOT_FOUND)
		return err;
	return store_document_add(tx, &d);
}

static const char *symptom_of(struct tx *tx, const struct found *f)
{
	const char *said = check_say(tx->arena, f->item, f->answer), *note = f->answer->note;

	return arena_printf(tx->arena, "%s%s%s%s%s", f->item->text, *said ? ": " : "", said,
		note ? " · " : "", note ? note : "");
}

static enum err make_ticket(struct tx *tx, const struct found *f)
{
	struct ticket_new n;
	struct ticket t;
	bool again;
	enum err err;

	ticket_new_none(&n);
	n.machine_id = f->stop->machine_id;
	n.kind = TICKET_INSPECTION;
	n.source = SOURCE_INSPECTION;
	n.priority = f->item->priority;
	n.symptom = symptom_of(tx, f);
	n.occurred_at = f->answer->time;
	err = domain_ticket_report(tx, &n, &t, &again);
	f->answer->ticket_id = t.id;
	f->answer->repeated = 0;
	return err;
}

static enum err tell(struct tx *tx, const struct found *f)
{
	struct round_answer *x = f->answer;
	struct ticket t;
	int64_t open = NONE;
	enum err err = store_round_open_ticket(tx->db, x->machine_id, x->root_id, &open);

	if (err == ERR_NOT_FOUND) {
		err = make_ticket(tx, f);
	} else if (err == OK) {
		x->ticket_id = open;
		x->repeated = 1;
		err = domain_ticket_same(tx, open, tx->actor.name, symptom_of(tx, f), NULL, &t);
	}
	if (err == OK)
		err = store_round_answer_ticket(tx, x);
	return err == OK && x->photo_id != NONE ? lend_photo(tx, f) : err;
}

/* ---- a stop ---- */

struct sheet {
	struct round_stop stop;
	struct check_item *items;
	struct round_answer **answers; /* by item */
	struct list said;	       /* as it was: struct round_answer */
	size_t n;
};

static enum err sheet_of(struct tx *tx, const struct round_stop_said *s, struct sheet *sheet)
{
	struct list items;
	enum err err = store_round_stop_get(tx->db, tx->arena, s->stop_id, &sheet->stop);

	if (err == OK && sheet->stop.round_id != s->round_id)
		err = ERR_NOT_FOUND;
	if (err == OK)
		err = store_round_stop_items(tx->db, tx->arena, &sheet->stop, &items);
	if (err == OK)
		err = store_round_stop_answers(tx->db, tx->arena, s->stop_id, &sheet->said);
	if (err != OK)
		return err;
	sheet->n = items.n;
	sheet->items = arena_calloc(tx->arena, items.n, sizeof(*sheet->items));
	sheet->answers = arena_calloc(tx->arena, items.n, sizeof(struct round_answer *));
	for (size_t k = 0; k < items.n; k++) {
		sheet->items[k] =
			((const struct round_item *)list_at(&items, k, sizeof(struct round_item)))->item;
		for (size_t j = 0; j < sheet->said.n; j++) {
			struct round_answer *x = list_at(&sheet->said, j, sizeof(*x));

			if (x->item_id == sheet->items[k].id)
				sheet->answers[k] = x;
		}
	}
	return OK;
}

/* Without a key it stays what it is: another phone that goes on with the round has not the key. */
static enum err photo_of(struct tx *tx, int64_t round, const char *key, int64_t *id)
{
	struct document d;
	enum err err;

	if (!key)
		return OK;
	err = store_document_by_key(tx->db, tx->arena, DOCUMENT_ROUND, round, key, &d);
	if (err == OK && d.removed_at == NONE)
		*id = d.id;
	return err == ERR_NOT_FOUND || (err == OK && d.removed_at != NONE)
		       ? fault_field(tx->fault, "photo_key", MSG_ROUND_PHOTO, NULL)
		       : err;
}

static enum err complain(struct tx *tx, size_t i, const char *member, enum msg msg)
{
	char name[48];

	snprintf(name, sizeof(name), "answers[%zu].%s", i, member);
	return fault_field(tx->fault, name, msg, NULL);
}

/* One answer into the sheet and the store; a ticket comes after all of them, when the item turns out to be asked. */
static enum err take(struct tx *tx, const struct round_stop_said *s, struct sheet *sheet, size_t i)
{
	const struct round_said *said = list_at(&s->answers, i, sizeof(*said));
	struct round_answer *x;
	size_t k = 0;
	enum err err;

	while (k < sheet->n && sheet->items[k].id != said->item_id)
		k++;
	if (k == sheet->n)
		return complain(tx, i, "item_id", MSG_F_NO_SUCH);
	x = sheet->answers[k] ? sheet->answers[k] : arena_new(tx->arena, struct round_answer);
	if (!sheet->answers[k])
		x->ticket_id = x->photo_id = NONE;
	x->stop_id = s->stop_id;
	x->item_id = said->item_id;
	x->root_id = sheet->items[k].root_id;
	x->machine_id = sheet->stop.machine_id;
	x->value = said->value;
	x->text = said->text;
	x->skipped = said->skipped;
	x->note = said->note;
	x->time = time_of(tx, said->time);
	err = photo_of(tx, s->round_id, said->photo_key, &x->photo_id);
	if (err != OK)
		return err;
	if (!check_fits(&sheet->items[k], x))
		return complain(
			tx, i, sheet->items[k].kind == CHECK_NUMBER ? "value" : "text", MSG_ROUND_ANSWER);
	x->finding = said->finding == 1 || check_bad(&sheet->items[k], x);
	sheet->answers[k] = x;
	err = store_round_answer_put(tx, x);
	return err == OK && sheet->items[k].kind == CHECK_NUMBER
		       ? domain_reading_of_round(tx, x->machine_id, sheet->items[k].text,
				 sheet->items[k].unit, x->value, x->time)
		       : err;
}

static enum err tell_all(struct tx *tx, const struct round_stop_said *s, struct sheet *sheet)
{
	const struct check_sheet c = {
		sheet->items, (const struct round_answer *const *)sheet->answers, sheet->n};
	enum err err = OK;

	for (size_t i = 0; i < s->answers.n && err == OK; i++) {
		const struct round_said *said = list_at(&s->answers, i, sizeof(*said));

		for (size_t k = 0; k < sheet->n && err == OK; k++) {
			struct round_answer *x = sheet->answers[k];
			const struct found f = {&sheet->stop, &sheet->items[k], x};
			bool wanted = said->ticket == 1 || sheet->items[k].ticket == CHECK_AUTO;

			if (sheet->items[k].id == said->item_id && x->finding && wanted &&
				x->ticket_id == NONE && check_asked(&c, k))
				err = tell(tx, &f);
		}
	}
	return err;
}

/* A printed code in any writing, or the machine's number. */
static enum err check_code(struct tx *tx, const struct round_stop *stop, const char *code, const char **kept)
{
	char plain[QR_CODE_SIZE];
	bool fits = false;
	enum err err;

	*kept = qr_code_normalise(code, plain) ? arena_strdup(tx->arena, plain) : code;
	err = store_round_code_fits(tx->db, stop->machine_id, *kept, &fits);
	return err == OK && !fits ? fault_field(tx->fault, "code", MSG_ROUND_CODE, stop->machine_name) : err;
}

static enum err end_stop(struct tx *tx, const struct round_stop_said *s, struct sheet *sheet)
{
	const struct check_sheet c = {
		sheet->items, (const struct round_answer *const *)sheet->answers, sheet->n};
	struct round_stop *stop = &sheet->stop;
	size_t missing = check_missing(&c);

	if (!stop->skipped && stop->scanned_at == NONE)
		return fault_field(tx->fault, "code", MSG_ROUND_SCAN, stop->machine_name);
	if (!stop->skipped && missing < sheet->n)
		return fault_field(tx->fault, "answers", MSG_ROUND_MISSING, sheet->items[missing].text);
	stop->done_at = tx->now;
	stop->done_said = time_of(tx, s->done_said);
	return OK;
}

enum err domain_round_stop(struct tx *tx, const struct round_stop_said *s)
{
	struct sheet sheet = {.n = 0};
	struct round r;
	enum err err = load(tx, s->round_id, false, &r);

	if (err == OK && r.finished_at != NONE)
		return fault_set(tx->fault, ERR_CONFLICT, MSG_ROUND_FINISHED, NULL);
	if (err == OK)
		err = sheet_of(tx, s, &sheet);
	if (err == OK)
		err = begin(tx, &r, s->scanned_at);
	if (err == OK && s->code && !s->skipped) {
		err = check_code(tx, &sheet.stop, s->code, &sheet.stop.code);
		sheet.stop.scanned_at = time_of(tx, s->scanned_at);
		sheet.stop.typed = s->typed == 1;
	}
	sheet.stop.skipped = s->skipped;
	for (size_t i = 0; i < s->answers.n && err == OK; i++)
		err = take(tx, s, &sheet, i);
	if (err == OK)
		err = tell_all(tx, s, &sheet);
	if (err == OK && (s->done == 1 || s->skipped))
		err = end_stop(tx, s, &sheet);
	if (err == OK)
		err = store_round_stop_put(tx, &sheet.stop);
	return err == OK && s->done == 1
		       ? store_event_note(tx, "round", r.id, "stop_done", "machine", sheet.stop.machine_name)
		       : err;
}

/* ---- the end ---- */

enum err domain_round_finish(struct tx *tx, const struct round_end *e, struct round *r)
{
	int64_t left = 0;
	enum err err = load(tx, e->id, false, r);

	if (err != OK || r->finished_at != NONE)
		return err;
	err = store_round_left(tx->db, e->id, &left);
	if (err == OK && left)
		return fault_set(tx->fault, ERR_CONFLICT, MSG_ROUND_LEFT,
			arena_printf(tx->arena, "%lld", (long long)left));
	if (err == OK)
		err = photo_of(tx, e->id, e->signature_key, &r->signature_id);
	if (err == OK && r->sign == 1 && r->signature_id == NONE)
		err = fault_field(tx->fault, "signature_key", MSG_F_REQUIRED, NULL);
	if (err != OK)
		return err;
	r->account_id = tx->actor.account;
	r->account_name = tx->actor.name;
	if (r->started_at == NONE)
		r->started_at = tx->now;
	r->finished_at = tx->now;
	r->finished_said = e->said;
	r->done_at = time_of(tx, e->said);
	r->missed_at = r->done_at <= r->due_to ? NONE : r->missed_at;
	r->note = e->note;
	err = store_round_put(tx, r);
	r->state = (int)round_state(r, tx->now);
	return err == OK ? store_event_note(tx, "round", r->id, "finished", "name", r->name) : err;
}
