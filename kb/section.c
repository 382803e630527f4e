/* section.c - see section.h. */
#include "kb/section.h"

#include <string.h>

#include "base/utf8.h"

const char *const kb_section_kinds[] = {"text", "condition", "cause", "remedy", "step", NULL};

enum { LABEL_CODE_POINTS = 40 };

void kb_sections_init(struct kb_sections *s, struct arena *a)
{
	*s = (struct kb_sections){.arena = a};
	buf_init(&s->text);
}

void kb_sections_release(struct kb_sections *s)
{
	buf_release(&s->text);
}

/* ---- labels ---- */

/* Words that head a part of a fault's description, in manuals of any make. */
static const struct label {
	int kind;
	const char *words;
} labels[] = {
	{KB_SECTION_CONDITION,
		"|现象|故障现象|异常现象|症状|故障描述|问题描述|故障|问题|故障名称|condition|conditions|"
		"symptom|"
		"symptoms|problem|problems|fault|failure|trouble|indication|fault description|issue|"},
	{KB_SECTION_CAUSE, "|原因|可能原因|可能的原因|故障原因|原因分析|产生原因|cause|causes|possible "
			   "cause|possible causes|"
			   "probable cause|probable causes|likely cause|reason|reasons|root cause|"},
	{KB_SECTION_REMEDY,
		"|处理|处理方法|处理措施|处理办法|解决|解决方法|解决办法|解决方案|排除方法|排除|对策|措施|"
		"纠正措施|维修方法|检修方法|remedy|remedies|solution|solutions|action|actions|corrective "
		"action|"
		"corrective actions|correction|countermeasure|countermeasures|repair|fix|what to do|"},
	{KB_SECTION_STEP, "|步骤|操作步骤|检查步骤|检查|检查方法|检查项目|检查内容|procedure|step|steps|"
			  "check|checks|inspection|"},
};

static bool is_number(int32_t c)
{
	static const char numbers[] = "一二三四五六七八九十";
	char one[5] = {0};

	if (c < 0x80)
		return c >= '0' && c <= '9';
	return one[utf8_put(one, c)] == '\0' && strstr(numbers, one) != NULL;
}

static bool is_mark(int32_t c)
{
	return c == ' ' || c == '.' || c == ')' || c == '(' || c == 0x3001 || c == 0xFF09 || c == 0xFF08 ||
	       c == 0x3010 || c == 0x3011 || c == '*' || c == '#' || c == '-' || c == ':' || c == 0xFF1A ||
	       c == '_' || c == 0x3000;
}

/* "（2） 可能原因：" -> "可能原因", folded; false: too long to be a label. */
static bool bare_label(const char *text, char out[LABEL_CODE_POINTS * 4 + 1])
{
	const char *end = text + strlen(text), *p = text;
	size_t n = 0, kept = 0, points = 0;

	while (p < end) {
		int32_t c = utf8_fold(utf8_next(&p, end));

		if (c < 0 || ++points > LABEL_CODE_POINTS)
			return false;
		if (!n && (is_number(c) || is_mark(c)))
			continue;
		n += utf8_put(out + n, c);
		kept = is_mark(c) ? kept : n;
	}
	out[kept] = '\0';
	return kept > 0;
}

int kb_label_kind(const char *text)
{
	char bare[LABEL_CODE_POINTS * 4 + 1], wanted[LABEL_CODE_POINTS * 4 + 3];

	if (!bare_label(text, bare) || strchr(bare, '|'))
		return -1;
	snprintf(wanted, sizeof(wanted), "|%s|", bare);
	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		if (strstr(labels[i].words, wanted))
			return labels[i].kind;
	return -1;
}

/* ---- text ---- */

