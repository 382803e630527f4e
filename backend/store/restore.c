/* restore.c - from a backup to a data folder. See backup.h. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/backup.h"
#include "store/check.h"
#include "store/manifest.h"

/* One way from a backup to its place. */
struct way {
	const char *src;
	char dir[FOLDER_PATH], part[FOLDER_PATH], old[FOLDER_PATH];
	int part_fd, lock_fd;
	struct arena arena;
	struct backup *out;
	struct fault *fault;
};

/* The folder's whole path, so that "beside it" is a place also for "." and for a link. It need not be there,
 * its parent must. */
static enum err whole_path(const char *dir, char out[FOLDER_PATH], struct fault *fault)
{
	char *real = realpath(dir, NULL), *copy, *slash;

	if (real) {
		snprintf(out, FOLDER_PATH, "%s", real);
		free(real);
		return OK;
	}
	copy = xstrdup(dir);
	for (size_t n = strlen(copy); n > 1 && copy[n - 1] == '/'; n--)
		copy[n - 1] = 0;
	slash = strrchr(copy, '/');
	if (slash)
		*slash = 0;
	real = realpath(!slash ? "." : slash == copy ? "/" : copy, NULL);
	if (real)
		snprintf(out, FOLDER_PATH, "%s/%s", strcmp(real, "/") == 0 ? "" : real,
			slash ? slash + 1 : copy);
	free(copy);
	if (!real)
		return fault_set(fault, ERR_IO, MSG_FILE_WRITE, dir);
	free(real);
	return OK;
}

/* The folder must be free: nothing in it, or `force` and nobody using it. */
static enum err claim(struct way *w, bool force)
{
	char path[FOLDER_PATH];
	struct stat st;

	if (stat(w->dir, &st) != 0 || folder_empty(w->dir))
		return OK;
	if (!S_ISDIR(st.st_mode) || !force)
		return fault_set(w->fault, ERR_CONFLICT, MSG_RESTORE_NOT_EMPTY, w->dir);
	snprintf(path, sizeof(path), "%.4000s/lock", w->dir);
	w->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0640);
	if (w->lock_fd < 0)
		return fault_set(w->fault, ERR_IO, MSG_FILE_WRITE, path);
	if (flock(w->lock_fd, LOCK_EX | LOCK_NB) != 0)
		return fault_set(w->fault, ERR_CONFLICT, MSG_DATA_LOCKED, w->dir);
	return OK;
}

/* An empty folder to build in, ours alone: another restore of the same place is refused. */
static enum err start_part(struct way *w)
{
	if (mkdir(w->part, 0750) != 0 && errno != EEXIST)
		return fault_set(w->fault, errno == ENOSPC ? ERR_FULL : ERR_IO, MSG_FILE_WRITE, w->part);
	w->part_fd = open(w->part, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (w->part_fd < 0)
		return fault_set(w->fault, ERR_IO, MSG_FILE_WRITE, w->part);
	if (flock(w->part_fd, LOCK_EX | LOCK_NB) != 0)
		return fault_set(w->fault, ERR_CONFLICT, MSG_DATA_LOCKED, w->part);
	/* What an interrupted restore left. The folder itself stays: the lock is on it. */
	for (int i = 0; i < 3; i++) {
		static const char *const names[] = {"files", "jixiu.db", "jixiu.conf"};

		if (folder_remove(arena_printf(&w->arena, "%s/%s", w->part, names[i])) != OK)
			return fault_set(w->fault, ERR_IO, MSG_FILE_WRITE, w->part);
	}
	return OK;
}

/* Each file is proven while it is copied: what was read is what the manifest says. */
static enum err copy_files(struct way *w, const struct manifest *m)
{
	for (size_t i = 0; i < m->files.n; i++) {
		const struct manifest_file *f = list_at(&m->files, i, sizeof(*f));
		const char *to = arena_printf(&w->arena, "%s/%s", w->part, f->path);
		char digest[DIGEST_SIZE];
		int64_t size = 0;
		enum err err = folder_make_parents(w->part, f->path);

		if (err == OK)
			err = folder_copy(
				arena_printf(&w->arena, "%s/%s", w->src, f->path), to, digest, &size);
		if (err == ERR_NOT_FOUND || (err == OK && strcmp(digest, f->digest) != 0))
			return fault_set(w->fault, ERR_INVALID, MSG_BACKUP_DAMAGED, f->path);
		if (err != OK)
			return fault_set(w->fault, err, err == ERR_FULL ? MSG_FULL : MSG_FILE_WRITE, to);
		w->out->bytes += size;
	}
	w->out->files = (int64_t)m->files.n;
	w->out->events = m->events;
	snprintf(w->out->made, sizeof(w->out->made), "%s", m->made);
	return OK;
}

static enum err fill_part(struct way *w)
{
	struct manifest m;
	enum err err = manifest_read(w->src, &m, &w->arena, w->fault);

