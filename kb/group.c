/* group.c - see group.h. */
#include "kb/group.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PARTS_NAMED = 16 };

/* The place of the concept's class among all, or ones that none has. */
static size_t rank_of(const struct kb_concept *c)
{
	size_t i = 0;

	while (kb_fix_classes[i] && (!c->fix || strcmp(c->fix, kb_fix_classes[i]) != 0))
		i++;
	return i;
}

static const char *class_of(const struct kb_lexicon *lx, const struct kb_tokens *t)
{
	const char *class = NULL;
	size_t best = SIZE_MAX;

	for (size_t i = 0; i < t->n; i++) {
		const struct kb_concept *c = kb_lexicon_of(lx, &t->v[i]);

		if (c && c->class == KB_CLASS_ACTION && rank_of(c) < best) {
			best = rank_of(c);
			class = c->fix;
		}
	}
	return class;
}

static bool given(const char *text)
{
	return text && *text;
}

/* Copies as much as fits, cut between characters; control characters become spaces. Returns the length. */
static size_t copy(char *out, size_t room, const char *text)
{
	size_t n = strnlen(text, room - 1);

	while (n > 0 && n == room - 1 && ((unsigned char)text[n] & 0xC0) == 0x80)
		n--;
	for (size_t i = 0; i < n; i++)
		out[i] = (unsigned char)text[i] < ' ' || text[i] == 0x7F ? ' ' : text[i];
	out[n] = '\0';
	return n;
}

static void read(const struct kb_lexicon *lx, const char *text, struct kb_reading *r)
{
	r->tokens.n = 0;
	kb_lexicon_tokens(lx, text, &r->tokens, r);
	kb_lexicon_tell(lx, &r->tokens, 0, r);
}

/* The concept told by words that begin with token i, its own and not that of a parent; NULL = none. */
static const struct kb_token *told_at(const struct kb_tokens *t, size_t i)
{
	for (size_t k = 0; k < t->n; k++)
		if (t->v[k].kind == KB_CONCEPT && t->v[k].from == i)
			return &t->v[k];
	return NULL;
}

static size_t add(char *out, size_t room, size_t n, const struct kb_token *t, bool space)
{
	if (n + t->len + 2u > room)
		return n;
	if (n && space)
		out[n++] = ' ';
	memcpy(out + n, t->text, t->len + 1u);
	return n + t->len;
}

/* The tokens one after the other, concepts in place of the words that tell them, without the pairs of Chinese characters,
 * which say nothing that the single ones do not. */
static size_t wording(char *out, size_t room, const struct kb_tokens *tokens)
{
	size_t n = 0;

	out[0] = '\0';
	for (size_t i = 0; i < tokens->n; i++) {
		const struct kb_token *t = &tokens->v[i], *told = told_at(tokens, i);

		if (t->kind == KB_CONCEPT)
			break;
		if (told) {
			n = add(out, room, n, told, true);
			i = told->to - 1u;
		} else if (!kb_text_is_pair(t)) {
			n = add(out, room, n, t, t->kind != KB_HAN);
		}
	}
	return n;
}

static int by_text(const void *a, const void *b)
{
	const struct kb_token *const *x = a, *const *y = b;

	return strcmp((*x)->text, (*y)->text);
}

/* The parts that a text names, in an order of their own, so that "轴承和油封" is "seal and bearing". 0 = none. */
static size_t parts_named(const struct kb_lexicon *lx, const struct kb_tokens *t, char *out, size_t room)
{
	const struct kb_token *parts[PARTS_NAMED];
	size_t n_parts = 0, n = 0;

	for (size_t i = 0; i < t->n && n_parts < PARTS_NAMED; i++) {
		const struct kb_concept *c = kb_lexicon_of(lx, &t->v[i]);
		bool parent = i > 0 && t->v[i - 1].kind == KB_CONCEPT && t->v[i - 1].from == t->v[i].from;

		if (c && c->class == KB_CLASS_PART && !parent)
			parts[n_parts++] = &t->v[i];
	}
	qsort(parts, n_parts, sizeof(parts[0]), by_text);
	for (size_t i = 0; i < n_parts; i++)
		if (i == 0 || strcmp(parts[i]->text, parts[i - 1]->text) != 0)
			n = add(out, room, n, parts[i], true);
	return n;
}

static void label_of(const struct kb_record *r, char *out, size_t room)
{
	size_t n = 0;

	if (given(r->component))
		n = copy(out, room, r->component);
	if (given(r->action) && n + 8 < room) {
		n += n ? copy(out + n, room - n, ": ") : 0;
		copy(out + n, room - n, r->action);
	}
}

bool kb_group_of(const struct kb_lexicon *lx, const struct kb_record *r, struct kb_reading *scratch,
	struct kb_group_name *out)
{
	struct kb_tokens *t = &scratch->tokens;
	size_t room = sizeof(out->name), n, done;
	const char *class;

	if (given(r->group)) {
		n = copy(out->name, room, r->group);
		memcpy(out->label, out->name, n + 1);
		return true;
	}
	memset(out, 0, sizeof(*out));
	read(lx, r->action, scratch);
	class = class_of(lx, t);
	n = class ? copy(out->name, room, class) : wording(out->name, room / 2, t);
	out->name[n++] = '|';
	done = n;
	if (!given(r->component) && r->n_parts) {
		n += (size_t)snprintf(out->name + n, room - n, "#%lld", (long long)r->parts[0].id);
	} else if (!given(r->component) && class) {
		n += parts_named(lx, t, out->name + n, room - n);
		if (n == done) /* "replaced it": what was replaced only the wording can tell */
			n += wording(out->name + n, room - n, t);
	} else if (given(r->component)) {
		read(lx, r->component, scratch);
		n += wording(out->name + n, room - n, t);
	}
	label_of(r, out->label, sizeof(out->label));
	if (!out->label[0])
		copy(out->label, sizeof(out->label), out->name);
	return n > 1;
}
