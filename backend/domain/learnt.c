/* learnt.c - see learnt.h. */
#include "domain/learnt.h"

#include <string.h>

#include "store/learnt.h"

static const char digits[] = "0123456789abcdef";

const char *learnt_version(struct arena *a, const char *words)
{
	uint64_t h = 0xcbf29ce484222325; /* FNV-1a */

	for (const char *p = words ? words : ""; *p; p++)
		h = (h ^ (unsigned char)*p) * 0x100000001b3;
	return arena_printf(a, "%zu-%016llx", sizeof(struct kb_judged), (unsigned long long)h);
}

static char *hex_of(struct arena *a, const struct buf *b)
{
	char *out = arena_calloc(a, 2 * b->len + 1, 1);

	for (size_t i = 0; i < b->len; i++) {
		unsigned char c = (unsigned char)b->data[i];

		out[2 * i] = digits[c >> 4];
		out[2 * i + 1] = digits[c & 15];
	}
	return out;
}

static int value_of(char digit)
{
	const char *p = digit ? strchr(digits, digit) : NULL;

	return p ? (int)(p - digits) : -1;
}

/* False when these are no such digits. */
static bool bytes_of(struct arena *a, const char *hex, unsigned char **out, size_t *n)
{
	*n = strlen(hex) / 2;
	*out = arena_calloc(a, *n + 1, 1);
	for (size_t i = 0; i < *n; i++) {
		int high = value_of(hex[2 * i]), low = value_of(hex[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		(*out)[i] = (unsigned char)(high << 4 | low);
	}
	return !hex[2 * *n];
}

/* Number of those judged, these, what kb/ wrote. */
static bool take(struct arena *a, const unsigned char *bytes, size_t n, struct kb *kb, struct list *judged)
{
	uint64_t count;

	if (n < sizeof(count))
		return false;
	memcpy(&count, bytes, sizeof(count));
	n -= sizeof(count);
	if (count > n / sizeof(struct kb_judged))
		return false;
	if (!kb_learnt_read(kb, bytes + sizeof(count) + count * sizeof(struct kb_judged),
		    n - count * sizeof(struct kb_judged)))
		return false;
	judged->n = count;
	judged->items = arena_memdup(a, bytes + sizeof(count), count * sizeof(struct kb_judged));
	return true;
}

enum err learnt_take(
	struct db *db, struct arena *a, const char *version, struct kb *kb, struct list *judged, int64_t *seq)
{
	struct learnt kept;
	unsigned char *bytes;
	size_t n;
	enum err err = store_learnt_get(db, a, &kept);

	if (err != OK)
		return err;
	if (strcmp(kept.version, version) != 0 || !bytes_of(a, kept.state, &bytes, &n) ||
		!take(a, bytes, n, kb, judged))
		return ERR_NOT_FOUND;
	*seq = kept.seq;
	return OK;
}

static enum err put(struct tx *tx, void *ctx)
{
	return store_learnt_put(tx, ctx);
}

enum err learnt_keep(struct store *s, struct arena *a, const char *version, const struct kb *kb,
	const struct list *judged, int64_t seq)
{
	struct fault fault = {0};
	struct learnt now = {.version = version, .seq = seq};
	struct store_job job = {
		.fn = put, .ctx = &now, .actor = {NONE, "system"}, .arena = a, .fault = &fault};
	uint64_t count = judged->n;
	struct buf b;

	buf_init(&b);
	buf_add(&b, &count, sizeof(count));
	buf_add(&b, judged->items, judged->n * sizeof(struct kb_judged));
	kb_learnt_write(kb, &b);
	now.state = hex_of(a, &b);
	buf_release(&b);
	return store_write(s, &job);
}