static bool is_blank(unsigned char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

/* CJK ideographs, their punctuation, full-width forms: between these a line break is no space. */
static bool is_wide(const char *p, size_t len, bool last)
{
	size_t n = len;
	const char *end = p + len;
	int32_t c;

	if (!len)
		return false;
	if (last) {
		while (n > 1 && ((unsigned char)p[n - 1] & 0xC0) == 0x80)
			n--;
		p += n - 1;
	}
	c = utf8_next(&p, end);
	return (c >= 0x3000 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFF00 && c <= 0xFF60);
}

static void add_word(struct kb_sections *s, const char *word, size_t len)
{
	struct buf *b = &s->text;

	if (s->space && b->len && b->data[b->len - 1] != '\n' &&
		!(is_wide(b->data, b->len, true) && is_wide(word, len, false)))
		buf_char(b, ' ');
	s->space = s->marked = false;
	buf_add(b, word, len);
}

/* What is over the limit of a section becomes one of its own, cut at the last line or word. */
static void flush_some(struct kb_sections *s);

void kb_sections_text(struct kb_sections *s, const char *text, size_t len)
{
	size_t i = 0;

	while (i < len && !s->cut) {
		size_t from = i;

		while (i < len && !is_blank((unsigned char)text[i]))
			i++;
		if (i > from)
			add_word(s, text + from, i - from);
		if (i < len)
			s->space = true;
		i += i < len;
		if (s->text.len > KB_SECTION_BYTES)
			flush_some(s);
	}
}

void kb_sections_break(struct kb_sections *s)
{
	struct buf *b = &s->text;

	if (s->marked)
		return;
	s->space = false;
	if (b->len && b->data[b->len - 1] != '\n')
		buf_char(b, '\n');
}

void kb_sections_mark(struct kb_sections *s, const char *mark)
{
	s->marked = false;
	kb_sections_break(s);
	buf_str(&s->text, mark);
	s->marked = true;
}

size_t kb_squeeze(char *text)
{
	char *to = text;

	for (const char *p = text; *p; p++) {
		if (!is_blank((unsigned char)*p))
			*to++ = *p;
		else if (to > text && to[-1] != ' ')
			*to++ = ' ';
	}
	while (to > text && to[-1] == ' ')
		to--;
	*to = '\0';
	return (size_t)(to - text);
}

/* ---- sections ---- */

static void copy_title(char *out, size_t size, const char *text)
{
	utf8_copy(out, size, text);
	kb_squeeze(out);
}

static void put(struct kb_sections *s, const char *text, size_t len)
{
	if (s->n == KB_DOCUMENT_SECTIONS) {
		s->cut = true;
		return;
	}
	if (s->n == s->room) {
		struct kb_section *more = arena_calloc(s->arena, s->room * 2 + 16, sizeof(*more));

		if (s->n)
			memcpy(more, s->v, s->n * sizeof(*more));
		s->v = more;
		s->room = s->room * 2 + 16;
	}
	s->v[s->n++] = (struct kb_section){
		.kind = s->kind,
		.trouble = s->kind == KB_SECTION_TEXT ? 0 : s->trouble,
		.title = arena_strdup(s->arena, s->title),
		.text = arena_strndup(s->arena, text, len),
		.anchor = s->anchor[0] ? arena_strdup(s->arena, s->anchor) : NULL,
	};
}

static void flush_some(struct kb_sections *s)
{
	struct buf *b = &s->text;

	while (b->len > KB_SECTION_BYTES && !s->cut) {
		size_t n = utf8_fit(b->data, b->len, KB_SECTION_BYTES), best = n;

		while (best > KB_SECTION_BYTES / 2 && b->data[best - 1] != '\n')
			best--;
		if (best <= KB_SECTION_BYTES / 2)
			for (best = n; best > KB_SECTION_BYTES / 2 && b->data[best - 1] != ' ';)
				best--;
		best = best > KB_SECTION_BYTES / 2 ? best : n;
		put(s, b->data, best);
		memmove(b->data, b->data + best, b->len - best + 1);
		b->len -= best;
	}
}

void kb_sections_end(struct kb_sections *s)
{
	struct buf *b = &s->text;
	size_t n = b->len;

	while (n && is_blank((unsigned char)b->data[n - 1]))
		n--;
	if (n || (s->own_title && s->kind != KB_SECTION_TEXT))
		put(s, n ? b->data : "", n);
	buf_clear(b);
	s->space = s->marked = false;
	s->own_title = false;
	s->kind = KB_SECTION_TEXT;
	s->anchor[0] = '\0';
	snprintf(s->title, sizeof(s->title), "%s", s->level ? s->under[s->level - 1].title : "");
}

void kb_sections_begin(
	struct kb_sections *s, enum kb_section_kind kind, const char *title, const char *anchor)
{
	kb_sections_end(s);
	s->kind = kind;
	if (title && *title)
		kb_sections_title(s, title);
	utf8_copy(s->anchor, sizeof(s->anchor), anchor);
}

void kb_sections_title(struct kb_sections *s, const char *title)
{
	if (s->own_title || s->text.len)
		return;
	copy_title(s->title, sizeof(s->title), title);
	s->own_title = s->title[0] != '\0';
}

void kb_sections_trouble(struct kb_sections *s)
{
	kb_sections_end(s);
	s->trouble = ++s->troubles;
}

/* ---- headings and labels ---- */

/* The heading that names the fault becomes its condition the first time something is said about it. */
static void begin_labelled(struct kb_sections *s, int kind, const char *anchor)
{
	struct kb_heading *h = s->level ? &s->under[s->level - 1] : NULL;

	if (kind == KB_SECTION_STEP && (!h || !h->trouble)) {
		kb_sections_begin(s, KB_SECTION_STEP, NULL, anchor);
		s->trouble = 0;
		return;
	}
	if (h && !h->trouble) {
		bool here = s->kind == KB_SECTION_TEXT && s->own_title && strcmp(s->title, h->title) == 0;

		h->trouble = ++s->troubles;
		if (here && kind != KB_SECTION_CONDITION) {
			s->kind = KB_SECTION_CONDITION;
			s->trouble = h->trouble;
		}
	}
	kb_sections_end(s);
	if (h)
		s->trouble = h->trouble;
	else if (!s->trouble || kind == KB_SECTION_CONDITION)
		s->trouble = ++s->troubles;
	kb_sections_begin(s, (enum kb_section_kind)kind, NULL, anchor);
}

void kb_sections_heading(struct kb_sections *s, int level, const char *title, const char *anchor)
{
	int kind = kb_label_kind(title);
	struct kb_heading *h;

	level = level < 1 ? 1 : level > KB_LEVELS ? KB_LEVELS : level;
	/* A label stands under what is being spoken of, whatever its level says. */
	if (kind >= 0) {
		while (s->level > level)
			s->level--;
		begin_labelled(s, kind, anchor);
		return;
	}
	kb_sections_end(s);
	while (s->level < level - 1) {
		s->under[s->level] = s->level ? s->under[s->level - 1] : (struct kb_heading){.trouble = 0};
		s->under[s->level++].trouble = 0;
	}
	s->level = level;
	h = &s->under[level - 1];
	copy_title(h->title, sizeof(h->title), title);
	h->trouble = 0;
	kb_sections_begin(s, KB_SECTION_TEXT, h->title, anchor);
}

void kb_sections_line(struct kb_sections *s, const char *text)
{
	const char *end = text + strlen(text), *p = text;
	char label[LABEL_CODE_POINTS * 4 + 8];
	int kind = -1;

	for (size_t points = 0; p < end && points < LABEL_CODE_POINTS; points++) {
		const char *from = p;
		int32_t c = utf8_next(&p, end);

		if (c != ':' && c != 0xFF1A)
			continue;
		if ((size_t)(from - text) < sizeof(label)) {
			snprintf(label, sizeof(label), "%.*s", (int)(from - text), text);
			kind = kb_label_kind(label);
		}
		break;
	}
	if (kind >= 0) {
		begin_labelled(s, kind, NULL);
		text = p;
		while (*text == '*' || *text == '_')
			text++;
	}
	kb_sections_text(s, text, strlen(text));
	kb_sections_break(s);
}

/* ---- tables ---- */

static bool take_head(struct kb_table *t, const char *const *cells, size_t n)
{
	bool what = false, why = false, remedy = false;

	for (size_t i = 0; i < n && i < KB_CELLS; i++) {
		t->columns[i] = kb_label_kind(cells[i]);
		what = what || t->columns[i] == KB_SECTION_CONDITION;
		why = why || t->columns[i] == KB_SECTION_CAUSE;
		remedy = remedy || t->columns[i] == KB_SECTION_REMEDY;
	}
	if (what + why + remedy < 2)
		return false;
	t->n_columns = n < KB_CELLS ? n : KB_CELLS;
	return true;
}

static void put_cell(struct kb_sections *s, int kind, const char *title, const char *text)
{
	kb_sections_begin(s, (enum kb_section_kind)kind, title, NULL);
	kb_sections_text(s, text, strlen(text));
}

static void put_fault(struct kb_sections *s, struct kb_table *t, const char *const *cells, size_t n)
{
	const char *what = NULL;

	for (size_t i = 0; i < n && i < t->n_columns; i++)
		if (t->columns[i] == KB_SECTION_CONDITION && *cells[i] && !what)
			what = cells[i];
	if (what || !s->trouble) {
		kb_sections_trouble(s);
		copy_title(t->last, sizeof(t->last), what ? what : "");
	}
	for (size_t i = 0; i < n && i < t->n_columns; i++)
		if (*cells[i] && t->columns[i] >= 0 && (t->columns[i] != KB_SECTION_CONDITION || what))
			put_cell(s, t->columns[i], t->last, cells[i]);
	kb_sections_end(s);
}

void kb_sections_row(struct kb_sections *s, struct kb_table *t, const char *const *cells, size_t n)
{
	size_t said = 0;

	t->rows++;
	if (!t->n_columns && t->rows <= 2 && take_head(t, cells, n)) {
		s->trouble = 0;
		return;
	}
	if (t->n_columns) {
		put_fault(s, t, cells, n);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		if (!*cells[i])
			continue;
		if (said++)
			kb_sections_text(s, " | ", 3);
		kb_sections_text(s, cells[i], strlen(cells[i]));
	}
	kb_sections_break(s);
}
