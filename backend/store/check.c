/* check.c - see check.h. */
#include "store/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"

#include "store/event.h"
#include "store/folder.h"
#include "store/migrate.h"
#include "store/part.h"

enum { MOST = 100, FRESH_MS = 60 * 60 * 1000 };

static const char SQL_PAGES[] = "PRAGMA integrity_check(100)";
static const char SQL_REFERENCES[] = "SELECT \"table\" || ' ' || coalesce(rowid, 0) || ' -> ' || parent AS "
				     "text FROM pragma_foreign_key_check LIMIT 100";
static const char SQL_TICKETS[] = "SELECT count(*) FROM ticket";
static const char SQL_FILES[] =
	"SELECT digest, max(size) AS size FROM document GROUP BY digest ORDER BY digest";
static const char SQL_ADMIN[] = "SELECT count(*) FROM account WHERE role = 'admin' AND disabled = 0";
static const char SQL_ACCOUNTS[] = "SELECT count(*) FROM account";

/* Each finds the ids of what breaks one rule. */
static const char SQL_OPEN[] = "SELECT id FROM ticket WHERE open <> CASE WHEN state IN ('closed', "
			       "'cancelled') THEN 0 ELSE 1 END LIMIT 100";
/* Imported repairs are closed without anybody having accepted, begun or restored them as far as is known. */
static const char SQL_TIMES[] =
	"SELECT id FROM ticket WHERE (state = 'closed' AND closed_at IS NULL) "
	"OR (state <> 'closed' AND closed_at IS NOT NULL) "
	"OR (state = 'cancelled' AND (cancelled_at IS NULL OR cancel_reason IS NULL)) "
	"OR (state <> 'cancelled' AND (cancelled_at IS NOT NULL OR cancel_reason IS NOT NULL)) "
	"OR (state IN ('reported', 'accepted', 'in_progress', 'waiting') AND restored_at IS NOT NULL) "
	"OR (source <> 'import' AND state IN ('restored', 'closed') AND restored_at IS NULL) "
	"OR (source <> 'import' AND state IN ('accepted', 'in_progress', 'waiting') AND accepted_at IS NULL) "
	"OR (source <> 'import' AND state IN ('in_progress', 'waiting') AND started_at IS NULL) "
	"OR restored_at < occurred_at LIMIT 100";
static const char SQL_WAITS[] =
	"SELECT t.id FROM ticket t WHERE CASE WHEN t.state = 'waiting' THEN 1 ELSE 0 END <> "
	"(SELECT count(*) FROM ticket_wait w WHERE w.ticket_id = t.id AND w.to_at IS NULL) "
	"OR (t.state = 'waiting' AND t.wait_reason IS NULL) LIMIT 100";
static const char SQL_MACHINES[] =
	"SELECT t.id FROM ticket t JOIN asset m ON m.id = t.machine_id WHERE m.kind <> 'machine' LIMIT 100";
static const char SQL_SAME[] = "SELECT t.id FROM ticket t WHERE t.same_count <> "
			       "(SELECT count(*) FROM ticket_same s WHERE s.ticket_id = t.id) LIMIT 100";
static const char SQL_COSTS[] =
	"SELECT t.id FROM ticket t JOIN labour l ON l.ticket_id = t.id WHERE l.machine_id <> t.machine_id "
	"UNION SELECT t.id FROM ticket t JOIN invoice i ON i.ticket_id = t.id WHERE i.machine_id <> "
	"t.machine_id "
	"UNION SELECT t.id FROM ticket t JOIN movement v ON v.ticket_id = t.id "
	"WHERE v.machine_id IS NOT NULL AND v.machine_id <> t.machine_id LIMIT 100";
static const char SQL_HISTORY[] =
	"SELECT t.id FROM ticket t WHERE NOT EXISTS (SELECT 1 FROM event e WHERE e.entity = 'ticket' "
	"AND e.entity_id = t.id) LIMIT 100";
