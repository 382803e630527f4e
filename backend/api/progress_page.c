/* progress_page.c - a ticket's page for who reported it. See report_page.h. */
#include "api/report_page.h"

#include <string.h>

#include "base/token.h"

static const char *number(struct page *p, int64_t n)
{
	return arena_printf(p->rq->arena, "%lld", (long long)n);
}

/* ---- where it stands ---- */

struct standing {
	enum msg word;
	enum page_icon icon;
	const char *colour;
};

static struct standing standing_of(const struct ticket *t)
{
	static const struct standing states[] = {
		[TICKET_REPORTED] = {MSG_P_T_REPORTED, ICON_RING, "new"},
		[TICKET_ACCEPTED] = {MSG_P_T_ACCEPTED, ICON_DOT, "good"},
		[TICKET_IN_PROGRESS] = {MSG_P_T_IN_PROGRESS, ICON_RUN, "good"},
		[TICKET_WAITING] = {MSG_P_T_WAITING, ICON_WARN, "warn"},
		[TICKET_RESTORED] = {MSG_P_T_RESTORED, ICON_CHECK, "good"},
		[TICKET_CLOSED] = {MSG_P_T_CLOSED, ICON_CHECK, "good"},
		[TICKET_CANCELLED] = {MSG_P_T_CANCELLED, ICON_CROSS, ""},
	};
	static const enum msg cancelled[] = {[CANCEL_WITHDRAWN] = MSG_P_T_WITHDRAWN,
		[CANCEL_DUPLICATE] = MSG_P_T_DUPLICATE,
		[CANCEL_NO_FAULT] = MSG_P_T_NO_FAULT,
		[CANCEL_OTHER] = MSG_P_T_CANCELLED};
	struct standing s = states[t->state];

	if (t->state == TICKET_CANCELLED && t->cancel_reason >= 0)
		s.word = cancelled[t->cancel_reason];
	return s;
}

static void headline(struct page *p, const struct progress_view *v)
{
	const struct ticket *t = v->ticket;
	struct standing s = standing_of(t);
	bool held = t->assignee_name && t->state >= TICKET_ACCEPTED && t->state <= TICKET_WAITING;

	html_raw(p->b, "<section class=\"card now ");
	html_attr(p->b, s.colour);
	html_raw(p->b, "\"><p class=\"big\">");
	page_icon(p, s.icon);
	html_raw(p->b, "<span>");
	page_say(p, s.word);
	html_raw(p->b, "</span></p><p>");
	if (t->state == TICKET_REPORTED)
		page_say(p, MSG_P_NOBODY);
	if (held)
		page_say_arg(p, MSG_P_HAS_IT, t->assignee_name);
	html_raw(p->b, "</p>");
	if (t->state == TICKET_WAITING && v->wait_reason) {
		html_raw(p->b, "<p>");
		html_text(p->b, v->wait_reason);
		html_raw(p->b, " · ");
		page_time(p, v->wait_since);
		html_raw(p->b, "</p>");
	}
	if (t->state == TICKET_CANCELLED && t->cancel_note) {
		html_raw(p->b, "<p>");
		html_lines(p->b, t->cancel_note);
		html_raw(p->b, "</p>");
	}
	if (t->state == TICKET_CLOSED) {
		html_raw(p->b, "<p class=\"soft\">");
		page_say(p, MSG_P_CLOSED_NOTE);
		html_raw(p->b, "</p>");
	}
	html_raw(p->b, "</section>");
}

static void begin_form(struct page *p, const struct progress_view *v, const char *verb, enum msg title)
{
	char key[TOKEN_SIZE];

	token_new(key);
	html_raw(p->b, "<form method=\"post\" data-send=\"form\" data-title=\"");
	page_say_attr(p, title, NULL);
	html_raw(p->b, "\" action=\"");
	html_attr(p->b, page_url(p->rq, "/t/", v->link));
	html_raw(p->b, "/");
	html_attr(p->b, verb);
	html_raw(p->b, "\"><p class=\"err\" role=\"alert\"></p>");
	/* The part that is fetched again and again must be the same while nothing has happened. */
	if (strcmp(verb, "comments") == 0) {
		html_raw(p->b, "<input type=\"hidden\" name=\"key\" value=\"");
		html_attr(p->b, key);
		html_raw(p->b, "\">");
	}
}

