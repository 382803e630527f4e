/* backup.c - making a backup and proving one; the way back is restore.c. See backup.h. */
#include "store/backup.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/check.h"
#include "store/event.h"
#include "store/manifest.h"

static const char SQL_FILES[] = "SELECT DISTINCT digest FROM document ORDER BY digest";

struct file_row {
	const char *digest;
};
static const struct field file_fields[] = {FIELD(struct file_row, digest, F_TEXT), FIELD_END};

/* A backup being built. */
struct build {
	const char *from, *to; /* data folder, folder being built */
	struct arena arena;
	struct buf manifest;
	struct backup *out;
	struct fault *fault;
};

static enum err cannot_write(struct build *b, enum err err, const char *path)
{
	return fault_set(b->fault, err, err == ERR_FULL ? MSG_FULL : MSG_FILE_WRITE, path);
}

static void note_file(struct build *b, const char *path, const char *digest, int64_t size)
{
	manifest_add(&b->manifest, digest, path);
	b->out->files++;
	b->out->bytes += size;
}

/* Copies one upload; one that is missing or not what its name says is counted and left out, so that what is
 * good is saved all the same. */
static enum err copy_upload(struct build *b, const char *digest)
{
	char path[FOLDER_PATH / 2], from[FOLDER_PATH], to[FOLDER_PATH], found[DIGEST_SIZE];
	int64_t size = 0;
	enum err err;

	snprintf(path, sizeof(path), "files/%.2s/%s", digest, digest);
	snprintf(from, sizeof(from), "%s/%s", b->from, path);
	snprintf(to, sizeof(to), "%s/%s", b->to, path);
	err = folder_make_parents(b->to, path);
	if (err == OK)
		err = folder_copy(from, to, found, &size);
	if (err == ERR_NOT_FOUND || (err == OK && strcmp(found, digest) != 0)) {
		unlink(to);
		b->out->missing++;
		return OK;
	}
	if (err != OK)
		return cannot_write(b, err, to);
	note_file(b, path, digest, size);
	return OK;
}

/* The uploads are those that the copied database names: it can only name what was complete before. */
static enum err copy_uploads(struct build *b, struct db *db)
{
	struct list files;
	enum err err =
		db_list(db, &b->arena, SQL_FILES, NO_ARGS, file_fields, sizeof(struct file_row), &files);

	if (err != OK)
		return db_fault(db, err, b->fault);
	for (size_t i = 0; i < files.n && err == OK; i++)
		err = copy_upload(
			b, ((struct file_row *)list_at(&files, i, sizeof(struct file_row)))->digest);
	return err;
}

static enum err copy_config(struct build *b)
{
	char from[FOLDER_PATH], to[FOLDER_PATH], digest[DIGEST_SIZE];
	int64_t size = 0;
	enum err err;

	snprintf(from, sizeof(from), "%s/jixiu.conf", b->from);
	snprintf(to, sizeof(to), "%s/jixiu.conf", b->to);
	err = folder_copy(from, to, digest, &size);
	if (err == ERR_NOT_FOUND)
		return OK;
	if (err == OK)
		note_file(b, "jixiu.conf", digest, size);
	return err == OK ? OK : cannot_write(b, err, to);
}

static enum err copy_all(struct build *b, struct db *source)
{
	const char *path = arena_printf(&b->arena, "%s/jixiu.db", b->to);
	struct event last = {0};
	struct list events;
	struct db *copy = NULL;
	char digest[DIGEST_SIZE];
	int64_t size = 0;
	enum err err = db_backup(source, path, b->fault);

	if (err == OK)
		err = db_sqlite_open(path, DB_READ, &copy, b->fault);
	if (err != OK)
		return err;
	b->out->events = store_event_last(copy);
	if (b->out->events > 0 && store_event_after(copy, &b->arena, b->out->events - 1, 1, &events) == OK &&
		events.n)
		last = *(struct event *)events.items;
	manifest_start(&b->manifest, b->out->events, last.hash);
	chmod(path, 0640);
	err = folder_digest(path, digest, &size);
	if (err != OK)
		err = fault_set(b->fault, err, MSG_FILE_READ, path);
	else
		note_file(b, "jixiu.db", digest, size);
	if (err == OK)
		err = copy_config(b);
	if (err == OK)
		err = copy_uploads(b, copy);
	db_close(copy);
	if (err != OK)
		return err;
	path = arena_printf(&b->arena, "%s/" MANIFEST_NAME, b->to);
	err = manifest_write(&b->manifest, b->out->files, path);
	if (err == OK)
		err = folder_sync(b->to);
	return err == OK ? OK : cannot_write(b, err, path);
}

