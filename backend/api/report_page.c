/* report_page.c - the page a scan opens. See report_page.h. */
#include "api/report_page.h"

#include <string.h>

#include "base/token.h"

const char *report_asset_name(const struct asset *x, enum lang lang)
{
	return lang == LANG_EN && x->name_en ? x->name_en : x->name;
}

static void places(struct page *p, const struct list *list)
{
	for (size_t i = 0; i < list->n; i++) {
		if (i)
			html_raw(p->b, " › ");
		html_text(p->b, report_asset_name(list_at(list, i, sizeof(struct asset)), p->lang));
	}
}

static void machine(struct page *p, const struct report_view *v)
{
	const struct asset *m = &v->machine;

	html_raw(p->b, "<section class=\"card machine side\">");
	if (v->photo) {
		html_raw(p->b, "<img width=\"84\" height=\"84\" loading=\"lazy\" src=\"");
		html_attr(p->b, v->photo);
		html_raw(p->b, "\" alt=\"");
		page_say_attr(p, MSG_P_MACHINE_PHOTO, NULL);
		html_raw(p->b, "\">");
	}
	html_raw(p->b, "<div><h1>");
	html_text(p->b, report_asset_name(m, p->lang));
	if (v->component) {
		html_raw(p->b, " · ");
		html_text(p->b, report_asset_name(v->component, p->lang));
	}
	html_raw(p->b, "</h1>");
	if (m->code) {
		html_raw(p->b, "<p class=\"soft\">");
		page_say_arg(p, MSG_P_NUMBER, m->code);
		html_raw(p->b, "</p>");
	}
	html_raw(p->b, "<p class=\"soft\">");
	places(p, &v->places);
	if (m->location) {
		html_raw(p->b, " · ");
		html_text(p->b, m->location);
	}
	html_raw(p->b, "</p>");
	page_machine_state(p, m->state);
	html_raw(p->b, "</div></section>");
}

/* ---- tickets that are open already ---- */

static void ticket_tag(struct page *p, const struct ticket *t)
{
	static const struct page_tag states[] = {
		[TICKET_REPORTED] = {MSG_P_T_REPORTED, ICON_RING, "new"},
		[TICKET_ACCEPTED] = {MSG_P_T_ACCEPTED, ICON_DOT, "good"},
		[TICKET_IN_PROGRESS] = {MSG_P_T_IN_PROGRESS, ICON_RUN, "good"},
		[TICKET_WAITING] = {MSG_P_T_WAITING, ICON_WARN, "warn"},
		[TICKET_RESTORED] = {MSG_P_T_RESTORED, ICON_CHECK, "good"},
		[TICKET_CLOSED] = {MSG_P_T_CLOSED, ICON_CHECK, ""},
		[TICKET_CANCELLED] = {MSG_P_T_CANCELLED, ICON_CROSS, ""},
	};

	page_tag(p, &states[t->state]);
}

static void open_ticket(struct page *p, const struct report_ticket *o, bool first)
{
	const struct ticket *t = &o->ticket;
	char key[TOKEN_SIZE], count[24];

	token_new(key);
	html_raw(p->b, "<article class=\"ticket\">");
	ticket_tag(p, t);
	html_raw(p->b, "<p class=\"what\">");
	html_lines(p->b, t->symptom);
	html_raw(p->b, "</p><p class=\"soft\">");
	page_time(p, t->reported_at);
	if (t->assignee_name) {
		html_raw(p->b, " · ");
		page_say_arg(p, MSG_P_HAS_IT, t->assignee_name);
	}
	if (t->same_count > 0) {
		snprintf(count, sizeof(count), "%lld", (long long)t->same_count);
		html_raw(p->b, " · ");
		page_say_arg(p, MSG_P_SAME_COUNT, count);
	}
	html_raw(p->b, "</p><form method=\"post\" data-send=\"form\" data-title=\"");
	page_say_attr(p, MSG_P_SAME, NULL);
	html_raw(p->b, "\" action=\"");
	html_attr(p->b, page_url(p->rq, "/t/", o->link));
	html_raw(p->b,
		"/same\"><p class=\"err\" role=\"alert\"></p><input type=\"hidden\" name=\"key\" value=\"");
	html_attr(p->b, key);
	html_raw(p->b, "\"><button class=\"btn");
	if (first)
		html_raw(p->b, " main");
	html_raw(p->b, "\">");
	page_say(p, MSG_P_SAME);
	html_raw(p->b, " +1</button></form><a class=\"btn plain\" href=\"");
	html_attr(p->b, page_url(p->rq, "/t/", o->link));
	html_raw(p->b, "\">");
	page_say(p, MSG_P_SEE);
	html_raw(p->b, "</a></article>");
}

