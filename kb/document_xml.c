/* document_xml.c - DITA topics and S1000D data modules: what each element means to a section; see document.h.
 *
 * The names are those of DITA 1.3 (troubleshooting, task, topic) and of S1000D 4.x and 5 (long names) and 2.x and 3 (short
 * ones). An element that is not in the tables is transparent: its text belongs to what it stands in. */
#include <string.h>

#include "base/utf8.h"
#include "base/xml.h"
#include "kb/section.h"

enum role {
	TRANSPARENT,
	SKIP,	 /* with all that is in it */
	TOPIC,	 /* titles in it are of it; faults in it are others than before */
	SECTION, /* of a kind */
	TROUBLE, /* a fault of its own */
	TITLE,	 /* of what it stands in */
	NAME,	 /* a part of the document's title */
	BLOCK,	 /* on lines of its own */
	ITEM,	 /* the same, with a dash */
	STEP,	 /* the same, with a number */
	CELL,
	CODE, /* its attributes are the document's own identity */
};

struct rule {
	const char *name;
	enum role role;
	enum kb_section_kind kind;
};

static const struct rule dita[] = {
	{"troubleshooting", TOPIC, 0},
	{"topic", TOPIC, 0},
	{"concept", TOPIC, 0},
	{"task", TOPIC, 0},
	{"reference", TOPIC, 0},
	{"glossentry", TOPIC, 0},
	{"title", TITLE, 0},
	{"glossterm", TITLE, 0},
	{"condition", SECTION, KB_SECTION_CONDITION},
	{"cause", SECTION, KB_SECTION_CAUSE},
	{"remedy", SECTION, KB_SECTION_REMEDY},
	{"steps", SECTION, KB_SECTION_STEP},
	{"steps-unordered", SECTION, KB_SECTION_STEP},
	{"steps-informal", SECTION, KB_SECTION_STEP},
	{"steptroubleshooting", SECTION, KB_SECTION_REMEDY},
	{"tasktroubleshooting", SECTION, KB_SECTION_REMEDY},
	{"section", SECTION, KB_SECTION_TEXT},
	{"example", SECTION, KB_SECTION_TEXT},
	{"shortdesc", SECTION, KB_SECTION_TEXT},
	{"abstract", SECTION, KB_SECTION_TEXT},
	{"prereq", SECTION, KB_SECTION_TEXT},
	{"context", SECTION, KB_SECTION_TEXT},
	{"result", SECTION, KB_SECTION_TEXT},
	{"postreq", SECTION, KB_SECTION_TEXT},
	{"body", SECTION, KB_SECTION_TEXT},
	{"conbody", SECTION, KB_SECTION_TEXT},
	{"refbody", SECTION, KB_SECTION_TEXT},
	{"glossdef", SECTION, KB_SECTION_TEXT},
	{"step", STEP, 0},
	{"substep", STEP, 0},
	{"li", ITEM, 0},
	{"choice", ITEM, 0},
	{"sli", ITEM, 0},
	{"p", BLOCK, 0},
	{"cmd", BLOCK, 0},
	{"info", BLOCK, 0},
	{"stepresult", BLOCK, 0},
	{"stepxmp", BLOCK, 0},
	{"note", BLOCK, 0},
	{"hazardstatement", BLOCK, 0},
	{"responsibleParty", BLOCK, 0},
	{"row", BLOCK, 0},
	{"strow", BLOCK, 0},
	{"sthead", BLOCK, 0},
	{"dlentry", BLOCK, 0},
	{"dd", BLOCK, 0},
	{"pre", BLOCK, 0},
	{"codeblock", BLOCK, 0},
	{"lines", BLOCK, 0},
	{"entry", CELL, 0},
	{"stentry", CELL, 0},
	{"prolog", SKIP, 0},
	{"metadata", SKIP, 0},
	{"related-links", SKIP, 0},
	{"draft-comment", SKIP, 0},
	{"required-cleanup", SKIP, 0},
	{"indexterm", SKIP, 0},
	{"data", SKIP, 0},
	{"foreign", SKIP, 0},
	{"titlealts", SKIP, 0},
	{NULL, TRANSPARENT, 0},
};