/* Kinds only ever hang below larger ones, so there is no circle either. */
static const char SQL_TREE[] =
	"WITH kinds(kind, depth) AS (VALUES ('site', 0), ('area', 1), ('line', 2), ('machine', 3), "
	"('component', 4)) "
	"SELECT x.id FROM asset x JOIN asset p ON p.id = x.parent_id JOIN kinds kx ON kx.kind = x.kind "
	"JOIN kinds kp ON kp.kind = p.kind WHERE kp.depth >= kx.depth "
	"UNION SELECT id FROM asset WHERE (kind = 'machine' AND state IS NULL) "
	"OR (kind <> 'machine' AND state IS NOT NULL) OR (kind = 'component' AND parent_id IS NULL) LIMIT "
	"100";
/* A code that was revoked may be of something that was taken away again (store/import.h). */
static const char SQL_CODES[] =
	"SELECT c.entity_id AS id FROM qr_code c WHERE (c.entity IS NULL) <> (c.entity_id IS NULL) "
	"OR (c.entity = 'asset' AND c.revoked_at IS NULL AND NOT EXISTS (SELECT 1 FROM asset x WHERE x.id = "
	"c.entity_id)) "
	"OR (c.entity = 'bin' AND c.revoked_at IS NULL AND NOT EXISTS (SELECT 1 FROM bin b WHERE b.id = "
	"c.entity_id)) LIMIT 100";
static const char SQL_DOCUMENTS[] =
	"SELECT d.id FROM document d WHERE "
	"(d.entity = 'asset' AND NOT EXISTS (SELECT 1 FROM asset x WHERE x.id = d.entity_id)) "
	"OR (d.entity = 'ticket' AND NOT EXISTS (SELECT 1 FROM ticket t WHERE t.id = d.entity_id)) "
	"OR (d.entity = 'part' AND NOT EXISTS (SELECT 1 FROM part p WHERE p.id = d.entity_id)) "
	"OR (d.entity = 'round' AND NOT EXISTS (SELECT 1 FROM round r WHERE r.id = d.entity_id)) LIMIT 100";

static const struct rule {
	enum msg msg;
	const char *sql;
} rules[] = {
	{MSG_CHECK_OPEN, SQL_OPEN},
	{MSG_CHECK_TIMES, SQL_TIMES},
	{MSG_CHECK_WAITS, SQL_WAITS},
	{MSG_CHECK_MACHINES, SQL_MACHINES},
	{MSG_CHECK_SAME, SQL_SAME},
	{MSG_CHECK_COSTS, SQL_COSTS},
	{MSG_CHECK_HISTORY, SQL_HISTORY},
	{MSG_CHECK_TREE, SQL_TREE},
	{MSG_CHECK_CODES, SQL_CODES},
	{MSG_CHECK_DOCUMENTS, SQL_DOCUMENTS},
};

struct text_row {
	const char *text;
};
static const struct field page_fields[] = {
	{.name = "integrity_check", .type = F_TEXT, .offset = offsetof(struct text_row, text)}, FIELD_END};
static const struct field text_fields[] = {FIELD(struct text_row, text, F_TEXT), FIELD_END};

struct id_row {
	int64_t id;
};
static const struct field id_fields[] = {FIELD(struct id_row, id, F_INT), FIELD_END};

struct file_row {
	const char *digest;
	int64_t size;
};
static const struct field file_fields[] = {
	FIELD(struct file_row, digest, F_TEXT), FIELD(struct file_row, size, F_INT), FIELD_END};

/* A check going on. */
struct going {
	struct db *db;
	const char *dir;
	struct arena *arena;
	struct check *out;
	size_t room;
};

