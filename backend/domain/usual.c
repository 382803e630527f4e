/* usual.c - see usual.h. */
#include "domain/usual.h"

#include <string.h>

#include "base/text.h"
#include "base/utf8.h"

enum { WORDINGS = 200 };

/* One fault with its best wording so far. */
struct fault_seen {
	const char *key;
	struct usual best;
	int64_t total;
	bool best_fits; /* is in the reader's language */
};

static bool is_chinese(const char *s)
{
	const char *end = s + strlen(s);

	while (s < end) {
		int32_t point = utf8_next(&s, end);

		if (point >= 0x4E00 && point <= 0x9FFF)
			return true;
	}
	return false;
}

/* Folded, letters and digits alone. */
static const char *bare(struct arena *a, const char *text)
{
	char *folded = text_fold(a, text), *to = folded;

	for (const char *s = folded; *s; s++)
		if (!strchr(" .,;:!?-_/()'\"~", *s))
			*to++ = *s;
	*to = 0;
	/* Chinese full stops, commas and the like are three bytes each; folding made the full-width ones ASCII. */
	for (char *hit; (hit = strstr(folded, "。")) || (hit = strstr(folded, "、"));)
		memmove(hit, hit + 3, strlen(hit + 3) + 1);
	return folded;
}

static const char *key_of(struct arena *a, const struct usual *u)
{
	return u->component && u->failure_mode ? arena_printf(a, "%s\x1f%s", u->component, u->failure_mode)
					       : bare(a, u->symptom);
}

static void add(struct fault_seen *f, const struct usual *u, bool fits)
{
	bool better = !f->best.symptom || (fits && !f->best_fits) ||
		      (fits == f->best_fits &&
			      (u->n > f->best.n ||
				      (u->n == f->best.n && strlen(u->symptom) < strlen(f->best.symptom))));

	f->total += u->n;
	if (better) {
		f->best = *u;
		f->best_fits = fits;
	}
}

/* The commonest first; the list is short and nearly sorted. */
static void sort(struct fault_seen *f, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct fault_seen x = f[i];
		size_t k = i;

		for (; k && f[k - 1].total < x.total; k--)
			f[k] = f[k - 1];
		f[k] = x;
	}
}

enum err domain_usual(
	struct db *db, struct arena *a, int64_t machine, enum lang lang, int64_t limit, struct list *out)
{
	struct list rows;
	struct fault_seen *faults;
	size_t n = 0;
	enum err err = store_ticket_usual(db, a, machine, WORDINGS, &rows);

	if (err != OK)
		return err;
	faults = arena_calloc(a, rows.n, sizeof(*faults));
	for (size_t i = 0; i < rows.n; i++) {
		const struct usual *u = list_at(&rows, i, sizeof(*u));
		const char *key = key_of(a, u);
		size_t k = 0;

		while (k < n && strcmp(faults[k].key, key) != 0)
			k++;
		n += k == n;
		faults[k].key = key;
		add(&faults[k], u, is_chinese(u->symptom) == (lang == LANG_ZH));
	}
	sort(faults, n);
	out->n = n < (size_t)limit ? n : (size_t)limit;
	out->items = arena_calloc(a, out->n, sizeof(struct usual));
	for (size_t i = 0; i < out->n; i++)
		((struct usual *)out->items)[i] = faults[i].best;
	return OK;
}