static const struct rule s1000d[] = {
	{"dmCode", CODE, 0},
	{"avee", CODE, 0},
	{"dmStatus", SKIP, 0},
	{"status", SKIP, 0},
	{"issueInfo", SKIP, 0},
	{"issno", SKIP, 0},
	{"techName", NAME, 0},
	{"infoName", NAME, 0},
	{"infoNameVariant", NAME, 0},
	{"techname", NAME, 0},
	{"infoname", NAME, 0},
	{"title", TITLE, 0},
	{"faultIsolationProcedure", TROUBLE, 0},
	{"isolatep", TROUBLE, 0},
	{"isolatedFault", TROUBLE, 0},
	{"detectedFault", TROUBLE, 0},
	{"observedFault", TROUBLE, 0},
	{"correlatedFault", TROUBLE, 0},
	{"ifault", TROUBLE, 0},
	{"dfault", TROUBLE, 0},
	{"ofault", TROUBLE, 0},
	{"cfault", TROUBLE, 0},
	{"faultDescr", SECTION, KB_SECTION_CONDITION},
	{"describe", SECTION, KB_SECTION_CONDITION},
	{"isolationStep", SECTION, KB_SECTION_STEP},
	{"isostep", SECTION, KB_SECTION_STEP},
	{"isolationProcedureEnd", SECTION, KB_SECTION_REMEDY},
	{"isoend", SECTION, KB_SECTION_REMEDY},
	{"locateAndRepair", SECTION, KB_SECTION_CAUSE},
	{"locandrep", SECTION, KB_SECTION_CAUSE},
	{"repair", SECTION, KB_SECTION_REMEDY},
	{"remarks", SECTION, KB_SECTION_TEXT},
	{"levelledPara", SECTION, KB_SECTION_TEXT},
	{"para0", SECTION, KB_SECTION_TEXT},
	{"subpara1", SECTION, KB_SECTION_TEXT},
	{"subpara2", SECTION, KB_SECTION_TEXT},
	{"mainProcedure", SECTION, KB_SECTION_STEP},
	{"mainfunc", SECTION, KB_SECTION_STEP},
	{"proceduralStep", STEP, 0},
	{"step1", STEP, 0},
	{"step2", STEP, 0},
	{"step3", STEP, 0},
	{"action", BLOCK, 0},
	{"isolationStepQuestion", BLOCK, 0},
	{"question", BLOCK, 0},
	{"yesAnswer", BLOCK, 0},
	{"noAnswer", BLOCK, 0},
	{"choice", ITEM, 0},
	{"listItem", ITEM, 0},
	{"item", ITEM, 0},
	{"para", BLOCK, 0},
	{"descr", BLOCK, 0},
	{"detailedFaultDescr", BLOCK, 0},
	{"warning", BLOCK, 0},
	{"caution", BLOCK, 0},
	{"note", BLOCK, 0},
	{"row", BLOCK, 0},
	{"lru", BLOCK, 0},
	{"sru", BLOCK, 0},
	{"entry", CELL, 0},
	{"preliminaryRqmts", SKIP, 0},
	{"prelreqs", SKIP, 0},
	{"closeRqmts", SKIP, 0},
	{"closereqs", SKIP, 0},
	{"refs", SKIP, 0},
	{"dmRef", SKIP, 0},
	{"refdm", SKIP, 0},
	{"graphic", SKIP, 0},
	{"applic", SKIP, 0},
	{"commonInfo", SECTION, KB_SECTION_TEXT},
	{NULL, TRANSPARENT, 0},
};

struct level {
	enum role role;
	bool section; /* it began one, and not inside another of more weight */
	int steps;    /* numbered in it so far */
	int under;    /* headings when it began */
};

struct walk {
	struct kb_reading *r;
	const struct rule *rules;
	struct level stack[XML_DEPTH + 1];
	size_t depth, skipping; /* skipping: depth at which it began; 0: not */
	bool in_title, in_name;
	struct buf title;
};

static const struct rule *rule_of(const struct walk *w, const char *name)
{
	const struct rule *r = w->rules;

	while (r->name && strcmp(r->name, name) != 0)
		r++;
	return r;
}

/* A remedy's steps stay in the remedy, and so do notes and lists: a section begins only inside topics, troubles and plain ones. */
static bool may_begin(const struct walk *w, enum kb_section_kind kind)
{
	for (size_t i = w->depth; i > 0; i--)
		if (w->stack[i].role == TOPIC || w->stack[i].role == TROUBLE)
			return true;
		else if (w->stack[i].role == SECTION && w->stack[i].section)
			return w->r->s.kind == KB_SECTION_TEXT ||
			       (w->r->s.kind == KB_SECTION_CAUSE && kind == KB_SECTION_REMEDY);
	return true;
}

