/* robot_text.c - what messages say. See robot.h. */
#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/utf8.h"
#include "domain/robot.h"
#include "domain/tell.h"

enum { PART_MAX = 240, END_ROOM = 160 };

static enum msg title_of(const char *rule)
{
	static const enum msg titles[TELL_RULES] = {MSG_TELL_R_REPORTED, MSG_TELL_R_ASSIGNED,
		MSG_TELL_R_WAITING_PARTS, MSG_TELL_R_LOW_STOCK, MSG_TELL_R_STOPPED, MSG_TELL_R_STOPPED,
		MSG_TELL_R_RESTORED, MSG_TELL_R_REOPENED, MSG_TELL_R_MESSAGE, MSG_TELL_R_METER,
		MSG_TELL_R_OVERDUE, MSG_TELL_R_MISSED};
	int i = names_find(tell_rule_names, rule);

	return i < 0 ? MSG_TELL_NOTICE : titles[i];
}

/* What people typed, on one line, cut, and without what a robot would take for a mention: 飞书 reads <at …> in texts. */
static void add_typed(struct buf *b, const char *text)
{
	size_t n = text ? strlen(text) : 0, keep = n ? utf8_fit(text, n, PART_MAX) : 0;

	for (size_t i = 0; i < keep; i++)
		if (text[i] == '<')
			buf_str(b, "＜");
		else if (text[i] == '>')
			buf_str(b, "＞");
		else
			buf_char(b, (unsigned char)text[i] < ' ' ? ' ' : text[i]);
	if (keep < n)
		buf_str(b, "…");
}

static void add_message(struct buf *b, enum msg m, enum lang lang, const char *arg)
{
	char text[512];

	buf_str(b, msg_format(text, sizeof(text), m, lang, arg));
}

static void add_since(struct buf *b, enum lang lang, const struct telling *t)
{
	int64_t minutes = t->since == NONE ? 0 : (t->time - t->since) / MINUTE_MS;
	char n[24];

	if (minutes < 1 || strncmp(t->rule, "stopped", 7) != 0)
		return;
	snprintf(n, sizeof(n), "%lld", (long long)minutes);
	buf_char(b, ' ');
	add_message(b, MSG_TELL_SINCE, lang, n);
}

void robot_line(struct buf *b, enum lang lang, const struct telling *t)
{
	buf_str(b, lang == LANG_EN ? "[" : "【");
	add_message(b, title_of(t->rule), lang, NULL);
	if (t->stopped && strncmp(t->rule, "reported", 8) == 0)
		add_message(b, MSG_TELL_STANDS, lang, NULL);
	buf_str(b, lang == LANG_EN ? "] " : "】");
	add_typed(b, lang == LANG_EN && t->title_en ? t->title_en : t->title);
	if (t->code) {
		buf_char(b, ' ');
		add_typed(b, t->code);
	}
	if (t->place) {
		buf_str(b, " · ");
		add_typed(b, t->place);
	}
	add_since(b, lang, t);
	if (t->detail) {
		buf_str(b, lang == LANG_EN ? ": " : "：");
		add_typed(b, t->detail);
	}
	if (t->actor) {
		buf_str(b, lang == LANG_EN ? " (" : "（");
		add_typed(b, t->actor);
		buf_str(b, lang == LANG_EN ? ")" : "）");
	}
}

static const char *link_of(struct arena *a, const char *url, const struct list *tellings)
{
	static const struct {
		const char *entity, *path;
	} paths[] = {{"part", "parts"}, {"meter", "meters"}, {"plan", "plans"}, {"round", "rounds"}};
	const struct telling *t = tellings->items;
	const char *path = "tickets";

	if (!url)
		return NULL;
	if (tellings->n != 1)
		return arena_printf(a, "%s/notices", url);
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		if (strcmp(t->entity, paths[i].entity) == 0)
			path = paths[i].path;
	return arena_printf(a, "%s/%s/%lld", url, path, (long long)t->entity_id);
}

static const char *kept(struct arena *a, struct buf *b)
{
	const char *out = arena_strdup(a, buf_text(b));

	buf_release(b);
	return out;
}

/* The tellings that fit, a line each, then how many more there are. */
static const char *as_text(struct arena *a, enum lang lang, size_t max, const char *link,
	const struct list *tellings, int64_t more)
{
	size_t room = max - END_ROOM - (link ? strlen(link) : 0);
	struct buf b, line;
	char n[24];

	buf_init(&b);
	buf_init(&line);
	for (size_t i = 0; i < tellings->n; i++) {
		buf_clear(&line);
		robot_line(&line, lang, list_at(tellings, i, sizeof(struct telling)));
		if (b.len + line.len + 1 > room) {
			more += (int64_t)(tellings->n - i);
			break;
		}
		buf_str(&b, i ? "\n" : "");
		buf_str(&b, buf_text(&line));
	}
	buf_release(&line);
	if (more) {
		snprintf(n, sizeof(n), "%lld", (long long)more);
		buf_char(&b, '\n');
		add_message(&b, MSG_TELL_MORE, lang, n);
	}
	if (link)
		buf_printf(&b, "\n%s", link);
	return kept(a, &b);
}

static const char *as_json(struct arena *a, const char *text, const struct list *tellings, int64_t more)
{
	struct buf b;

	buf_init(&b);
	buf_str(&b, "{\"type\":\"jixiu.notices\",\"data\":{\"text\":");
	json_write_text(&b, text);
	buf_str(&b, ",\"items\":");
	json_write_list(&b, telling_fields, tellings, sizeof(struct telling));
	buf_printf(&b, ",\"more\":%lld}}", (long long)more);
	return kept(a, &b);
}

static const char *subject_of(struct arena *a, enum lang lang, const struct list *tellings, int64_t more)
{
	struct buf b;
	char n[24];

	buf_init(&b);
	if (tellings->n == 1 && !more) {
		robot_line(&b, lang, tellings->items);
	} else {
		snprintf(n, sizeof(n), "%lld", (long long)((int64_t)tellings->n + more));
		add_message(&b, MSG_TELL_DIGEST, lang, n);
	}
	return kept(a, &b);
}

void robot_text_make(struct arena *a, int kind, enum lang lang, const char *url, const struct list *tellings,
	int64_t more, struct robot_text *out)
{
	const char *text =
		as_text(a, lang, robot_limits_of(kind)->text_max, link_of(a, url, tellings), tellings, more);

	out->subject = subject_of(a, lang, tellings, more);
	if (kind == CHANNEL_WEBHOOK)
		out->body = as_json(a, text, tellings, more);
	else if (tellings->n + (size_t)more > 1 && kind != CHANNEL_MAIL)
		out->body = arena_printf(a, "%s\n%s", out->subject, text);
	else
		out->body = text;
}

void robot_text_test(struct arena *a, int kind, enum lang lang, const char *plant, struct robot_text *out)
{
	const struct list none = {NULL, 0};
	struct buf b;

	buf_init(&b);
	add_message(&b, MSG_TELL_TEST, lang, plant ? plant : "");
	out->subject = kept(a, &b);
	out->body = kind == CHANNEL_WEBHOOK ? as_json(a, out->subject, &none, 0) : out->subject;
}