/* ---- the form ---- */

static bool is(const char *a, const char *b)
{
	return a && strcmp(a, b) == 0;
}

static void chip(struct page *p, const char *name, const char *value, const char *text, bool checked)
{
	html_raw(p->b, "<label class=\"chip\"><input type=\"radio\" name=\"");
	html_attr(p->b, name);
	html_raw(p->b, "\" value=\"");
	html_attr(p->b, value);
	html_raw(p->b, "\"");
	if (checked)
		html_raw(p->b, " checked");
	html_raw(p->b, "><span>");
	html_text(p->b, text);
	html_raw(p->b, "</span></label>");
}

static void chips(struct page *p, const struct report_view *v)
{
	html_raw(p->b, "<fieldset class=\"card\"><legend class=\"off\">");
	page_say(p, MSG_P_WHAT);
	html_raw(p->b, "</legend><h2 aria-hidden=\"true\">");
	page_say(p, MSG_P_WHAT);
	html_raw(p->b, "</h2><div class=\"chips usual\">");
	for (size_t i = 0; i < v->chips_n; i++)
		chip(p, "symptom", v->chips[i], v->chips[i], is(v->in->symptom, v->chips[i]));
	html_raw(p->b, "</div><label class=\"gap row\"><span class=\"off\">");
	page_say(p, MSG_P_TEXT);
	html_raw(p->b, "</span><textarea name=\"text\" rows=\"2\" maxlength=\"1000\" placeholder=\"");
	page_say_attr(p, v->chips_n ? MSG_P_TEXT_HINT : MSG_P_TEXT_ONLY, NULL);
	html_raw(p->b, "\">");
	html_text(p->b, v->in->text);
	html_raw(p->b, "</textarea></label>");
	page_complaint(p, "symptom text");
	html_raw(p->b, "</fieldset>");
}

static void photos(struct page *p)
{
	html_raw(p->b, "<fieldset class=\"card\"><legend class=\"off\">");
	page_say(p, MSG_P_PHOTO);
	html_raw(p->b, "</legend>");
	page_photo_buttons(p);
	page_complaint(p, "photo");
	if (p->rq->fault.n) {
		html_raw(p->b, "<p class=\"soft nojs\">");
		page_say(p, MSG_P_PHOTO_AGAIN);
		html_raw(p->b, "</p>");
	}
	html_raw(p->b, "</fieldset>");
}

static void since(struct page *p, const struct report_input *in)
{
	static const struct {
		const char *value;
		enum msg word;
	} times[] = {{"0", MSG_P_SINCE_NOW}, {"10", MSG_P_SINCE_10}, {"30", MSG_P_SINCE_30},
		{"60", MSG_P_SINCE_60}};
	bool other = is(in->since, "other"), any = other;

	html_raw(p->b, "<fieldset class=\"card\"><legend class=\"off\">");
	page_say(p, MSG_P_SINCE);
	html_raw(p->b, "</legend><h2 aria-hidden=\"true\">");
	page_say(p, MSG_P_SINCE);
	html_raw(p->b, "</h2><div class=\"chips times\">");
	for (int i = 0; i < 4; i++)
		any |= is(in->since, times[i].value);
	for (int i = 0; i < 4; i++)
		chip(p, "since", times[i].value, msg_text(times[i].word, p->lang),
			is(in->since, times[i].value) || (!any && i == 0));
	chip(p, "since", "other", msg_text(MSG_P_SINCE_OTHER, p->lang), other);
	html_raw(p->b, "</div><label class=\"row since-at\"><span>");
	page_say(p, MSG_P_SINCE_AT);
	html_raw(p->b, "</span><input class=\"text\" type=\"datetime-local\" name=\"since_at\" value=\"");
	html_attr(p->b, in->since_at);
	html_raw(p->b, "\"></label>");
	page_complaint(p, "since since_at since_minutes");
	html_raw(p->b, "</fieldset>");
}

