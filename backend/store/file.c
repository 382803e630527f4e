/* file.c - see file.h. */
#include "store/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TEMPORARY "upload-"

const char *store_file_path(const struct store *s, struct arena *a, const char *digest)
{
	return arena_printf(a, "%s/files/%.2s/%s", store_dir(s), digest, digest);
}

static enum err failed(struct fault *fault)
{
	if (errno == ENOSPC || errno == EDQUOT || errno == EFBIG)
		return fault_set(fault, ERR_FULL, MSG_FULL, NULL);
	return fault_set(fault, ERR_IO, MSG_IO, strerror(errno));
}

/* Before close() a name may still be lost to a power cut, also one that another thread has just made. */
static bool sync_folder(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), rc;

	if (fd < 0)
		return false;
	rc = fsync(fd);
	close(fd);
	return rc == 0;
}

static bool write_all(int fd, const char *data, size_t len)
{
	while (len) {
		ssize_t n = write(fd, data, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		data += n;
		len -= (size_t)n;
	}
	return fsync(fd) == 0;
}

static bool write_beside(const char *temporary, const char *path, int fd, const void *data, size_t len)
{
	bool good = write_all(fd, data, len);
	int kept = errno;

	if (close(fd) != 0 && good) {
		good = false;
		kept = errno;
	}
	if (good && rename(temporary, path) == 0)
		return true;
	kept = good ? errno : kept;
	unlink(temporary);
	errno = kept;
	return false;
}

static enum err write_file(const struct store *s, struct arena *a, const char *path, const void *data,
	size_t len, struct fault *fault)
{
	char *temporary = arena_printf(a, "%s/files/" TEMPORARY "XXXXXX", store_dir(s));
	char *folder = arena_strndup(a, path, (size_t)(strrchr(path, '/') - path));
	int fd;

	if (mkdir(folder, 0750) == 0) {
		if (!sync_folder(arena_printf(a, "%s/files", store_dir(s))))
			return failed(fault);
	} else if (errno != EEXIST) {
		return failed(fault);
	}
	fd = mkostemp(temporary, O_CLOEXEC);
	if (fd < 0 || !write_beside(temporary, path, fd, data, len) || !sync_folder(folder))
		return failed(fault);
	return OK;
}

enum err store_file_put(
	const struct store *s, const void *data, size_t len, char digest[DIGEST_SIZE], struct fault *fault)
{
	struct arena a;
	const char *path;
	enum err err = OK;

	arena_init(&a);
	token_digest(data, len, digest);
	path = store_file_path(s, &a, digest);
	if (store_file_verify(s, &a, digest) != OK)
		err = write_file(s, &a, path, data, len, fault);
	else if (!sync_folder(arena_strndup(&a, path, (size_t)(strrchr(path, '/') - path))))
		err = failed(fault);
	arena_release(&a);
	return err;
}

enum err store_file_look(const struct store *s, struct arena *a, const char *digest, int64_t size)
{
	struct stat st;

	if (stat(store_file_path(s, a, digest), &st) != 0 || !S_ISREG(st.st_mode) || st.st_size != size)
		return ERR_NOT_FOUND;
	return OK;
}

enum err store_file_verify(const struct store *s, struct arena *a, const char *digest)
{
	int fd = open(store_file_path(s, a, digest), O_RDONLY | O_CLOEXEC);
	char chunk[65536], found[DIGEST_SIZE];
	struct token_hash h;
	ssize_t n;

	if (fd < 0)
		return ERR_NOT_FOUND;
	token_hash_init(&h);
	while ((n = read(fd, chunk, sizeof(chunk))) > 0)
		token_hash_add(&h, chunk, (size_t)n);
	close(fd);
	token_hash_end(&h, found);
	return n == 0 && strcmp(found, digest) == 0 ? OK : ERR_CONFLICT;
}

void store_file_tidy(const struct store *s)
{
	struct arena a;
	const struct dirent *e;
	const char *folder;
	DIR *d;

	arena_init(&a);
	folder = arena_printf(&a, "%s/files", store_dir(s));
	d = opendir(folder);
	while (d && (e = readdir(d)))
		if (strncmp(e->d_name, TEMPORARY, strlen(TEMPORARY)) == 0)
			unlink(arena_printf(&a, "%s/%s", folder, e->d_name));
	if (d)
		closedir(d);
	arena_release(&a);
}