static void begin_section(struct walk *w, enum kb_section_kind kind, const char *anchor)
{
	struct kb_sections *s = &w->r->s;

	if (kind == KB_SECTION_CONDITION || (kind != KB_SECTION_TEXT && !s->trouble)) {
		bool first =
			kind == KB_SECTION_CONDITION || kind == KB_SECTION_CAUSE || kind == KB_SECTION_REMEDY;

		/* Two conditions of one trouble, or a trouble that began with its own element, are one. */
		if (!s->trouble && first)
			kb_sections_trouble(s);
	}
	kb_sections_begin(s, kind, NULL, anchor);
}

/* Issue, model, system: all the parts of a data module code, joined as it is printed. */
static void read_code(struct walk *w, const struct xml_attribute *attributes, size_t n)
{
	static const char *const parts[] = {"modelIdentCode", "systemDiffCode", "systemCode", "subSystemCode",
		"subSubSystemCode", "assyCode", "disassyCode", "disassyCodeVariant", "infoCode",
		"infoCodeVariant", "itemLocationCode"};
	char *key = w->r->key;
	size_t used = strlen(key);

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]) && used < KB_TITLE_BYTES - 40; i++) {
		const char *value = xml_attribute(attributes, n, parts[i]);

		if (value)
			used += (size_t)snprintf(
				key + used, KB_TITLE_BYTES + 1 - used, "%s%.32s", used ? "-" : "", value);
	}
}

/* Where the answer to a question leads. */
static void put_target(struct walk *w, const char *name, const struct xml_attribute *attributes, size_t n)
{
	const char *to = xml_attribute(attributes, n, "nextActionRefId"), *word = "";
	char line[160];

	if (!to)
		to = xml_attribute(attributes, n, "refid");
	if (!to)
		return;
	if (strcmp(name, "yesAnswer") == 0 || strcmp(name, "yes") == 0)
		word = "yes / 是 → ";
	else if (strcmp(name, "noAnswer") == 0 || strcmp(name, "no") == 0)
		word = "no / 否 → ";
	else
		word = "→ ";
	utf8_copy(line, sizeof(line), word);
	utf8_copy(line + strlen(line), sizeof(line) - strlen(line), to);
	kb_sections_text(&w->r->s, line, strlen(line));
	kb_sections_text(&w->r->s, " ", 1);
}

static void put_mark(struct walk *w, enum role role)
{
	struct level *list = NULL;
	char mark[16] = "- ";

	for (size_t i = w->depth - 1; i > 0 && !list; i--)
		if (w->stack[i].role == SECTION || w->stack[i].role == STEP || w->stack[i].role == TOPIC)
			list = &w->stack[i];
	if (role == STEP && list)
		snprintf(mark, sizeof(mark), "%d. ", ++list->steps);
	kb_sections_mark(&w->r->s, mark);
}

static void begin_title(struct walk *w, enum role role)
{
	w->in_title = role == TITLE;
	w->in_name = role == NAME;
	buf_clear(&w->title);
}

static void begin_topic(struct walk *w, struct level *now, const char *anchor)
{
	struct kb_sections *s = &w->r->s;

	kb_sections_end(s);
	s->trouble = 0;
	now->under = s->level;
	if (!w->r->key[0] && w->rules == dita && anchor)
		utf8_copy(w->r->key, sizeof(w->r->key), anchor);
}