/* Was it fixed? */
static void verdict(struct page *p, const struct progress_view *v)
{
	html_raw(p->b, "<section class=\"card stack\"><h2>");
	page_say(p, MSG_P_FIXED_Q);
	html_raw(p->b, "</h2>");
	begin_form(p, v, "confirm", MSG_P_FIXED_YES);
	html_raw(p->b, "<button class=\"btn main\">");
	page_icon(p, ICON_CHECK);
	page_say(p, MSG_P_FIXED_YES);
	html_raw(p->b, "</button></form><details class=\"fold\"><summary class=\"btn\">");
	page_icon(p, ICON_CROSS);
	page_say(p, MSG_P_FIXED_NO);
	html_raw(p->b, "</summary>");
	begin_form(p, v, "reopen", MSG_P_FIXED_NO);
	html_raw(p->b, "<div class=\"stack\"><label class=\"row\"><span>");
	page_say(p, MSG_P_FIXED_WHY);
	html_raw(p->b, "</span><textarea name=\"reason\" rows=\"2\" maxlength=\"1000\" "
		       "required></textarea></label><button class=\"btn main stop\">");
	page_say(p, MSG_P_FIXED_SEND);
	html_raw(p->b, "</button></div></form></details></section>");
}

static const char *named(const struct page *p, const char *name, const char *name_en)
{
	return p->lang == LANG_EN && name_en ? name_en : name;
}

static void step(struct page *p, enum msg word, int64_t at, bool here, const char *who)
{
	html_raw(p->b, "<li");
	if (at != NONE)
		html_raw(p->b, " class=\"past\"");
	else if (here)
		html_raw(p->b, " class=\"here\"");
	html_raw(p->b, ">");
	page_say(p, word);
	if (who) {
		html_raw(p->b, " · ");
		html_text(p->b, who);
	}
	if (at != NONE || here)
		html_raw(p->b, " · ");
	if (at != NONE) {
		page_time(p, at);
	} else if (here) {
		html_raw(p->b, "<span class=\"soft\">");
		page_say(p, MSG_P_STEP_NEXT);
		html_raw(p->b, "</span>");
	}
	html_raw(p->b, "</li>");
}

static void steps(struct page *p, const struct ticket *t)
{
	bool over = t->state == TICKET_CANCELLED, back = t->state < TICKET_RESTORED;

	html_raw(p->b, "<section class=\"card\"><h2>");
	page_say(p, MSG_P_STEPS);
	html_raw(p->b, "</h2><ol class=\"steps\">");
	step(p, MSG_P_STEP_REPORTED, t->reported_at, false, NULL);
	step(p, MSG_P_STEP_ACCEPTED, t->accepted_at, t->state == TICKET_REPORTED, t->assignee_name);
	step(p, MSG_P_STEP_STARTED, t->started_at, t->state == TICKET_ACCEPTED, NULL);
	if (over) {
		step(p, standing_of(t).word, t->cancelled_at, false, NULL);
	} else {
		/* A reopened ticket keeps the times of its first end; they are not of this round. */
		step(p, MSG_P_STEP_RESTORED, back ? NONE : t->restored_at,
			t->state == TICKET_IN_PROGRESS || t->state == TICKET_WAITING, NULL);
		step(p, MSG_P_STEP_CLOSED, t->state == TICKET_CLOSED ? t->closed_at : NONE,
			t->state == TICKET_RESTORED, NULL);
	}
	html_raw(p->b, "</ol></section>");
}

/* ---- what was reported and said ---- */

static void term(struct page *p, enum msg word)
{
	html_raw(p->b, "<dt>");
	page_say(p, word);
	html_raw(p->b, "</dt><dd>");
}