	if (err == OK)
		err = start_part(w);
	if (err == OK)
		err = copy_files(w, &m);
	if (err == OK)
		err = store_check_copy(
			arena_printf(&w->arena, "%s/jixiu.db", w->part), m.events, m.event_hash, w->fault);
	if (err == OK && mkdir(arena_printf(&w->arena, "%s/files", w->part), 0750) != 0 && errno != EEXIST)
		err = fault_set(w->fault, ERR_IO, MSG_FILE_WRITE, w->part);
	if (err == OK && folder_sync(w->part) != OK)
		err = fault_set(w->fault, ERR_IO, MSG_FILE_WRITE, w->part);
	return err;
}

/* Puts the built folder in its place. With an old one the two change places in one step where the file system
 * can; the old one is then named apart and kept. */
static enum err put_in_place(struct way *w)
{
	if (w->lock_fd < 0) {
		if (rename(w->part, w->dir) == 0)
			return OK;
		return fault_set(
			w->fault, ERR_IO, errno == EBUSY ? MSG_RESTORE_MOUNT : MSG_FILE_WRITE, w->dir);
	}
	if (renameat2(AT_FDCWD, w->part, AT_FDCWD, w->dir, RENAME_EXCHANGE) == 0) {
		/* Under the name of a restore's leavings the old data would not be safe. */
		if (rename(w->part, w->old) == 0)
			return OK;
		renameat2(AT_FDCWD, w->part, AT_FDCWD, w->dir, RENAME_EXCHANGE);
		return fault_set(w->fault, ERR_IO, MSG_FILE_WRITE, w->old);
	}
	if (errno == EBUSY)
		return fault_set(w->fault, ERR_IO, MSG_RESTORE_MOUNT, w->dir);
	if (rename(w->dir, w->old) != 0)
		return fault_set(w->fault, ERR_IO, MSG_FILE_WRITE, w->dir);
	if (rename(w->part, w->dir) == 0)
		return OK;
	if (rename(w->old, w->dir) != 0)
		return fault_set(w->fault, ERR_IO, MSG_FILE_WRITE, w->old);
	return fault_set(w->fault, ERR_IO, MSG_FILE_WRITE, w->dir);
}

static enum err name_folders(struct way *w, const char *dir)
{
	time_t now = (time_t)(clock_now_ms() / 1000);
	struct tm tm;
	char stamp[32];
	enum err err = whole_path(dir, w->dir, w->fault);

	if (err != OK)
		return err;
	if (strlen(w->dir) > FOLDER_PATH - 300)
		return fault_set(w->fault, ERR_INVALID, MSG_FILE_WRITE, dir);
	localtime_r(&now, &tm);
	strftime(stamp, sizeof(stamp), "%Y%m%d-%H%M%S", &tm);
	snprintf(w->part, sizeof(w->part), "%.4000s.restoring", w->dir);
	snprintf(w->old, sizeof(w->old), "%.4000s.old-%s", w->dir, stamp);
	for (int n = 2; access(w->old, F_OK) == 0; n++)
		snprintf(w->old, sizeof(w->old), "%.4000s.old-%s-%d", w->dir, stamp, n);
	return OK;
}

enum err store_restore(const char *src, const char *dir, bool force, struct backup *out, struct fault *fault)
{
	struct way w = {.src = src, .part_fd = -1, .lock_fd = -1, .out = out, .fault = fault};
	enum err err;

	memset(out, 0, sizeof(*out));
	arena_init(&w.arena);
	err = name_folders(&w, dir);
	if (err == OK)
		err = claim(&w, force);
	if (err == OK)
		err = fill_part(&w);
	if (err == OK) {
		err = put_in_place(&w);
		if (err == OK && folder_sync_parent(w.dir) != OK)
			err = fault_set(fault, ERR_IO, MSG_FILE_WRITE, w.dir);
		if (err == OK && w.lock_fd >= 0)
			memcpy(out->path, w.old, sizeof(out->path));
	}
	if (err != OK && err != ERR_CONFLICT && w.part_fd >= 0)
		folder_remove(w.part);
	if (w.part_fd >= 0)
		close(w.part_fd);
	if (w.lock_fd >= 0)
		close(w.lock_fd);
	arena_release(&w.arena);
	return err;
}
