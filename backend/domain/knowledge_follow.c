/* knowledge_follow.c - the knowledge base goes after the event log; see knowledge_state.h. */
#include "domain/knowledge_state.h"

#include <string.h>

#include "store/event.h"
#include "store/fix.h"
#include "store/mark.h"
#include "store/repair.h"

enum { RIPEN_MS = 60 * 60 * 1000 };

/* A ticket changed: its record as it is now, or none. Told its fix for the first time, it may teach. */
static enum err refresh(struct knowledge *k, struct db *db, struct arena *a, int64_t ticket, bool teaches)
{
	struct kb_record r;
	enum err err = feed_repair(&k->feed, db, a, ticket, &r);

	if (err == OK && teaches && !kb_fix_of(k->kb, ticket))
		lessons_take(k->coming, k->kb, &r, a);
	if (err == OK)
		kb_put(k->kb, &r);
	if (err == ERR_NOT_FOUND)
		kb_remove(k->kb, ticket);
	return err == ERR_NOT_FOUND ? OK : err;
}

static enum err refresh_all(struct knowledge *k, struct db *db, struct arena *a, const struct list *ids)
{
	enum err err = OK;

	for (size_t i = 0; i < ids->n && err == OK; i++)
		err = refresh(k, db, a,
			((const struct repair_id *)list_at(ids, i, sizeof(struct repair_id)))->id, false);
	return err;
}

/* After these a repair before it has held, or has not. */
static bool tells_of_others(const char *kind)
{
	static const char *const kinds[] = {
		"reported", "restored", "corrected", "cancelled", "imported", NULL};

	return names_find(kinds, kind) >= 0;
}

/* An import is one transaction with thousands of tickets that follow each other: they are read, and their fixes kept, some
 * hundred at a time. The few of a small one teach as they come; a large one would keep everything else waiting, and of it
 * only the newest are to teach: all is built anew when it is through. */
static enum err take_imported(struct knowledge *k, struct db *db, struct arena *a, int64_t ticket)
{
	struct list records;
	struct arena own;
	int64_t after = ticket - 1;
	enum err err;

	if (ticket <= k->imported)
		return OK;
	err = feed_repairs(&k->feed, db, a, &after, KNOWLEDGE_BATCH, true, &records);
	if (err != OK)
		return err;
	k->untaught = k->untaught || records.n == KNOWLEDGE_BATCH;
	arena_init(&own);
	for (size_t i = 0; i < records.n && !k->untaught; i++) {
		const struct kb_record *r = list_at(&records, i, sizeof(*r));

		if (!kb_fix_of(k->kb, r->id))
			lessons_take(k->coming, k->kb, r, &own);
		kb_put(k->kb, r);
		arena_clear(&own);
	}
	arena_release(&own);
	if (k->untaught)
		kb_put_all(k->kb, records.items, records.n);
	k->imported = after > ticket ? after : ticket;
	return OK;
}

static enum err take(struct knowledge *k, struct db *db, struct arena *a, const struct event *e)
{
	struct list before;
	enum err err = strcmp(e->kind, "imported") == 0 ? take_imported(k, db, a, e->entity_id)
							: refresh(k, db, a, e->entity_id, true);

	if (err == OK && strcmp(e->kind, "suggestion_marked") == 0) {
		err = store_mark_cases(db, a, e->entity_id, &before);
		return err == OK ? refresh_all(k, db, a, &before) : err;
	}
	if (err != OK || !tells_of_others(e->kind))
		return err;
	err = store_repair_before(
		db, a, e->entity_id, strcmp(e->kind, "corrected") == 0, k->feed.days * DAY_MS, &before);
	return err == OK ? refresh_all(k, db, a, &before) : err;
}

/* What was written of a fix, and, where its repairs may lead elsewhere now, these. */
static enum err take_fix(struct knowledge *k, struct db *db, struct arena *a, const struct event *e)
{
	static const char *const kinds[] = {"merged", "unmerged", "split", "gathered", NULL};
	struct kb_record r;
	struct list tickets;
	enum err err = feed_fix(db, a, e->entity_id, &r);

	if (err == OK)
		kb_put(k->kb, &r);
	if (err == ERR_NOT_FOUND)
		kb_remove(k->kb, feed_id_of_fix(e->entity_id));
	if ((err != OK && err != ERR_NOT_FOUND) || names_find(kinds, e->kind) < 0)
		return err == ERR_NOT_FOUND ? OK : err;
	err = store_fix_tickets(db, a, e->entity_id, &tickets);
	return err == OK ? refresh_all(k, db, a, &tickets) : err;
}

/* Another number of days: every outcome anew. */
static enum err take_setting(struct knowledge *k, struct db *db, struct arena *a)
{
	int64_t days = k->feed.days;
	struct arena own;
	enum err err = knowledge_read_days(k, db, a);

	if (err != OK || days == k->feed.days)
		return err;
	arena_init(&own);
	err = knowledge_read_all(k, db, &own, true);
	arena_release(&own);
	return err;
}

void knowledge_ripen(struct knowledge *k, struct arena *a)
{
	int64_t now = clock_now_ms();
	struct list ids;
	struct db *db;

	if (now - k->ripe < RIPEN_MS)
		return;
	db = store_reader(k->store);
	if (store_repair_matured(db, a, k->ripe, now, k->feed.days * DAY_MS, &ids) == OK &&
		refresh_all(k, db, a, &ids) == OK && feed_bases(&k->feed, db, a) == OK)
		k->ripe = now;
	store_reader_return(k->store, db);
}

enum err knowledge_follow(struct knowledge *k, struct arena *a)
{
	bool words = false;
	struct db *db = store_reader(k->store);
	struct list events;
	enum err err = store_event_after(db, a, atomic_load(&k->seq), KNOWLEDGE_BATCH, &events);

	for (size_t i = 0; err == OK && i < events.n; i++) {
		const struct event *e = list_at(&events, i, sizeof(*e));

		if (strcmp(e->entity, "ticket") == 0)
			err = take(k, db, a, e);
		else if (strcmp(e->entity, "fix") == 0)
			err = take_fix(k, db, a, e);
		else if (strcmp(e->entity, "setting") == 0)
			err = take_setting(k, db, a);
		else if (strcmp(e->entity, "lexicon") == 0)
			words = words || strcmp(e->kind, "proposed") != 0;
		if (err == OK)
			atomic_store(&k->seq, e->seq);
	}
	/* once for all of a file */
	if (err == OK && (words || (k->untaught && events.n < KNOWLEDGE_BATCH)))
		err = knowledge_read_anew(k, db, a);
	store_reader_return(k->store, db);
	return err;
}