static void report(struct page *p, const struct progress_view *v)
{
	const struct ticket *t = v->ticket;

	html_raw(p->b, "<section class=\"card\"><h2>");
	page_say(p, MSG_P_REPORT);
	html_raw(p->b, "</h2><dl>");
	term(p, MSG_P_D_FAULT);
	html_lines(p->b, t->symptom);
	html_raw(p->b, "</dd>");
	term(p, MSG_P_D_STATE);
	page_say(p, t->stopped ? MSG_P_YES_STOPPED : MSG_P_NO_RUNS);
	html_raw(p->b, "</dd>");
	if (t->occurred_at != NONE) {
		term(p, MSG_P_D_SINCE);
		page_time(p, t->occurred_at);
		html_raw(p->b, "</dd>");
	}
	if (t->reporter && v->who == WATCH_REPORTER) {
		term(p, MSG_P_D_BY);
		html_text(p->b, t->reporter);
		html_raw(p->b, "</dd>");
	}
	if (v->action && t->state >= TICKET_RESTORED) {
		term(p, MSG_P_D_ACTION);
		html_lines(p->b, v->action);
		html_raw(p->b, "</dd>");
	}
	html_raw(p->b, "</dl>");
	if (v->photos_n) {
		html_raw(p->b, "<div class=\"photos\">");
		for (size_t i = 0; i < v->photos_n; i++) {
			const char *src = arena_printf(p->rq->arena, "%s/photos/%lld",
				page_url(p->rq, "/t/", v->link), (long long)v->photos[i]);

			html_raw(p->b, "<a href=\"");
			html_attr(p->b, src);
			html_raw(p->b, "\"><img loading=\"lazy\" width=\"96\" height=\"96\" alt=\"");
			page_say_attr(p, MSG_P_PHOTO, NULL);
			html_raw(p->b, "\" src=\"");
			html_attr(p->b, src);
			html_raw(p->b, "\"></a>");
		}
		html_raw(p->b, "</div>");
	}
	html_raw(p->b, "</section>");
}

static void said(struct page *p, const char *who, int64_t at, const char *text)
{
	html_raw(p->b, "<li><p class=\"soft\">");
	if (who && *who)
		html_text(p->b, who);
	else
		page_say(p, MSG_P_REPORTER);
	html_raw(p->b, " · ");
	page_time(p, at);
	html_raw(p->b, "</p><p>");
	html_lines(p->b, text);
	html_raw(p->b, "</p></li>");
}

static void messages(struct page *p, const struct progress_view *v)
{
	if (v->comments.n == 0 && v->sames.n == 0)
		return;
	html_raw(p->b, "<section class=\"card\"><h2>");
	page_say(p, MSG_P_COMMENTS);
	html_raw(p->b, "</h2><ul class=\"says\">");
	for (size_t i = 0; i < v->sames.n; i++) {
		const struct ticket_same *s = list_at(&v->sames, i, sizeof(*s));

		said(p, s->reporter, s->time, s->note ? s->note : msg_text(MSG_P_SAME_NOTE, p->lang));
	}
	for (size_t i = 0; i < v->comments.n; i++) {
		const struct ticket_comment *c = list_at(&v->comments, i, sizeof(*c));

		said(p, c->author, c->time, c->text);
	}
	html_raw(p->b, "</ul></section>");
}

static void live(struct page *p, const struct progress_view *v)
{
	headline(p, v);
	if (v->ticket->state == TICKET_RESTORED && v->who == WATCH_REPORTER)
		verdict(p, v);
	steps(p, v->ticket);
	report(p, v);
	messages(p, v);
	if (v->withdraw) {
		html_raw(p->b, "<section>");
		begin_form(p, v, "withdraw", MSG_P_WITHDRAW);
		html_raw(p->b, "<button class=\"btn\">");
		page_say(p, MSG_P_WITHDRAW);
		html_raw(p->b, "</button></form><p class=\"soft hint\">");
		page_say(p, MSG_P_WITHDRAW_HINT);
		html_raw(p->b, "</p></section>");
	}
}

enum err progress_live(struct request *rq, const struct progress_view *v)
{
	struct page p = {.rq = rq, .b = &rq->reply.body, .lang = rq->lang, .nonce = ""};

	rq->reply.status = 200;
	rq->reply.type = "text/html; charset=utf-8";
	live(&p, v);
	return OK;
}

/* ---- what the person can add ---- */

