/* backups.c - see backups.h. */
#include "domain/backups.h"

#include <dirent.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/wait.h"
#include "store/manifest.h"
#include "store/tar.h"

enum { SPARE_MB = 64 };

const char *const backup_states[] = {"running", "done", "failed", NULL};

struct backups {
	struct store *store;
	char dir[FOLDER_PATH / 2];
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	pthread_t thread;
	bool running, joinable, packing;
	int64_t started_at, of_bytes;
	struct fault fault; /* of the last one; OK: it went well, or none was made yet */
};

struct backups *backups_start(struct store *s)
{
	struct backups *b = calloc(1, sizeof(*b));

	if (!b)
		abort();
	b->store = s;
	snprintf(b->dir, sizeof(b->dir), "%.2000s/backups", store_dir(s));
	pthread_mutex_init(&b->mutex, NULL);
	wait_init(&b->changed);
	return b;
}

void backups_stop(struct backups *b)
{
	if (!b)
		return;
	if (b->joinable)
		pthread_join(b->thread, NULL);
	pthread_mutex_destroy(&b->mutex);
	pthread_cond_destroy(&b->changed);
	free(b);
}

/* ---- what is there ---- */

/* jixiu-YYYYMMDD-HHMMSS and nothing else: it comes out of an address. */
static bool is_name(const char *name)
{
	return strlen(name) == 21 && strncmp(name, "jixiu-", 6) == 0 && name[14] == '-' &&
	       strspn(name + 6, "0123456789") == 8 && strspn(name + 15, "0123456789") == 6;
}

static int64_t size_of(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 ? (int64_t)st.st_size : 0;
}

