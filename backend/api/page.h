/* page.h - the frame of the pages that anyone may open: language, head, inline style and script, help.
 *
 * A page is complete after one request and works without its script. Nothing comes from outside: the
 * Content-Security-Policy allows only what bears this answer's nonce. Text is written through base/html.h
 * alone. Handlers of pages behave like all others (they return an err); the fault becomes a page instead of
 * JSON where a browser asks for one. */
#ifndef API_PAGE_H
#define API_PAGE_H

#include "api/request.h"
#include "base/html.h"

struct page {
	struct request *rq;
	struct buf *b; /* the reply's body */
	enum lang lang;
	const char *nonce;
};

/* What pages read of their address; whatever else it has does not matter to them. */
extern const struct field page_query[], code_page_query[], progress_page_query[];

/* Every handler of a page begins with this: rq->lang is what the switch says (?lang=, then kept in a cookie),
 * else what it was. */
void page_lang(struct request *rq);
/* Does who asks want HTML (a browser that goes to an address) or JSON (our script, a program)? */
bool page_wanted(const struct request *rq);
/* What a form's success answers: 303 to the path, or {"link": path} for our script. */
enum err page_go(struct request *rq, const char *path);
/* prefix (a literal path, ends with a slash) and one percent-encoded segment; arena text. */
const char *page_url(struct request *rq, const char *prefix, const char *segment);

/* Head and top bar. self: the address to open for the other language; NULL: no switch. panes: two columns on
 * a wide screen. */
struct page page_begin(struct request *rq, int status, const char *title, const char *self, bool panes);
/* The words of the script, the script, the end. */
enum err page_end(struct page *p);

/* A message as text; with its %s. */
void page_say(struct page *p, enum msg msg);
void page_say_arg(struct page *p, enum msg msg, const char *arg);
/* The same, in an attribute. */
void page_say_attr(struct page *p, enum msg msg, const char *arg);
/* <time>: in the plant's time; the script makes it relative. */
void page_time(struct page *p, int64_t ms);
enum page_icon {
	ICON_CAMERA,
	ICON_ALBUM,
	ICON_STOP,
	ICON_RUN,
	ICON_DOT,
	ICON_RING,
	ICON_WARN,
	ICON_CHECK,
	ICON_CROSS
};
void page_icon(struct page *p, enum page_icon icon);
/* Colour, shape and word of a state. */
struct page_tag {
	enum msg word;
	enum page_icon icon;
	const char *colour; /* good, warn, bad, new; "": none */
};
void page_tag(struct page *p, const struct page_tag *tag);
void page_machine_state(struct page *p, int asset_state);
/* One complaint place of a form: <p class="err">, filled when the fault has a field of one of these names
 * (separated by blanks). */
void page_complaint(struct page *p, const char *names);
/* The two photo buttons of a form: take and album. */
void page_photo_buttons(struct page *p);
/* A form that asks for a code or a machine number. typed may be NULL. */
void page_code_form(struct page *p, const char *typed, enum msg button);

/* A page that helps: what is wrong, why, the form to type a code, what else to do. bind: the code that this
 * person may bind to a machine, or NULL. */
enum err page_help(
	struct request *rq, int status, enum msg title, enum msg why, const char *arg, const char *bind);
/* The error page of rq->fault; called by reply_fault. */
void page_fault(struct request *rq);

#endif