static void found(struct going *g, enum msg msg, const char *arg, bool note)
{
	struct list *l = &g->out->findings;

	if (l->n == g->room) {
		size_t room = g->room ? g->room * 2 : 32;
		void *more = arena_calloc(g->arena, room, sizeof(struct finding));

		if (l->n)
			memcpy(more, l->items, l->n * sizeof(struct finding));
		l->items = more;
		g->room = room;
	}
	((struct finding *)l->items)[l->n++] = (struct finding){msg, arg, note};
	g->out->notes += note;
}

static enum err check_pages(struct going *g)
{
	struct list rows;
	enum err err =
		db_list(g->db, g->arena, SQL_PAGES, NO_ARGS, page_fields, sizeof(struct text_row), &rows);

	for (size_t i = 0; err == OK && i < rows.n; i++) {
		const char *text = ((struct text_row *)list_at(&rows, i, sizeof(struct text_row)))->text;

		if (strcmp(text, "ok") != 0)
			found(g, MSG_CHECK_DATABASE, text, false);
	}
	if (err == OK)
		err = db_list(g->db, g->arena, SQL_REFERENCES, NO_ARGS, text_fields, sizeof(struct text_row),
			&rows);
	for (size_t i = 0; err == OK && i < rows.n; i++)
		found(g, MSG_CHECK_REFERENCE,
			((struct text_row *)list_at(&rows, i, sizeof(struct text_row)))->text, false);
	return err;
}

static enum err check_events(struct going *g)
{
	int64_t bad = 0;
	enum err err = store_event_verify(g->db, &g->out->events, &bad);

	if (err == OK && bad)
		found(g, MSG_CHECK_EVENTS, arena_printf(g->arena, "%lld", (long long)bad), false);
	return err;
}

static enum err check_stock(struct going *g)
{
	struct list rows;
	enum err err = store_stock_verify(g->db, g->arena, &rows);

	for (size_t i = 0; err == OK && i < rows.n; i++) {
		const struct stock_difference *d = list_at(&rows, i, sizeof(*d));
		struct buf b;

		buf_init(&b);
		json_write(&b, stock_difference_fields, d);
		found(g, MSG_CHECK_STOCK, arena_strdup(g->arena, buf_text(&b)), false);
		buf_release(&b);
	}
	return err;
}

static enum err check_rule(struct going *g, const struct rule *rule)
{
	struct list rows;
	enum err err = db_list(g->db, g->arena, rule->sql, NO_ARGS, id_fields, sizeof(struct id_row), &rows);

	for (size_t i = 0; err == OK && i < rows.n; i++) {
		int64_t id = ((struct id_row *)list_at(&rows, i, sizeof(struct id_row)))->id;

		found(g, rule->msg, arena_printf(g->arena, "%lld", (long long)id), false);
	}
	return err;
}

static enum err check_rules(struct going *g)
{
	int64_t admins = 0, accounts = 0;
	enum err err = db_int(g->db, SQL_TICKETS, NO_ARGS, &g->out->tickets);

	for (size_t i = 0; err == OK && i < sizeof(rules) / sizeof(rules[0]); i++)
		err = check_rule(g, &rules[i]);
	if (err == OK)
		err = db_int(g->db, SQL_ADMIN, NO_ARGS, &admins);
	if (err == OK)
		err = db_int(g->db, SQL_ACCOUNTS, NO_ARGS, &accounts);
	if (err == OK && accounts && !admins)
		found(g, MSG_CHECK_ADMIN, NULL, false);
	return err;
}

static void check_file(struct going *g, const struct file_row *row)
{
	const char *path = arena_printf(g->arena, "files/%.2s/%s", row->digest, row->digest);
	char digest[DIGEST_SIZE];
	int64_t size = 0;
	enum err err = folder_digest(arena_printf(g->arena, "%s/%s", g->dir, path), digest, &size);

	g->out->files++;
	if (err != OK)
		found(g, MSG_CHECK_FILE_MISSING, path, false);
	else if (strcmp(digest, row->digest) != 0 || size != row->size)
		found(g, MSG_CHECK_FILE_DAMAGED, path, false);
}