/* Of all files in it, two folders deep at most: a backup has no more. */
static int64_t folder_bytes(const char *dir, int depth)
{
	char path[FOLDER_PATH];
	DIR *d = opendir(dir);
	struct dirent *e;
	struct stat st;
	int64_t sum = 0;

	while (d && (e = readdir(d))) {
		if (e->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%.3000s/%s", dir, e->d_name);
		if (lstat(path, &st) != 0)
			continue;
		if (S_ISDIR(st.st_mode) && depth < 3)
			sum += folder_bytes(path, depth + 1);
		else if (S_ISREG(st.st_mode))
			sum += st.st_size;
	}
	if (d)
		closedir(d);
	return sum;
}

/* What the one in progress has written so far. */
static int64_t part_bytes(const struct backups *b)
{
	char path[FOLDER_PATH];
	DIR *d = opendir(b->dir);
	struct dirent *e;
	int64_t sum = 0;

	while (d && (e = readdir(d))) {
		const char *dot = strrchr(e->d_name, '.');

		if (!dot || strcmp(dot, ".part") != 0)
			continue;
		snprintf(path, sizeof(path), "%s/%s", b->dir, e->d_name);
		sum += folder_bytes(path, 0);
	}
	if (d)
		closedir(d);
	return sum;
}

/* About what a backup takes: the database as it is, and every upload. */
static int64_t needed(const struct backups *b)
{
	char path[FOLDER_PATH];
	int64_t sum;

	snprintf(path, sizeof(path), "%s/jixiu.db", store_dir(b->store));
	sum = size_of(path);
	snprintf(path, sizeof(path), "%s/jixiu.db-wal", store_dir(b->store));
	sum += size_of(path);
	snprintf(path, sizeof(path), "%s/files", store_dir(b->store));
	return sum + folder_bytes(path, 0);
}

static bool fits(const char *dir, int64_t bytes)
{
	struct statvfs v;

	return statvfs(dir, &v) != 0 ||
	       (int64_t)v.f_bavail * (int64_t)v.f_frsize > bytes + bytes / 10 + SPARE_MB * 1048576LL;
}

static int newest_first(const void *a, const void *b)
{
	return -strcmp(((const struct backup_view *)a)->name, ((const struct backup_view *)b)->name);
}

/* A folder whose manifest can be read; whether every byte is right only proving it tells. */
static bool look(const struct backups *b, struct arena *a, const char *name, struct backup_view *v)
{
	const char *path = arena_printf(a, "%s/%s", b->dir, name);
	struct fault fault = {0};
	struct manifest m;

	if (!is_name(name) || manifest_read(path, &m, a, &fault) != OK)
		return false;
	*v = (struct backup_view){.name = arena_strdup(a, name),
		.state = BACKUP_DONE,
		.bytes = folder_bytes(path, 0),
		.files = (int64_t)m.files.n,
		.events = m.events};
	clock_parse(m.made, &v->started_at);
	v->of_bytes = v->bytes;
	return true;
}

static void whole_ones(const struct backups *b, struct arena *a, struct list *out)
{
	enum { MOST = 200 };
	struct backup_view *all = arena_calloc(a, MOST, sizeof(*all));
	DIR *d = opendir(b->dir);
	struct dirent *e;
	size_t n = 0;

	while (d && n < MOST && (e = readdir(d)))
		n += look(b, a, e->d_name, &all[n]);
	if (d)
		closedir(d);
	qsort(all, n, sizeof(*all), newest_first);
	*out = (struct list){all, n};
}

void backups_list(struct backups *b, struct arena *a, struct list *out)
{
	struct backup_view *all;
	struct list whole;
	size_t n = 0;

	whole_ones(b, a, &whole);
	all = arena_calloc(a, whole.n + 1, sizeof(*all));
	pthread_mutex_lock(&b->mutex);
	if (b->running || b->fault.err != OK)
		all[n++] = (struct backup_view){.name = "",
			.state = b->running ? BACKUP_RUNNING : BACKUP_FAILED,
			.started_at = b->started_at,
			.bytes = b->running ? part_bytes(b) : 0,
			.of_bytes = b->of_bytes,
			.fault = b->fault};
	pthread_mutex_unlock(&b->mutex);
	if (whole.n)
		memcpy(all + n, whole.items, whole.n * sizeof(*all));
	*out = (struct list){all, n + whole.n};
}

/* ---- making one ---- */

static void remove_one(const struct backups *b, const char *name)
{
	char path[FOLDER_PATH];

	snprintf(path, sizeof(path), "%s/%s", b->dir, name);
	folder_remove(path);
	snprintf(path, sizeof(path), "%s/%s.tar", b->dir, name);
	unlink(path);
}

static void thin_out(const struct backups *b)
{
	struct arena a;
	struct list all;

	arena_init(&a);
	whole_ones(b, &a, &all);
	for (size_t i = BACKUPS_KEEP; i < all.n; i++)
		remove_one(b, ((struct backup_view *)list_at(&all, i, sizeof(struct backup_view)))->name);
	arena_release(&a);
}

static void *make(void *ctx)
{
	struct backups *b = ctx;
	struct fault fault = {0};
	struct backup made;
	enum err err = store_backup(b->store, b->dir, &made, &fault);

	if (err == OK)
		thin_out(b);
	else if (fault.err == OK)
		fault_set(&fault, err, MSG_FULL, NULL);
	pthread_mutex_lock(&b->mutex);
	b->running = false;
	b->fault = fault;
	pthread_cond_broadcast(&b->changed);
	pthread_mutex_unlock(&b->mutex);
	return NULL;
}

enum err backups_begin(struct backups *b, struct fault *fault)
{
	int64_t bytes = needed(b);
	enum err err = OK;

	mkdir(b->dir, 0700);
	pthread_mutex_lock(&b->mutex);
	if (b->running) {
		err = fault_set(fault, ERR_CONFLICT, MSG_BACKUP_RUNNING, NULL);
	} else if (!fits(b->dir, bytes)) {
		err = fault_set(fault, ERR_FULL, MSG_BACKUP_ROOM, NULL);
	} else {
		if (b->joinable)
			pthread_join(b->thread, NULL);
		b->running = true;
		b->started_at = clock_now_ms();
		b->of_bytes = bytes;
		fault_clear(&b->fault);
		b->joinable = pthread_create(&b->thread, NULL, make, b) == 0;
		if (!b->joinable) {
			b->running = false;
			err = fault_set(fault, ERR_BUSY, MSG_BUSY, NULL);
		}
	}
	pthread_mutex_unlock(&b->mutex);
	return err;
}

void backups_wait(struct backups *b, int timeout_ms)
{
	struct timespec until = wait_until(timeout_ms);

	pthread_mutex_lock(&b->mutex);
	while (b->running)
		if (pthread_cond_timedwait(&b->changed, &b->mutex, &until) != 0)
			break;
	pthread_mutex_unlock(&b->mutex);
}

enum err backups_remove(struct backups *b, const char *name)
{
	struct backup_view v;
	struct arena a;
	bool there;

	arena_init(&a);
	there = look(b, &a, name, &v);
	arena_release(&a);
	if (there)
		remove_one(b, name);
	return there ? OK : ERR_NOT_FOUND;
}

/* ---- taking one away ---- */

static void drop_packed(const struct backups *b, const char *but)
{
	DIR *d = opendir(b->dir);
	struct dirent *e;
	char path[FOLDER_PATH];

	while (d && (e = readdir(d))) {
		const char *dot = strrchr(e->d_name, '.');

		snprintf(path, sizeof(path), "%s/%s", b->dir, e->d_name);
		if (dot && strcmp(dot, ".tar") == 0 && strcmp(path, but) != 0)
			unlink(path);
	}
	if (d)
		closedir(d);
}

static enum err pack(
	struct backups *b, struct arena *a, const char *name, const char *path, struct fault *fault)
{
	const char *part = arena_printf(a, "%s/packing.part", b->dir);
	const char *dir = arena_printf(a, "%s/%s", b->dir, name);
	enum err err;

	drop_packed(b, path);
	if (!fits(b->dir, folder_bytes(dir, 0)))
		return fault_set(fault, ERR_FULL, MSG_BACKUP_ROOM, NULL);
	err = tar_folder(dir, part);
	if (err == OK && rename(part, path) != 0)
		err = ERR_IO;
	return err == OK ? OK : fault_set(fault, err, MSG_FILE_WRITE, path);
}

enum err backups_pack(struct backups *b, struct arena *a, const char *name, const char **path, int64_t *size,
	struct fault *fault)
{
	struct backup_view v;
	bool mine;
	enum err err = OK;

	if (!look(b, a, name, &v))
		return ERR_NOT_FOUND;
	*path = arena_printf(a, "%s/%s.tar", b->dir, name);
	pthread_mutex_lock(&b->mutex);
	mine = !b->packing;
	b->packing = true;
	pthread_mutex_unlock(&b->mutex);
	if (!mine)
		return fault_set(fault, ERR_CONFLICT, MSG_BACKUP_RUNNING, NULL);
	if (access(*path, R_OK) != 0)
		err = pack(b, a, name, *path, fault);
	*size = size_of(*path);
	pthread_mutex_lock(&b->mutex);
	b->packing = false;
	pthread_mutex_unlock(&b->mutex);
	return err;
}