static bool on_open(void *ctx, const char *name, const struct xml_attribute *attributes, size_t n)
{
	struct walk *w = ctx;
	const struct rule *rule = rule_of(w, name);
	const char *anchor = xml_attribute(attributes, n, "id"),
		   *code = xml_attribute(attributes, n, "faultCode");
	struct level *now = &w->stack[++w->depth];

	*now = (struct level){.role = rule->role, .under = w->r->s.level};
	if (w->skipping)
		return true;
	switch (rule->role) {
	case SKIP:
		w->skipping = w->depth;
		break;
	case TOPIC:
		begin_topic(w, now, anchor);
		break;
	case TROUBLE:
		kb_sections_trouble(&w->r->s);
		break;
	case SECTION:
		now->section = may_begin(w, rule->kind);
		if (now->section)
			begin_section(w, rule->kind, anchor);
		else
			kb_sections_break(&w->r->s);
		break;
	case TITLE:
	case NAME:
		begin_title(w, rule->role);
		break;
	case BLOCK:
		kb_sections_break(&w->r->s);
		break;
	case ITEM:
	case STEP:
		put_mark(w, rule->role);
		break;
	case CODE:
		read_code(w, attributes, n);
		break;
	default:
		break;
	}
	put_target(w, name, attributes, n);
	if (code && w->r->s.trouble) {
		kb_sections_begin(&w->r->s, KB_SECTION_CONDITION, NULL, anchor);
		kb_sections_text(&w->r->s, code, strlen(code));
		kb_sections_break(&w->r->s);
	}
	return !w->r->s.cut;
}

/* The title of a topic is a heading for what is in it; of a section, its own; of a table or picture, a line of text. */
static void take_title(struct walk *w)
{
	const struct level *above = &w->stack[w->depth - 1];
	struct kb_sections *s = &w->r->s;
	char title[KB_TITLE_BYTES + 1];

	utf8_copy(title, sizeof(title), buf_text(&w->title));
	kb_squeeze(title);
	w->in_title = false;
	if (above->role == TOPIC) {
		if (!w->r->title[0])
			snprintf(w->r->title, sizeof(w->r->title), "%s", title);
		s->level = above->under < KB_LEVELS ? above->under + 1 : KB_LEVELS;
		snprintf(s->under[s->level - 1].title, sizeof(title), "%s", title);
		s->under[s->level - 1].trouble = 0;
		kb_sections_end(s);
	} else if (above->role == SECTION && above->section) {
		kb_sections_title(s, title);
	} else {
		kb_sections_break(s);
		kb_sections_text(s, title, strlen(title));
		kb_sections_break(s);
	}
}

static void take_name(struct walk *w)
{
	char *title = w->r->title, part[KB_TITLE_BYTES + 1];
	size_t used = strlen(title);

	utf8_copy(part, sizeof(part), buf_text(&w->title));
	kb_squeeze(part);
	w->in_name = false;
	if (used + 5 < KB_TITLE_BYTES && part[0]) {
		utf8_copy(title + used, sizeof(w->r->title) - used, used ? " – " : "");
		used = strlen(title);
		utf8_copy(title + used, sizeof(w->r->title) - used, part);
	}
}

static bool on_close(void *ctx, const char *name)
{
	struct walk *w = ctx;
	const struct level *now = &w->stack[w->depth];
	struct kb_sections *s = &w->r->s;

	(void)name;
	if (!w->depth)
		return true;
	if (w->skipping == w->depth)
		w->skipping = 0;
	if (!w->skipping && now->role != SKIP) {
		if (now->role == TITLE)
			take_title(w);
		else if (now->role == NAME)
			take_name(w);
		else if (now->role == SECTION && now->section)
			kb_sections_end(s);
		else if (now->role == CELL)
			kb_sections_text(s, " | ", 3);
		else if (now->role != TRANSPARENT)
			kb_sections_break(s);
		if (now->role == TOPIC || now->role == TROUBLE) {
			kb_sections_end(s);
			s->trouble = 0;
			s->level = now->under;
		}
	}
	w->depth--;
	return !s->cut;
}

static bool on_text(void *ctx, const char *text, size_t len)
{
	struct walk *w = ctx;

	if (w->skipping)
		return true;
	if (w->in_title || w->in_name) {
		if (w->title.len < KB_TITLE_BYTES * 4)
			buf_add(&w->title, text,
				len < KB_TITLE_BYTES * 4 ? len : utf8_fit(text, len, KB_TITLE_BYTES * 4));
	} else {
		kb_sections_text(&w->r->s, text, len);
	}
	return !w->r->s.cut;
}

enum err kb_read_xml(struct kb_reading *r, const char *text, size_t len, enum kb_format format)
{
	static const struct xml_handler handler = {on_open, on_close, on_text};
	struct walk w = {.r = r, .rules = format == KB_FORMAT_DITA ? dita : s1000d};
	enum err err;

	buf_init(&w.title);
	err = kb_read_markup(r, text, len, false, &handler, &w);
	buf_release(&w.title);
	return err;
}