static void who(struct page *p, const struct report_input *in)
{
	html_raw(p->b, "<details class=\"card who\"");
	if (in->reporter || in->contact)
		html_raw(p->b, " open");
	html_raw(p->b, "><summary>");
	page_say(p, MSG_P_WHO);
	html_raw(p->b, " <span class=\"soft\" id=\"who\">");
	page_say(p, MSG_P_WHO_HINT);
	html_raw(p->b, "</span></summary><div class=\"stack\"><label class=\"row\"><span>");
	page_say(p, MSG_P_NAME);
	html_raw(p->b,
		"</span><input class=\"text\" name=\"reporter\" autocomplete=\"name\" maxlength=\"80\" "
		"value=\"");
	html_attr(p->b, in->reporter);
	html_raw(p->b, "\"></label><label class=\"row\"><span>");
	page_say(p, MSG_P_CONTACT);
	html_raw(p->b, "</span><input class=\"text\" name=\"contact\" autocomplete=\"tel\" maxlength=\"80\" "
		       "value=\"");
	html_attr(p->b, in->contact);
	html_raw(p->b, "\"></label>");
	page_complaint(p, "reporter contact");
	html_raw(p->b, "</div></details>");
}

/* The answer to "has it stopped?" is the button that sends: one tap less, and no default that could be wrong.
 */
static void send_bar(struct page *p)
{
	html_raw(p->b, "<div class=\"send\">");
	page_complaint(p, "stopped code key");
	html_raw(p->b, "<p><b>");
	page_say(p, MSG_P_STOPPED_Q);
	html_raw(p->b, "</b> <span class=\"soft\">");
	page_say(p, MSG_P_STOPPED_HINT);
	html_raw(p->b, "</span></p><div class=\"two\"><button class=\"btn main stop\" name=\"stopped\" "
		       "value=\"1\">");
	page_icon(p, ICON_STOP);
	page_say(p, MSG_P_STOPPED_YES);
	html_raw(p->b, "</button><button class=\"btn main\" name=\"stopped\" value=\"0\">");
	page_icon(p, ICON_RUN);
	page_say(p, MSG_P_STOPPED_NO);
	html_raw(p->b, "</button></div></div>");
}

static void form(struct page *p, const struct report_view *v)
{
	char key[TOKEN_SIZE];

	token_new(key);
	html_raw(p->b,
		"<form method=\"post\" enctype=\"multipart/form-data\" data-send=\"report\" data-title=\"");
	html_attr(p->b, report_asset_name(&v->machine, p->lang));
	html_raw(p->b, "\" action=\"");
	html_attr(p->b, v->path);
	html_raw(p->b, "\"><input type=\"hidden\" name=\"key\" value=\"");
	html_attr(p->b, v->in->key ? v->in->key : key);
	html_raw(p->b, "\"><input type=\"hidden\" name=\"code\" value=\"");
	html_attr(p->b, v->code);
	html_raw(p->b, "\">");
	chips(p, v);
	photos(p);
	since(p, v->in);
	who(p, v->in);
	send_bar(p);
	html_raw(p->b, "</form>");
}

enum err report_page(struct request *rq, int status, const struct report_view *v)
{
	const char *name = report_asset_name(&v->machine, rq->lang);
	size_t size = strlen(name) + 80;
	char *title = arena_alloc(rq->arena, size);
	bool touched = rq->fault.n || rq->fault.err != OK;
	struct page p;

	msg_format(title, size, MSG_P_REPORT_TITLE, rq->lang, name);
	p = page_begin(rq, status, title, v->path, true);
	machine(&p, v);
	html_raw(p.b, "<div class=\"rest\">");
	if (rq->fault.err != OK && rq->fault.n == 0) {
		html_raw(p.b, "<p class=\"note\" role=\"alert\">");
		page_say_arg(&p, rq->fault.msg, rq->fault.err == ERR_IO ? rq->id : rq->fault.arg);
		html_raw(p.b, "</p>");
	}
	if (v->machine.state == ASSET_RETIRED) {
		html_raw(p.b, "<p class=\"note\">");
		page_say(&p, MSG_P_RETIRED);
		html_raw(p.b, "</p></div>");
		return page_end(&p);
	}
	if (v->open_n) {
		html_raw(p.b, "<section class=\"card\"><h2>");
		page_say(&p, MSG_P_OPEN_ONE);
		html_raw(p.b, "</h2>");
		for (size_t i = 0; i < v->open_n; i++)
			open_ticket(&p, &v->open[i], i == 0);
		html_raw(p.b, "</section><details class=\"other\"");
		if (touched)
			html_raw(p.b, " open");
		html_raw(p.b, "><summary class=\"btn\">");
		page_say(&p, MSG_P_ELSE);
		html_raw(p.b, "</summary>");
	}
	form(&p, v);
	if (v->open_n)
		html_raw(p.b, "</details>");
	html_raw(p.b, "</div>");
	return page_end(&p);
}