static void add_photo(struct page *p, const struct progress_view *v)
{
	html_raw(p->b, "<section class=\"card\">");
	html_raw(p->b,
		"<form method=\"post\" enctype=\"multipart/form-data\" data-send=\"photos\" data-at=\"once\" "
		"data-title=\"");
	page_say_attr(p, MSG_P_PHOTO, NULL);
	html_raw(p->b, "\" data-link=\"");
	html_attr(p->b, page_url(p->rq, "/t/", v->link));
	html_raw(p->b, "\" action=\"");
	html_attr(p->b, page_url(p->rq, "/t/", v->link));
	html_raw(p->b, "/photos\">");
	page_photo_buttons(p);
	html_raw(p->b, "<p class=\"err\" role=\"alert\" data-for=\"photo\"></p><button class=\"btn nojs\">");
	page_say(p, MSG_P_COMMENT_SEND);
	html_raw(p->b, "</button></form>");
	begin_form(p, v, "comments", MSG_P_COMMENTS);
	html_raw(p->b, "<div class=\"stack say\"><label class=\"row\"><span class=\"off\">");
	page_say(p, MSG_P_COMMENT_HINT);
	html_raw(
		p->b, "</span><textarea name=\"text\" rows=\"2\" maxlength=\"1000\" required placeholder=\"");
	page_say_attr(p, MSG_P_COMMENT_HINT, NULL);
	html_raw(p->b, "\"></textarea></label><button class=\"btn\">");
	page_say(p, MSG_P_COMMENT_SEND);
	html_raw(p->b, "</button></div></form></section>");
}

static void links(struct page *p, const struct progress_view *v)
{
	html_raw(p->b, "<section class=\"stack\"><p class=\"soft onlyjs\">");
	page_say(p, MSG_P_BOOKMARK);
	html_raw(p->b, "</p><a class=\"btn nojs\" href=\"");
	html_attr(p->b, page_url(p->rq, "/t/", v->link));
	html_raw(p->b, "\">");
	page_say(p, MSG_P_RELOAD);
	html_raw(p->b, "</a>");
	if (v->machine_path) {
		html_raw(p->b, "<a class=\"btn plain\" href=\"");
		html_attr(p->b, v->machine_path);
		html_raw(p->b, "\">");
		page_say(p, MSG_P_REPORT_AGAIN);
		html_raw(p->b, "</a>");
	}
	html_raw(p->b, "</section>");
}

enum err progress_page(struct request *rq, int status, const struct progress_view *v)
{
	const struct ticket *t = v->ticket;
	const char *path = page_url(rq, "/t/", v->link);
	char title[64], id[24];
	struct page p;

	snprintf(id, sizeof(id), "%lld", (long long)t->id);
	msg_format(title, sizeof(title), MSG_P_TICKET, rq->lang, id);
	p = page_begin(rq, status, title, path, true);
	html_raw(p.b, "<section class=\"card side\"><h1>");
	page_say_arg(&p, MSG_P_TICKET, number(&p, t->id));
	html_raw(p.b, "</h1><p>");
	html_text(p.b, named(&p, t->machine_name, t->machine_name_en));
	if (t->component_name) {
		html_raw(p.b, " · ");
		html_text(p.b, named(&p, t->component_name, t->component_name_en));
	}
	html_raw(p.b, "</p>");
	if (t->machine_code) {
		html_raw(p.b, "<p class=\"soft\">");
		page_say_arg(&p, MSG_P_NUMBER, t->machine_code);
		html_raw(p.b, "</p>");
	}
	html_raw(p.b, "</section><div class=\"rest\">");
	if (v->photo_refused) {
		html_raw(p.b, "<p class=\"note\" role=\"alert\">");
		page_say(&p, MSG_P_PHOTO_BAD);
		html_raw(p.b, "</p>");
	}
	html_raw(p.b, "<div id=\"live\" aria-live=\"polite\" data-from=\"");
	html_attr(p.b, path);
	html_raw(p.b, "/live\">");
	live(&p, v);
	html_raw(p.b, "</div>");
	add_photo(&p, v);
	links(&p, v);
	html_raw(p.b, "</div>");
	return page_end(&p);
}