static int by_digest(const void *a, const void *b)
{
	return strcmp(((const struct file_row *)a)->digest, ((const struct file_row *)b)->digest);
}

/* The folder is listed before the database is asked: what is uploaded meanwhile is in neither list, and what
 * was uploaded a moment ago may not have its row yet. */
static enum err check_files(struct going *g, const struct list *listed)
{
	int64_t fresh = clock_now_ms() - FRESH_MS;
	struct list rows;
	enum err err =
		db_list(g->db, g->arena, SQL_FILES, NO_ARGS, file_fields, sizeof(struct file_row), &rows);

	for (size_t i = 0; err == OK && i < rows.n; i++)
		check_file(g, list_at(&rows, i, sizeof(struct file_row)));
	for (size_t i = 0; err == OK && i < listed->n; i++) {
		const struct folder_file *f = list_at(listed, i, sizeof(*f));
		const struct file_row key = {.digest = f->digest};

		if (f->changed_ms < fresh &&
			(!rows.n || !bsearch(&key, rows.items, rows.n, sizeof(key), by_digest)))
			found(g, MSG_CHECK_FILE_ORPHAN, f->path, true);
	}
	return err;
}

enum err store_check(struct store *s, struct arena *a, struct check *out, struct fault *fault)
{
	struct going g = {.dir = store_dir(s), .arena = a, .out = out};
	struct list listed;
	enum err err;

	memset(out, 0, sizeof(*out));
	err = folder_files(g.dir, a, &listed, fault);
	if (err != OK)
		return err;
	g.db = store_reader(s);
	err = db_snapshot(g.db);
	if (err == OK)
		err = check_pages(&g);
	if (err == OK)
		err = check_events(&g);
	if (err == OK)
		err = check_stock(&g);
	if (err == OK)
		err = check_rules(&g);
	if (err == OK)
		err = check_files(&g, &listed);
	if (err != OK)
		fault_set(fault, err, MSG_CHECK_FAILED, db_error(g.db));
	db_snapshot_end(g.db);
	store_reader_return(s, g.db);
	return err;
}

/* ---- a copy ---- */

static enum err check_copy(struct going *g, int64_t events, const char *hash, struct fault *fault)
{
	struct list last;
	struct fault version = {0};
	const struct finding *first;
	enum err err = check_pages(g);

	if (err == OK && !g->out->findings.n)
		err = check_events(g);
	if (err != OK)
		return fault_set(fault, ERR_INVALID, MSG_BACKUP_DATABASE, db_error(g->db));
	first = g->out->findings.items;
	if (g->out->findings.n)
		return fault_set(fault, ERR_INVALID, MSG_BACKUP_DATABASE, first->arg);
	/* An older schema is brought up to date by the first start. */
	if (store_migrate_check(g->db, &version) != OK && version.msg != MSG_DATA_OLDER)
		return fault_set(fault, ERR_INVALID, version.msg, NULL);
	err = store_event_after(g->db, g->arena, events - 1, 2, &last);
	if (err == OK && events && (last.n != 1 || strcmp(((struct event *)last.items)->hash, hash) != 0))
		err = ERR_INVALID;
	return err == OK ? OK : fault_set(fault, ERR_INVALID, MSG_BACKUP_DAMAGED, "jixiu.db");
}

enum err store_check_copy(const char *path, int64_t events, const char *event_hash, struct fault *fault)
{
	struct arena arena;
	struct check out = {0};
	struct going g = {.arena = &arena, .out = &out};
	struct fault unused = {0};
	enum err err;

	if (db_sqlite_open(path, DB_READ, &g.db, &unused) != OK)
		return fault_set(fault, ERR_INVALID, MSG_BACKUP_DATABASE, unused.arg);
	arena_init(&arena);
	err = check_copy(&g, events, event_hash, fault);
	arena_release(&arena);
	db_close(g.db);
	return err;
}
