/* folder.c - see folder.h. */
#include "store/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DEPTH = 4, BLOCK = 256 * 1024, DESCRIPTORS = 16 };

static enum err from_errno(void)
{
	return errno == ENOSPC || errno == EDQUOT ? ERR_FULL : errno == ENOENT ? ERR_NOT_FOUND : ERR_IO;
}

/* ---- walking ---- */

struct walk {
	struct arena *arena;
	const char *dir;
	struct folder_file *files;
	size_t n, room;
};

static void add_file(struct walk *w, const char *path, const char *name, const struct stat *st)
{
	struct folder_file *f;

	if (w->n == w->room) {
		w->room = w->room ? w->room * 2 : 64;
		w->files = xrealloc(w->files, w->room * sizeof(*w->files));
	}
	f = &w->files[w->n++];
	memset(f, 0, sizeof(*f));
	f->path = arena_strdup(w->arena, path);
	f->size = st->st_size;
	f->changed_ms = (int64_t)st->st_mtim.tv_sec * 1000;
	if (strspn(name, "0123456789abcdef") == DIGEST_SIZE - 1 && strlen(name) == DIGEST_SIZE - 1)
		memcpy(f->digest, name, DIGEST_SIZE);
}

static enum err walk(struct walk *w, const char *below, int depth)
{
	char path[FOLDER_PATH], full[FOLDER_PATH];
	struct dirent *entry;
	enum err err = OK;
	DIR *d;

	snprintf(full, sizeof(full), "%s/%s", w->dir, below);
	d = opendir(full);
	if (!d)
		return errno == ENOENT ? OK : ERR_IO;
	while (err == OK && (entry = readdir(d))) {
		struct stat st;

		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		snprintf(path, sizeof(path), "%s/%s", below, entry->d_name);
		snprintf(full, sizeof(full), "%s/%s", w->dir, path);
		/* What was removed between the two calls is not there. */
		if (lstat(full, &st) != 0)
			err = errno == ENOENT ? OK : ERR_IO;
		else if (S_ISDIR(st.st_mode) && depth < DEPTH)
			err = walk(w, path, depth + 1);
		else
			add_file(w, path, entry->d_name, &st);
	}
	closedir(d);
	return err;
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct folder_file *)a)->path, ((const struct folder_file *)b)->path);
}

enum err folder_files(const char *dir, struct arena *a, struct list *out, struct fault *fault)
{
	struct walk w = {.arena = a, .dir = dir};
	enum err err = walk(&w, "files", 0);

	*out = (struct list){0};
	if (w.n)
		qsort(w.files, w.n, sizeof(*w.files), by_path);
	if (err == OK && w.n)
		*out = (struct list){arena_memdup(a, w.files, w.n * sizeof(*w.files)), w.n};
	free(w.files);
	return err == OK ? OK : fault_set(fault, err, MSG_FILE_READ, dir);
}

bool folder_empty(const char *dir)
{
	DIR *d = opendir(dir);
	struct dirent *entry;
	bool empty = d != NULL;

	while (d && (entry = readdir(d)))
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			empty = false;
	if (d)
		closedir(d);
	return empty;
}

/* ---- content ---- */

static bool write_all(int fd, const char *p, size_t n)
{
	while (n) {
		ssize_t done = write(fd, p, n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return false;
		p += done;
		n -= (size_t)done;
	}
	return true;
}

/* Reads all of `in`, into `out` too unless that is -1. */
static enum err pump(int in, int out, char digest[DIGEST_SIZE], int64_t *size)
{
	struct token_hash hash;
	char *block = xmalloc(BLOCK);
	enum err err = OK;
	ssize_t n;

	*size = 0;
	token_hash_init(&hash);
	while (err == OK && (n = read(in, block, BLOCK)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 || (out >= 0 && !write_all(out, block, (size_t)n)))
			err = from_errno();
		else
			token_hash_add(&hash, block, (size_t)n);
		*size += n > 0 ? n : 0;
	}
	token_hash_end(&hash, digest);
	free(block);
	return err;
}

enum err folder_digest(const char *path, char digest[DIGEST_SIZE], int64_t *size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	enum err err;

	digest[0] = 0;
	*size = 0;
	if (fd < 0)
		return from_errno();
	err = pump(fd, -1, digest, size);
	close(fd);
	return err;
}

enum err folder_copy(const char *from, const char *to, char digest[DIGEST_SIZE], int64_t *size)
{
	int in = open(from, O_RDONLY | O_CLOEXEC | O_NOFOLLOW), out;
	enum err err;

	if (in < 0)
		return from_errno();
	out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
	err = out < 0 ? from_errno() : pump(in, out, digest, size);
	if (err == OK && fsync(out) != 0)
		err = from_errno();
	if (out >= 0 && close(out) != 0 && err == OK)
		err = from_errno();
	close(in);
	return err;
}

/* ---- folders ---- */

enum err folder_make_parents(const char *dir, const char *path)
{
	char full[FOLDER_PATH];

	for (const char *slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/')) {
		snprintf(full, sizeof(full), "%s/%.*s", dir, (int)(slash - path), path);
		if (mkdir(full, 0750) != 0 && errno != EEXIST)
			return from_errno();
	}
	return OK;
}

static int sync_entry(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
	int fd, rc;

	(void)st;
	(void)ftw;
	if (flag != FTW_DP)
		return 0;
	fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	rc = fsync(fd);
	close(fd);
	return rc;
}

enum err folder_sync(const char *dir)
{
	return nftw(dir, sync_entry, DESCRIPTORS, FTW_DEPTH | FTW_PHYS) == 0 ? OK : ERR_IO;
}

enum err folder_sync_parent(const char *path)
{
	char parent[FOLDER_PATH];
	char *slash;
	int fd, rc;

	snprintf(parent, sizeof(parent), "%s", path);
	slash = strrchr(parent, '/');
	if (slash)
		slash[slash == parent] = 0;
	fd = open(slash ? parent : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return ERR_IO;
	rc = fsync(fd);
	close(fd);
	return rc == 0 ? OK : ERR_IO;
}

static int remove_entry(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
	(void)st;
	(void)flag;
	(void)ftw;
	return remove(path);
}

enum err folder_remove(const char *dir)
{
	struct stat st;

	if (lstat(dir, &st) != 0 && errno == ENOENT)
		return OK;
	return nftw(dir, remove_entry, DESCRIPTORS, FTW_DEPTH | FTW_PHYS) == 0 ? OK : ERR_IO;
}
