/* manifest.c - see manifest.h. */
#include "store/manifest.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MANIFEST_MAX = 256 * 1024 * 1024, HEX = DIGEST_SIZE - 1 };

static const char END[] = "# sha256 ";

void manifest_start(struct buf *b, int64_t events, const char *event_hash)
{
	char now[32];

	buf_printf(b, "# jixiu backup 1\n# made %s by jixiu " JIXIU_VERSION "\n# events %lld %s\n",
		clock_rfc3339(clock_now_ms(), now), (long long)events, event_hash ? event_hash : "-");
}

void manifest_add(struct buf *b, const char *digest, const char *path)
{
	buf_printf(b, "%s  %s\n", digest, path);
}

enum err manifest_write(struct buf *b, int64_t files, const char *path)
{
	char digest[DIGEST_SIZE];
	enum err err = OK;
	size_t done = 0;
	int fd;

	buf_printf(b, "# files %lld\n", (long long)files);
	token_digest(b->data, b->len, digest);
	buf_printf(b, "%s%s\n", END, digest);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
	if (fd < 0)
		return ERR_IO;
	while (done < b->len && err == OK) {
		ssize_t n = write(fd, b->data + done, b->len - done);

		if (n < 0)
			err = errno == ENOSPC || errno == EDQUOT ? ERR_FULL : ERR_IO;
		else
			done += (size_t)n;
	}
	if (err == OK && fsync(fd) != 0)
		err = ERR_IO;
	close(fd);
	return err;
}

/* ---- reading ---- */

static char *read_all(const char *path, size_t *len, struct arena *a)
{
	FILE *f = fopen(path, "re");
	char *text = NULL;
	long size;

	if (!f)
		return NULL;
	if (fseek(f, 0, SEEK_END) == 0 && (size = ftell(f)) >= 0 && size < MANIFEST_MAX) {
		rewind(f);
		text = arena_alloc(a, (size_t)size + 1);
		*len = fread(text, 1, (size_t)size, f);
		if (*len != (size_t)size || memchr(text, 0, *len))
			*text = 0;
	}
	fclose(f);
	return text;
}

static bool is_digest(const char *s)
{
	return strspn(s, "0123456789abcdef") == HEX;
}

/* What a backup may hold, and nothing that leads out of its folder. */
static bool is_path(const char *path)
{
	if (strcmp(path, "jixiu.db") == 0 || strcmp(path, "jixiu.conf") == 0)
		return true;
	return strncmp(path, "files/", 6) == 0 && !strstr(path, "..") && !strstr(path, "//") && path[6];
}

/* The text without its last line, when that line tells the digest of what is before it. */
static bool take_end(char *text, size_t len)
{
	size_t line = sizeof(END) - 1 + HEX + 1;
	char digest[DIGEST_SIZE], *end;

	if (len < line)
		return false;
	end = text + len - line;
	if (strncmp(end, END, sizeof(END) - 1) != 0 || text[len - 1] != '\n')
		return false;
	token_digest(text, len - line, digest);
	if (strncmp(end + sizeof(END) - 1, digest, HEX) != 0)
		return false;
	*end = 0;
	return true;
}

static bool read_remark(char *line, struct manifest *m, int64_t *files)
{
	char *space;

	if (strncmp(line, "# made ", 7) == 0) {
		m->made = line + 7;
		line[7 + strcspn(line + 7, " ")] = 0;
	} else if (strncmp(line, "# files ", 8) == 0) {
		*files = strtoll(line + 8, NULL, 10);
	} else if (strncmp(line, "# events ", 9) == 0) {
		m->events = strtoll(line + 9, &space, 10);
		m->event_hash = *space == ' ' ? space + 1 : "-";
	}
	return true;
}

static bool read_lines(char *text, struct manifest *m, struct arena *a)
{
	struct manifest_file *files;
	int64_t told = -1;
	size_t lines = 0;
	bool good = strncmp(text, "# jixiu backup 1\n", 17) == 0;

	for (const char *p = text; (p = strchr(p, '\n')); p++)
		lines++;
	files = arena_calloc(a, lines + 1, sizeof(*files));
	m->files.items = files;
	while (good && *text) {
		char *line = text, *end = strchr(text, '\n');

		good = end != NULL;
		if (!good)
			break;
		*end = 0;
		text = end + 1;
		if (*line == '#') {
			read_remark(line, m, &told);
			continue;
		}
		good = is_digest(line) && line[HEX] == ' ' && line[HEX + 1] == ' ' && is_path(line + HEX + 2);
		line[HEX] = 0;
		files[m->files.n++] = (struct manifest_file){.digest = line, .path = line + HEX + 2};
	}
	return good && told == (int64_t)m->files.n && m->made && m->event_hash;
}

enum err manifest_read(const char *dir, struct manifest *m, struct arena *a, struct fault *fault)
{
	const char *path = arena_printf(a, "%s/" MANIFEST_NAME, dir);
	size_t len = 0;
	char *text = read_all(path, &len, a);

	memset(m, 0, sizeof(*m));
	if (!text)
		return fault_set(fault, ERR_NOT_FOUND, MSG_BACKUP_NONE, dir);
	if (!take_end(text, len) || !read_lines(text, m, a))
		return fault_set(fault, ERR_INVALID, MSG_BACKUP_MANIFEST, path);
	return OK;
}
