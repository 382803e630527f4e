/* page.c - see page.h. */
#include "api/page.h"

#include <stdio.h>
#include <string.h>

#include "api/reply.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/token.h"
#include "report_assets.h"
#include "store/asset.h"

enum { COOKIE_SECONDS = 365 * 24 * 3600 };

/* ---- who asks, and in which language ---- */

static const char *lang_cookie(const struct request *rq)
{
	const char *c = rq->header(rq, "Cookie");

	while (c && *c) {
		c += strspn(c, " ;");
		if (strncmp(c, "lang=", 5) == 0)
			return c + 5;
		c += strcspn(c, ";");
	}
	return NULL;
}

static const char *const langs[] = {"zh", "en", NULL}, *const refused[] = {"refused", NULL};
#define PAGE_LANG                                                                                            \
	{                                                                                                    \
		.name = "lang", .type = F_ENUM, .names = langs                                               \
	}
const struct field page_query[] = {PAGE_LANG, FIELD_END};
const struct field code_page_query[] = {PAGE_LANG, {.name = "code", .type = F_TEXT}, FIELD_END};
const struct field progress_page_query[] = {
	PAGE_LANG, {.name = "photo", .type = F_ENUM, .names = refused}, FIELD_END};

void page_lang(struct request *rq)
{
	const char *chosen = rq->query ? request_query(rq, "lang") : NULL;

	if (chosen && (strcmp(chosen, "zh") == 0 || strcmp(chosen, "en") == 0)) {
		rq->lang = lang_parse(chosen, rq->lang);
		reply_header(rq, "Set-Cookie",
			arena_printf(rq->arena, "lang=%s; Path=/; Max-Age=%d; SameSite=Lax",
				lang_code(rq->lang), COOKIE_SECONDS));
		return;
	}
	rq->lang = lang_parse(lang_cookie(rq), rq->lang);
}

bool page_wanted(const struct request *rq)
{
	const char *accept = rq->header(rq, "Accept");

	return accept && strstr(accept, "text/html");
}

enum err page_go(struct request *rq, const char *path)
{
	const char *accept = rq->header(rq, "Accept");

	if (!accept || !strstr(accept, "application/json"))
		return reply_redirect(rq, path);
	rq->reply.status = 200;
	rq->reply.type = "application/json; charset=utf-8";
	buf_str(&rq->reply.body, "{\"link\":");
	json_write_text(&rq->reply.body, path);
	buf_char(&rq->reply.body, '}');
	return OK;
}

const char *page_url(struct request *rq, const char *prefix, const char *segment)
{
	const char *out;
	struct buf b;

	buf_init(&b);
	buf_str(&b, prefix);
	html_url(&b, segment);
	out = arena_strdup(rq->arena, buf_text(&b));
	buf_release(&b);
	return out;
}

/* ---- small pieces ---- */

void page_say(struct page *p, enum msg msg)
{
	html_text(p->b, msg_text(msg, p->lang));
}

static const char *formatted(struct page *p, enum msg msg, const char *arg)
{
	size_t size = strlen(msg_text(msg, p->lang)) + (arg ? strlen(arg) : 0) + 1;

	return msg_format(arena_alloc(p->rq->arena, size), size, msg, p->lang, arg);
}

void page_say_arg(struct page *p, enum msg msg, const char *arg)
{
	html_text(p->b, formatted(p, msg, arg));
}

void page_say_attr(struct page *p, enum msg msg, const char *arg)
{
	html_attr(p->b, formatted(p, msg, arg));
}

void page_time(struct page *p, int64_t ms)
{
	char text[20], day[20], rfc[32];
	int64_t now = clock_now_ms();

	if (ms == NONE)
		return;
	clock_format(ms, text);
	clock_format(now, day);
	html_raw(p->b, "<time datetime=\"");
	html_attr(p->b, clock_rfc3339(ms, rfc));
	buf_printf(p->b, "\" data-ms=\"%lld\">", (long long)ms);
	/* Of today the hour is enough; of this year, month and day. */
	if (strncmp(text, day, 10) == 0)
		html_text(p->b, text + 11);
	else
		html_text(p->b, strncmp(text, day, 4) == 0 ? text + 5 : text);
	html_raw(p->b, "</time>");
}