/* DEST/jixiu-20260131-080000, or DEST when it is not there. */
static enum err choose_name(const char *dest, char out[FOLDER_PATH], struct fault *fault)
{
	struct stat st;
	time_t now = (time_t)(clock_now_ms() / 1000);
	struct tm tm;
	char name[32];
	int len = (int)strlen(dest);

	while (len > 1 && dest[len - 1] == '/')
		len--;
	snprintf(out, FOLDER_PATH - 16, "%.*s", len, dest);
	if (stat(out, &st) != 0)
		return OK;
	localtime_r(&now, &tm);
	strftime(name, sizeof(name), "jixiu-%Y%m%d-%H%M%S", &tm);
	snprintf(out, FOLDER_PATH - 16, "%.*s/%s", len, dest, name);
	if (!S_ISDIR(st.st_mode) || access(out, F_OK) == 0)
		return fault_set(fault, ERR_CONFLICT, MSG_BACKUP_EXISTS, S_ISDIR(st.st_mode) ? out : dest);
	return OK;
}

static enum err build(struct build *b, struct store *s)
{
	struct db *source;
	enum err err;

	if (folder_remove(b->to) != OK || mkdir(b->to, 0700) != 0)
		return cannot_write(b, errno == ENOSPC ? ERR_FULL : ERR_IO, b->to);
	source = store_reader(s);
	err = copy_all(b, source);
	store_reader_return(s, source);
	return err;
}

enum err store_backup(struct store *s, const char *dest, struct backup *out, struct fault *fault)
{
	char part[FOLDER_PATH];
	struct build b = {.from = store_dir(s), .to = part, .out = out, .fault = fault};
	struct backup again;
	enum err err;

	memset(out, 0, sizeof(*out));
	err = choose_name(dest, out->path, fault);
	if (err != OK)
		return err;
	snprintf(part, sizeof(part), "%.4000s.part", out->path);
	arena_init(&b.arena);
	buf_init(&b.manifest);
	err = build(&b, s);
	buf_release(&b.manifest);
	arena_release(&b.arena);
	if (err == OK)
		err = store_backup_verify(part, &again, fault);
	if (err == OK && rename(part, out->path) != 0)
		err = fault_set(fault, ERR_IO, MSG_FILE_WRITE, out->path);
	if (err == OK && folder_sync_parent(out->path) != OK)
		err = fault_set(fault, ERR_IO, MSG_FILE_WRITE, out->path);
	if (err == OK)
		memcpy(out->made, again.made, sizeof(out->made));
	else
		folder_remove(part);
	return err;
}

/* ---- proving ---- */

static enum err verify_files(
	const char *src, const struct manifest *m, struct backup *out, struct arena *a, struct fault *fault)
{
	bool database = false;

	for (size_t i = 0; i < m->files.n; i++) {
		const struct manifest_file *f = list_at(&m->files, i, sizeof(*f));
		char digest[DIGEST_SIZE];
		int64_t size = 0;
		enum err err = folder_digest(arena_printf(a, "%s/%s", src, f->path), digest, &size);

		if (err == ERR_IO)
			return fault_set(fault, err, MSG_FILE_READ, f->path);
		if (err != OK || strcmp(digest, f->digest) != 0)
			return fault_set(fault, ERR_INVALID, MSG_BACKUP_DAMAGED, f->path);
		database |= strcmp(f->path, "jixiu.db") == 0;
		out->bytes += size;
	}
	out->files = (int64_t)m->files.n;
	return database ? OK : fault_set(fault, ERR_INVALID, MSG_BACKUP_MANIFEST, src);
}

enum err store_backup_verify(const char *src, struct backup *out, struct fault *fault)
{
	struct manifest m;
	struct arena a;
	enum err err;

	memset(out, 0, sizeof(*out));
	arena_init(&a);
	err = manifest_read(src, &m, &a, fault);
	if (err == OK) {
		snprintf(out->path, sizeof(out->path), "%s", src);
		snprintf(out->made, sizeof(out->made), "%s", m.made);
		out->events = m.events;
		err = verify_files(src, &m, out, &a, fault);
	}
	if (err == OK)
		err = store_check_copy(arena_printf(&a, "%s/jixiu.db", src), m.events, m.event_hash, fault);
	arena_release(&a);
	return err;
}
