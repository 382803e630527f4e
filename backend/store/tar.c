/* tar.c - see tar.h. */
#include "store/tar.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/folder.h"

enum { BLOCK = 512, CHUNK = 64 * 1024, DEPTH = 4 };
static const long long SIZE_MAX_TAR = 0777777777777LL;

/* The fields of a ustar header, all text; numbers are octal. */
struct header {
	char name[100], mode[8], uid[8], gid[8], size[12], mtime[12], chksum[8], typeflag, linkname[100];
	char magic[6], version[2], uname[32], gname[32], devmajor[8], devminor[8], prefix[155], pad[12];
};

static enum err failed(void)
{
	return errno == ENOSPC || errno == EDQUOT ? ERR_FULL : ERR_IO;
}

static enum err put(FILE *out, const void *data, size_t n)
{
	return fwrite(data, 1, n, out) == n ? OK : failed();
}

static enum err put_header(FILE *out, const char *name, const struct stat *st)
{
	struct header h = {.typeflag = '0', .magic = "ustar", .version = {'0', '0'}};
	unsigned sum = 0;

	if (strlen(name) >= sizeof(h.name) || st->st_size > SIZE_MAX_TAR)
		return ERR_IO;
	memcpy(h.name, name, strlen(name));
	snprintf(h.mode, sizeof(h.mode), "%07o", 0600u);
	snprintf(h.uid, sizeof(h.uid), "%07o", 0u);
	snprintf(h.gid, sizeof(h.gid), "%07o", 0u);
	snprintf(h.size, sizeof(h.size), "%011llo", (unsigned long long)st->st_size);
	snprintf(h.mtime, sizeof(h.mtime), "%011llo", (unsigned long long)st->st_mtime);
	memset(h.chksum, ' ', sizeof(h.chksum));
	for (size_t i = 0; i < sizeof(h); i++)
		sum += ((const unsigned char *)&h)[i];
	snprintf(h.chksum, sizeof(h.chksum), "%06o", sum);
	return put(out, &h, sizeof(h));
}

/* As many bytes as the header says, padded to whole blocks. */
static enum err put_file(FILE *out, const char *path, const char *name)
{
	static const char zeros[BLOCK];
	FILE *in = fopen(path, "re");
	char chunk[CHUNK];
	struct stat st;
	long long left;
	enum err err = OK;

	if (!in)
		return ERR_IO;
	if (fstat(fileno(in), &st) != 0)
		err = ERR_IO;
	if (err == OK)
		err = put_header(out, name, &st);
	for (left = err == OK ? st.st_size : 0; err == OK && left > 0;) {
		size_t n = fread(chunk, 1, left < CHUNK ? (size_t)left : CHUNK, in);

		err = n ? put(out, chunk, n) : ERR_IO;
		left -= (long long)n;
	}
	if (err == OK && st.st_size % BLOCK)
		err = put(out, zeros, BLOCK - (size_t)(st.st_size % BLOCK));
	fclose(in);
	return err;
}

static enum err put_folder(FILE *out, const char *dir, const char *name, int depth)
{
	char path[FOLDER_PATH], below[256];
	DIR *d = opendir(dir);
	struct dirent *e;
	struct stat st;
	enum err err = OK;

	if (!d)
		return ERR_IO;
	while (err == OK && (e = readdir(d))) {
		if (e->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%.3000s/%s", dir, e->d_name);
		snprintf(below, sizeof(below), "%.100s/%.120s", name, e->d_name);
		if (lstat(path, &st) != 0)
			err = ERR_IO;
		else if (S_ISDIR(st.st_mode))
			err = depth < DEPTH ? put_folder(out, path, below, depth + 1) : ERR_IO;
		else if (S_ISREG(st.st_mode))
			err = put_file(out, path, below);
	}
	closedir(d);
	return err;
}

enum err tar_folder(const char *dir, const char *path)
{
	static const char end[2 * BLOCK];
	const char *name = strrchr(dir, '/');
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	FILE *out = fd >= 0 ? fdopen(fd, "w") : NULL;
	enum err err;

	if (!out) {
		if (fd >= 0)
			close(fd);
		return failed();
	}
	err = put_folder(out, dir, name ? name + 1 : dir, 0);
	if (err == OK)
		err = put(out, end, sizeof(end));
	if (fclose(out) != 0 && err == OK)
		err = failed();
	if (err != OK)
		unlink(path);
	return err;
}