void page_icon(struct page *p, enum page_icon icon)
{
	html_raw(p->b, "<svg viewBox=\"0 0 16 16\" aria-hidden=\"true\"><path d=\"");
	switch (icon) {
	case ICON_CAMERA:
		html_raw(p->b, "M6 2 5 4H1v10h14V4h-4l-1-2zM8 6a3 3 0 1 1 0 6 3 3 0 0 1 0-6z");
		break;
	case ICON_ALBUM:
		html_raw(p->b, "M1 2v12h14V2zm2 2h10v6l-3-3-3 4-2-2-2 2zm2 1a1 1 0 1 0 0 2 1 1 0 0 0 0-2z");
		break;
	case ICON_STOP:
		html_raw(p->b, "M2 2h12v12H2z");
		break;
	case ICON_RUN:
		html_raw(p->b, "M3 1v14l12-7z");
		break;
	case ICON_DOT:
		html_raw(p->b, "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2z");
		break;
	case ICON_RING:
		html_raw(p->b, "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zm0 2a4 4 0 1 0 0 8 4 4 0 0 0 0-8z");
		break;
	case ICON_WARN:
		html_raw(p->b, "M8 1 0 15h16zm-1 5h2v4H7zm0 5h2v2H7z");
		break;
	case ICON_CHECK:
		html_raw(p->b, "M2 8 0 10l6 5L16 4l-2-2-8 9z");
		break;
	case ICON_CROSS:
		html_raw(p->b, "M3 1 1 3l5 5-5 5 2 2 5-5 5 5 2-2-5-5 5-5-2-2-5 5z");
		break;
	}
	html_raw(p->b, "\"/></svg>");
}

void page_tag(struct page *p, const struct page_tag *tag)
{
	html_raw(p->b, "<p class=\"tag ");
	html_attr(p->b, tag->colour);
	html_raw(p->b, "\">");
	page_icon(p, tag->icon);
	page_say(p, tag->word);
	html_raw(p->b, "</p>");
}

void page_machine_state(struct page *p, int state)
{
	static const struct page_tag states[] = {
		[ASSET_RUNNING] = {MSG_P_A_RUNNING, ICON_RUN, "good"},
		[ASSET_DEGRADED] = {MSG_P_A_DEGRADED, ICON_WARN, "warn"},
		[ASSET_STOPPED] = {MSG_P_A_STOPPED, ICON_STOP, "bad"},
		[ASSET_IDLE] = {MSG_P_A_IDLE, ICON_RING, ""},
		[ASSET_RETIRED] = {MSG_P_A_RETIRED, ICON_CROSS, ""},
	};

	if (state >= 0)
		page_tag(p, &states[state]);
}

static bool names_hold(const char *names, const char *name)
{
	size_t n = strlen(name);

	for (const char *at = names; (at = strstr(at, name)); at += n)
		if ((at == names || at[-1] == ' ') && (at[n] == 0 || at[n] == ' '))
			return true;
	return false;
}

void page_complaint(struct page *p, const char *names)
{
	const struct fault *f = &p->rq->fault;

	html_raw(p->b, "<p class=\"err\" role=\"alert\" data-for=\"");
	html_attr(p->b, names);
	html_raw(p->b, "\">");
	for (size_t i = 0; i < f->n; i++) {
		if (!names_hold(names, f->fields[i].name))
			continue;
		page_say_arg(p, f->fields[i].msg, f->fields[i].arg);
		html_raw(p->b, " ");
	}
	html_raw(p->b, "</p>");
}

void page_photo_buttons(struct page *p)
{
	/* Two fields, because Android offers no camera for a plain one. */
	html_raw(p->b, "<div class=\"two\"><label class=\"take\"><span class=\"nojs\">");
	page_say(p, MSG_P_PHOTO_TAKE);
	html_raw(p->b, "</span><input type=\"file\" name=\"photo\" accept=\"image/*\" "
		       "capture=\"environment\"><span class=\"btn\">");
	page_icon(p, ICON_CAMERA);
	page_say(p, MSG_P_PHOTO_TAKE);
	html_raw(p->b, "</span></label><label class=\"take\"><span class=\"nojs\">");
	page_say(p, MSG_P_PHOTO_ALBUM);
	html_raw(p->b, "</span><input type=\"file\" name=\"photo\" accept=\"image/*\" multiple><span "
		       "class=\"btn\">");
	page_icon(p, ICON_ALBUM);
	page_say(p, MSG_P_PHOTO_ALBUM);
	html_raw(p->b, "</span></label></div><div class=\"photos\"></div>");
}

