/* unzip.c - see unzip.h. The only file that includes zip.h. */
#include "base/unzip.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <zip.h>

#include "base/arena.h"

enum { BLOCK = 64 * 1024 };

struct unzip {
	zip_t *zip;
	size_t left; /* of UNZIP_BYTES */
	bool counted[UNZIP_PARTS];
};

static int by_name(const void *a, const void *b)
{
	return strcasecmp(*(char *const *)a, *(char *const *)b);
}

/* Absolute, or with a step upwards, in either kind of stroke. */
static bool leads_away(const char *name)
{
	if (*name == '/' || *name == '\\')
		return true;
	for (const char *p = name; (p = strstr(p, "..")); p += 2)
		if ((p == name || p[-1] == '/' || p[-1] == '\\') && (!p[2] || p[2] == '/' || p[2] == '\\'))
			return true;
	return false;
}

static enum unzip_end check_names(zip_t *zip)
{
	zip_int64_t n = zip_get_num_entries(zip, 0);
	const char *names[UNZIP_PARTS];

	if (n > UNZIP_PARTS)
		return UNZIP_LARGE;
	for (zip_int64_t i = 0; i < n; i++) {
		names[i] = zip_get_name(zip, (zip_uint64_t)i, ZIP_FL_ENC_RAW);
		if (!names[i] || leads_away(names[i]))
			return UNZIP_BROKEN;
	}
	qsort(names, (size_t)n, sizeof(*names), by_name);
	for (zip_int64_t i = 1; i < n; i++)
		if (strcasecmp(names[i - 1], names[i]) == 0)
			return UNZIP_BROKEN;
	return UNZIP_GOOD;
}

static zip_t *open_zip(const void *data, size_t len)
{
	zip_source_t *source = zip_source_buffer_create(data, len, 0, NULL);
	zip_t *zip = source ? zip_open_from_source(source, ZIP_RDONLY, NULL) : NULL;

	if (source && !zip)
		zip_source_free(source);
	return zip;
}

enum unzip_end unzip_open(struct unzip **out, const void *data, size_t len)
{
	zip_t *zip = open_zip(data, len);
	enum unzip_end end = zip ? check_names(zip) : UNZIP_BROKEN;

	*out = NULL;
	if (end != UNZIP_GOOD) {
		if (zip)
			zip_discard(zip);
		return end;
	}
	*out = xcalloc(1, sizeof(**out));
	(*out)->zip = zip;
	(*out)->left = UNZIP_BYTES;
	return UNZIP_GOOD;
}

void unzip_close(struct unzip *u)
{
	if (!u)
		return;
	zip_discard(u->zip);
	free(u);
}

static zip_int64_t find(const struct unzip *u, const char *name)
{
	return zip_name_locate(u->zip, name, ZIP_FL_NOCASE);
}

bool unzip_has(const struct unzip *u, const char *name)
{
	return find(u, name) >= 0;
}

/* At most what this part may hold, and a byte more to see that it holds more. */
static size_t room_of(const struct unzip *u, uint64_t packed, bool counted)
{
	size_t most = packed > UNZIP_BYTES / UNZIP_RATIO ? UNZIP_BYTES : (size_t)packed * UNZIP_RATIO;

	most = most < UNZIP_SMALL ? UNZIP_SMALL : most;
	return (counted || most < u->left ? most : u->left) + 1;
}

static enum unzip_end read_all(zip_file_t *file, size_t room, struct buf *out, size_t *len)
{
	char block[BLOCK];
	size_t got = 0;
	zip_int64_t n = 1;

	while (n > 0 && got < room) {
		n = zip_fread(file, block, room - got < BLOCK ? room - got : BLOCK);
		if (n < 0)
			return UNZIP_BROKEN;
		buf_add(out, block, (size_t)n);
		got += (size_t)n;
	}
	if (got >= room)
		return UNZIP_LARGE;
	*len = got;
	return out->full ? UNZIP_LARGE : UNZIP_GOOD;
}

enum unzip_end unzip_read(struct unzip *u, const char *name, struct buf *out)
{
	zip_int64_t at = find(u, name);
	zip_stat_t stat;
	zip_file_t *file;
	enum unzip_end end;
	size_t len = 0;

	if (at < 0)
		return UNZIP_MISSING;
	if (zip_stat_index(u->zip, (zip_uint64_t)at, 0, &stat) != 0)
		return UNZIP_BROKEN;
	if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) && stat.encryption_method != ZIP_EM_NONE)
		return UNZIP_LOCKED;
	file = zip_fopen_index(u->zip, (zip_uint64_t)at, 0);
	if (!file)
		return UNZIP_BROKEN;
	end = read_all(file, room_of(u, stat.valid & ZIP_STAT_COMP_SIZE ? stat.comp_size : 0, u->counted[at]),
		out, &len);
	zip_fclose(file);
	if (end == UNZIP_GOOD && (stat.valid & ZIP_STAT_SIZE) && stat.size != len)
		end = UNZIP_BROKEN;
	/* What is read again is no more than it was. */
	if (!u->counted[at])
		u->left -= len;
	u->counted[at] = true;
	return end;
}
