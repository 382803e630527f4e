/* wording.c - see wording.h. */
#include "demo/wording.h"

#include <string.h>

#include "base/buf.h"

enum { HEAD_PERCENT = 22, TAIL_PERCENT = 24, TYPO_PERCENT = 12, CODE_PERCENT = 10 };

const char *wording_of(struct demo_text t, bool english)
{
	return english && t.en ? t.en : t.zh;
}

const char *wording_pick(struct rng *r, const char *const *list)
{
	size_t n = 0;

	while (list[n])
		n++;
	return n ? list[rng_below(r, n)] : NULL;
}

/* A head with the machine's name in the place of "%". */
static void add_head(struct buf *b, const char *head, const struct demo_machine *m)
{
	for (; *head; head++) {
		if (*head == '%')
			buf_printf(b, "%d号%s", m->number, demo_kinds[m->class].slang);
		else
			buf_char(b, *head);
	}
}

static void add_with_typo(struct buf *b, struct rng *r, const char *text)
{
	size_t first = rng_below(r, demo_typos_n);

	for (size_t i = 0; i < demo_typos_n; i++) {
		const struct demo_typo *t = &demo_typos[(first + i) % demo_typos_n];
		const char *at = strstr(text, t->right);

		if (!at)
			continue;
		buf_add(b, text, (size_t)(at - text));
		buf_str(b, t->wrong);
		buf_str(b, at + strlen(t->right));
		return;
	}
	buf_str(b, text);
}

const char *wording_symptom(struct arena *a, struct rng *r, const struct demo_family *f,
	const struct demo_machine *m, bool english)
{
	const char *said = wording_pick(r, english ? f->says_en : f->says), *copy;
	struct buf b;

	buf_init(&b);
	if (!english && rng_percent(r, HEAD_PERCENT))
		add_head(&b, wording_pick(r, demo_heads), m);
	if (rng_percent(r, TYPO_PERCENT))
		add_with_typo(&b, r, said);
	else
		buf_str(&b, said);
	if (f->fault_code && !strstr(said, f->fault_code) && rng_percent(r, CODE_PERCENT))
		buf_printf(&b, " %s", f->fault_code);
	if (rng_percent(r, TAIL_PERCENT))
		buf_str(&b, wording_pick(r, english ? demo_tails_en : demo_tails));
	copy = arena_strdup(a, buf_text(&b));
	buf_release(&b);
	return copy;
}

const char *wording_action(struct rng *r, const struct demo_family *f, bool quick, bool english)
{
	if (quick)
		return wording_of(f->quick.action, english);
	if (!english && f->action_too && rng_percent(r, 45))
		return f->action_too;
	return wording_of(f->action, english);
}