void page_code_form(struct page *p, const char *typed, enum msg button)
{
	html_raw(p->b, "<form action=\"/q\" class=\"stack\"><label class=\"row\"><span>");
	page_say(p, MSG_P_TYPE);
	html_raw(p->b, "</span><input class=\"text code\" name=\"code\" required maxlength=\"80\" "
		       "autocomplete=\"off\" autocapitalize=\"characters\" spellcheck=\"false\" "
		       "enterkeyhint=\"go\" placeholder=\"");
	page_say_attr(p, MSG_P_TYPE_HINT, NULL);
	html_raw(p->b, "\" value=\"");
	html_attr(p->b, typed);
	html_raw(p->b, "\"></label><button class=\"btn main\">");
	page_say(p, button);
	html_raw(p->b, "</button></form>");
}

/* ---- the frame ---- */

static void security_headers(struct page *p)
{
	reply_header(p->rq, "Content-Security-Policy",
		arena_printf(p->rq->arena,
			"default-src 'none'; style-src 'nonce-%s'; script-src 'nonce-%s'; img-src 'self' "
			"blob: data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
			"frame-ancestors 'none'",
			p->nonce, p->nonce));
	reply_header(p->rq, "X-Frame-Options", "DENY");
}

struct page page_begin(struct request *rq, int status, const char *title, const char *self, bool panes)
{
	struct page p = {.rq = rq, .b = &rq->reply.body, .lang = rq->lang};
	char *nonce = arena_alloc(rq->arena, TOKEN_SIZE);
	struct buf *b = p.b;

	token_new(nonce);
	p.nonce = nonce;
	rq->reply.status = status;
	rq->reply.type = "text/html; charset=utf-8";
	security_headers(&p);
	buf_printf(b, "<!doctype html><html lang=\"%s\"><head><meta charset=\"utf-8\">",
		rq->lang == LANG_EN ? "en" : "zh-CN");
	html_raw(b,
		"<meta name=\"viewport\" content=\"width=device-width,initial-scale=1,viewport-fit=cover\">"
		"<meta name=\"format-detection\" content=\"telephone=no\"><meta name=\"color-scheme\" "
		"content=\"light dark\"><link rel=\"icon\" href=\"data:,\"><title>");
	html_text(b, title);
	buf_printf(b, "</title><style nonce=\"%s\">", nonce);
	buf_add(b, report_css, report_css_len);
	buf_printf(b,
		"</style><script nonce=\"%s\">document.documentElement.className='js'</script></head><body "
		"data-now=\"%lld\"><header class=\"bar\"><a href=\"/q\">",
		nonce, (long long)clock_now_ms());
	page_say(&p, MSG_P_BRAND);
	html_raw(b, "</a>");
	if (self) {
		enum lang other = rq->lang == LANG_EN ? LANG_ZH : LANG_EN;

		html_raw(b, "<a href=\"");
		html_attr(b, self);
		buf_printf(b, "?lang=%s\" lang=\"%s\">", lang_code(other), lang_code(other));
		page_say(&p, MSG_P_OTHER_LANG);
		html_raw(b, "</a>");
	}
	html_raw(b, "</header>");
	html_raw(b, "<main");
	if (panes)
		html_raw(b, " class=\"pane\"");
	html_raw(b, "><div id=\"outbox\" class=\"wide\" aria-live=\"polite\"></div>");
	return p;
}

enum err page_end(struct page *p)
{
	static const struct {
		const char *name;
		enum msg msg;
	} words[] = {{"unsent", MSG_P_JS_UNSENT}, {"photos", MSG_P_JS_PHOTOS}, {"failed", MSG_P_JS_FAILED},
		{"retry", MSG_P_JS_RETRY}, {"offline", MSG_P_JS_OFFLINE}, {"again", MSG_P_JS_AGAIN},
		{"discard", MSG_P_JS_DISCARD}, {"sure", MSG_P_JS_SURE}, {"sent", MSG_P_JS_SENT},
		{"refused", MSG_P_JS_REFUSED}, {"lost", MSG_P_JS_LOST}, {"sending", MSG_P_JS_SENDING},
		{"remove", MSG_P_JS_REMOVE}, {"just", MSG_P_JS_JUST}, {"min", MSG_P_JS_MIN},
		{"hour", MSG_P_JS_HOUR}, {"what", MSG_P_WHAT_NONE}, {"when", MSG_P_SINCE_BAD},
		{"photo", MSG_P_PHOTO}, {"mine", MSG_P_JS_MINE}};
	struct buf json;

	buf_init(&json);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		buf_printf(&json, "%s\"%s\":", i ? "," : "{", words[i].name);
		json_write_text(&json, msg_text(words[i].msg, p->lang));
	}
	buf_char(&json, '}');
	html_raw(p->b, "</main><script type=\"application/json\" id=\"words\">");
	html_json_in_script(p->b, buf_text(&json));
	buf_release(&json);
	buf_printf(p->b, "</script><script nonce=\"%s\">", p->nonce);
	buf_add(p->b, report_js, report_js_len);
	html_raw(p->b, "</script></body></html>");
	return OK;
}

/* ---- pages that help ---- */

static void bind_form(struct page *p, const char *code)
{
	html_raw(p->b, "<section class=\"card\"><h2>");
	page_say(p, MSG_P_BIND);
	html_raw(p->b, "</h2><form method=\"post\" class=\"stack\" action=\"");
	html_attr(p->b, page_url(p->rq, "/q/", code));
	html_raw(p->b, "/bind\"><label class=\"row\"><span>");
	page_say(p, MSG_P_BIND_NUMBER);
	html_raw(p->b, "</span><input class=\"text\" name=\"machine\" required maxlength=\"80\" "
		       "autocomplete=\"off\"></label>");
	page_complaint(p, "machine");
	html_raw(p->b, "<button class=\"btn main\">");
	page_say(p, MSG_P_BIND_GO);
	html_raw(p->b, "</button></form></section>");
}

enum err page_help(
	struct request *rq, int status, enum msg title, enum msg why, const char *arg, const char *bind)
{
	struct page p = page_begin(rq, status, msg_text(title, rq->lang), "/q", false);

	html_raw(p.b, "<section class=\"hello\"><h1>");
	page_say(&p, title);
	html_raw(p.b, "</h1><p>");
	page_say_arg(&p, why, arg);
	html_raw(p.b, "</p></section>");
	if (bind)
		bind_form(&p, bind);
	html_raw(p.b, "<section class=\"card\"><h2>");
	page_say(&p, MSG_P_TYPE_AGAIN);
	html_raw(p.b, "</h2>");
	page_code_form(&p, status == 404 ? arg : NULL, MSG_P_TYPE_GO);
	html_raw(p.b, "</section><section class=\"card\"><ul class=\"tips\"><li>");
	page_say(&p, MSG_P_HELLO_TIP_1);
	html_raw(p.b, "</li><li>");
	page_say(&p, MSG_P_HELLO_TIP_2);
	html_raw(p.b, "</li></ul></section>");
	return page_end(&p);
}

void page_fault(struct request *rq)
{
	const struct fault *f = &rq->fault;
	struct page p;

	page_lang(rq);
	p = page_begin(rq, rq->reply.status, msg_text(MSG_P_H_FAULT, rq->lang), NULL, false);
	html_raw(p.b, "<section class=\"hello\"><h1>");
	page_say(&p, MSG_P_H_FAULT);
	html_raw(p.b, "</h1><p>");
	/* A form that is too large is so by its photos. */
	if (f->err == ERR_TOO_BIG)
		page_say(&p, MSG_P_PHOTO_BIG);
	else
		page_say_arg(&p, f->msg, f->err == ERR_IO ? rq->id : f->arg);
	html_raw(p.b, "</p>");
	for (size_t i = 0; i < f->n; i++) {
		html_raw(p.b, "<p class=\"err\">");
		page_say_arg(&p, f->fields[i].msg, f->fields[i].arg);
		html_raw(p.b, "</p>");
	}
	html_raw(p.b, "</section><section class=\"card stack\"><p>");
	page_say(&p, strcmp(rq->method, "POST") == 0 ? MSG_P_H_FAULT_TIP : MSG_P_HELLO_TIP_1);
	html_raw(p.b, "</p><a class=\"btn\" href=\"/q\">");
	page_say(&p, MSG_P_HOME);
	html_raw(p.b, "</a></section>");
	page_end(&p);
}
