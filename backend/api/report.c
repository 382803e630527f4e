/* report.c - the page a scan opens, and what it sends. See report.h. */
#include "api/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/form.h"
#include "api/reply.h"
#include "api/report_find.h"
#include "api/report_page.h"
#include "base/token.h"
#include "domain/qr.h"
#include "domain/ticket.h"
#include "domain/usual.h"

enum { TEXT_MAX = 450, PERSON_MAX = 80, MINUTES_MAX = 366 * 24 * 60, AGE_MAX_DAYS = 30 };

/* ---- what the page shows ---- */

static enum err load_open(struct request *rq, int64_t machine, struct report_view *v)
{
	struct list open;
	struct report_ticket *all;
	enum err err = store_ticket_open_of(request_db(rq), rq->arena, machine, &open);

	if (err != OK)
		return err;
	all = arena_calloc(rq->arena, open.n + 1, sizeof(*all));
	for (size_t i = 0; i < open.n; i++) {
		all[i].ticket = *(struct ticket *)list_at(&open, i, sizeof(struct ticket));
		all[i].link = report_link(rq, all[i].ticket.id, false) + strlen("/t/");
	}
	v->open = all;
	v->open_n = open.n;
	return OK;
}

static bool has_chip(const struct report_view *v, const char *text)
{
	for (size_t i = 0; i < v->chips_n; i++)
		if (strcmp(v->chips[i], text) == 0)
			return true;
	return false;
}

/* What was reported before, most often first; a new machine gets the general ones. */
static enum err load_chips(struct request *rq, int64_t machine, struct report_view *v)
{
	static const enum msg general[] = {
		MSG_P_USUAL_1, MSG_P_USUAL_2, MSG_P_USUAL_3, MSG_P_USUAL_4, MSG_P_USUAL_5, MSG_P_USUAL_6};
	enum { GENERAL_BELOW = 4, GENERAL_UP_TO = 6 };
	struct list usual;
	enum err err = domain_usual(request_db(rq), rq->arena, machine, rq->lang, REPORT_CHIPS, &usual);

	if (err != OK)
		return err;
	for (size_t i = 0; i < usual.n && v->chips_n < REPORT_CHIPS; i++)
		v->chips[v->chips_n++] = ((struct usual *)list_at(&usual, i, sizeof(struct usual)))->symptom;
	if (v->chips_n >= GENERAL_BELOW)
		return OK;
	for (size_t i = 0; i < sizeof(general) / sizeof(general[0]) && v->chips_n < GENERAL_UP_TO; i++)
		if (!has_chip(v, msg_text(general[i], rq->lang)))
			v->chips[v->chips_n++] = msg_text(general[i], rq->lang);
	return OK;
}

static enum err show(
	struct request *rq, int status, const struct report_found *f, const struct report_input *in)
{
	struct report_view v = {.path = page_url(rq, "/q/", f->code),
		.code = f->code,
		.machine = f->machine,
		.component = f->has_component ? &f->component : NULL,
		.in = in};
	int64_t top = f->has_component ? f->component.id : f->machine.id, photo = NONE;
	enum err err = store_asset_path(request_db(rq), rq->arena, top, &v.places);

	/* The machine itself is the headline. */
	while (err == OK && v.places.n && f->has_component) {
		const struct asset *last = list_at(&v.places, v.places.n - 1, sizeof(*last));

		if (last->kind < ASSET_MACHINE)
			break;
		v.places.n--;
	}
	if (err == OK)
		err = load_open(rq, f->machine.id, &v);
	if (err == OK)
		err = load_chips(rq, f->machine.id, &v);
	if (err == OK)
		err = report_first_photo(rq, f->machine.id, &photo);
	if (err != OK)
		return err;
	if (photo != NONE)
		v.photo = arena_printf(rq->arena, "%s/photo?v=%lld", v.path, (long long)photo);
	return report_page(rq, status, &v);
}

static bool may_bind(const struct request *rq)
{
	return rq->user.id != NONE && (rq->user.role & ROLE_REPAIR);
}

/* The page for what is not a machine. */
static enum err help(struct request *rq, const struct report_found *f)
{
	switch (f->kind) {
	case FOUND_BLANK:
		return page_help(
			rq, 404, MSG_P_H_BLANK, MSG_P_H_BLANK_WHY, f->code, may_bind(rq) ? f->code : NULL);
	case FOUND_REVOKED:
		return page_help(rq, 410, MSG_P_H_REVOKED, MSG_P_H_REVOKED_WHY, f->code, NULL);
	case FOUND_OTHER:
		return page_help(rq, 404, MSG_P_H_PLACE, MSG_P_H_PLACE_WHY, f->name, NULL);
	default:
		return page_help(rq, 404, MSG_P_H_UNKNOWN, MSG_P_H_UNKNOWN_WHY, f->code, NULL);
	}
}

enum err api_report_page(struct request *rq)
{
	struct report_input none = {.stopped = NONE};
	struct report_found f;
	enum err err;

	page_lang(rq);
	err = report_find(rq, rq->params[0], &f);
	if (err != OK)
		return err;
	return f.kind == FOUND_MACHINE ? show(rq, 200, &f, &none) : help(rq, &f);
}

/* ---- a blank code, bound on the floor ---- */

struct bind_call {
	const char *code;
	int64_t machine;
	struct qr_code bound;
};

static enum err bind_code(struct tx *tx, void *ctx)
{
	struct bind_call *b = ctx;

	return domain_qr_bind(tx, b->code, QR_ASSET, b->machine, &b->bound);
}

enum err api_report_bind(struct request *rq)
{
	struct report_found code, machine = {.kind = FOUND_NOTHING};
	struct bind_call call;
	struct form form;
	const char *number;
	enum err err;

	page_lang(rq);
	err = report_find(rq, rq->params[0], &code);
	if (err == OK)
		err = form_read(rq, &form);
	if (err == OK)
		err = form_text(&form, "machine", PERSON_MAX, &number);
	if (err == OK && number)
		err = report_find(rq, number, &machine);
	if (err != OK)
		return err;
	if (machine.kind != FOUND_MACHINE) {
		fault_field(&rq->fault, "machine", MSG_P_BIND_NONE, NULL);
		return code.kind == FOUND_BLANK ? help(rq, &code) : ERR_INVALID;
	}
	call = (struct bind_call){
		code.code, machine.has_component ? machine.component.id : machine.machine.id, {0}};
	err = request_write(rq, bind_code, &call);
	return err == OK ? page_go(rq, page_url(rq, "/q/", code.code)) : err;
}

/* ---- a report ---- */

struct report_call {
	struct ticket_new n;
	struct ticket t;
	bool again;
};

static enum err report(struct tx *tx, void *ctx)
{
	struct report_call *c = ctx;

	return domain_ticket_report(tx, &c->n, &c->t, &c->again);
}

/* A chip is the symptom; own words are added to it. */
static const char *symptom_of(struct request *rq, const struct report_input *in)
{
	if (!in->symptom || !in->text)
		return in->symptom ? in->symptom : in->text;
	return arena_printf(rq->arena, rq->lang == LANG_EN ? "%s: %s" : "%s：%s", in->symptom, in->text);
}

static enum err send_report(struct request *rq, const struct report_found *f, const struct report_input *in,
	struct report_call *c)
{
	enum err err = OK;

	ticket_new_none(&c->n);
	c->n.machine_id = f->machine.id;
	c->n.component_id = f->has_component ? f->component.id : NONE;
	c->n.symptom = symptom_of(rq, in);
	c->n.stopped = in->stopped;
	c->n.occurred_at = clock_now_ms() - in->age_ms - in->since_minutes * MINUTE_MS;
	c->n.reporter = in->reporter;
	c->n.contact = in->contact;
	c->n.key = in->key;
	if (!c->n.symptom)
		err = fault_field(&rq->fault, "symptom", MSG_P_WHAT_NONE, NULL);
	if (in->stopped == NONE)
		err = fault_field(&rq->fault, "stopped", MSG_P_STOPPED_NONE, NULL);
	return err == OK ? request_write(rq, report, c) : err;
}

/* "other" takes the time that was picked; without the script the field is there from the beginning. */
static enum err read_since(struct request *rq, struct report_input *in)
{
	int64_t at;
	char *end;

	if (in->since_at && (!in->since || strcmp(in->since, "0") == 0 || strcmp(in->since, "other") == 0)) {
		in->since_minutes = clock_parse(in->since_at, &at) ? (clock_now_ms() - at) / MINUTE_MS : -1;
		in->since = "other";
	} else if (in->since && strcmp(in->since, "other") != 0) {
		in->since_minutes = strtoll(in->since, &end, 10);
		if (*end)
			in->since_minutes = -1;
	}
	if (in->since_minutes < 0 || in->since_minutes > MINUTES_MAX)
		return fault_field(&rq->fault, "since", MSG_P_SINCE_BAD, NULL);
	return OK;
}

static enum err read_stopped(struct request *rq, const char *text, int64_t *out)
{
	*out = NONE;
	if (!text)
		return OK;
	if (strcmp(text, "0") != 0 && strcmp(text, "1") != 0)
		return fault_field(&rq->fault, "stopped", MSG_P_STOPPED_NONE, NULL);
	*out = *text == '1';
	return OK;
}

static enum err read_key(struct request *rq, const char *text, const char **key)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";

	*key = text;
	if (!text || (strlen(text) >= 8 && strlen(text) <= 64 && strspn(text, allowed) == strlen(text)))
		return OK;
	*key = NULL;
	return fault_field(&rq->fault, "key", MSG_F_KEY, NULL);
}

/* Every complaint at once; what could be read is in *in, so that the page can show it again. */
static enum err read_form(struct request *rq, struct form *f, struct report_input *in)
{
	const char *stopped, *key;
	enum err err = form_read(rq, f);

	if (err != OK)
		return err;
	form_text(f, "symptom", TEXT_MAX, &in->symptom);
	form_text(f, "text", TEXT_MAX, &in->text);
	form_text(f, "since", 20, &in->since);
	form_text(f, "since_at", 40, &in->since_at);
	form_text(f, "reporter", PERSON_MAX, &in->reporter);
	form_text(f, "contact", PERSON_MAX, &in->contact);
	form_text(f, "stopped", 10, &stopped);
	form_text(f, "key", 100, &key);
	read_stopped(rq, stopped, &in->stopped);
	read_since(rq, in);
	read_key(rq, key, &in->key);
	if (form_file(f, "photo", REPORT_PHOTOS))
		fault_field(&rq->fault, "photo", MSG_P_PHOTO_MANY, "6");
	return rq->fault.err;
}

/* See report.h on why the content is part of it. */
static const char *key_of_form(struct request *rq, const struct report_input *in, int64_t machine)
{
	char digest[DIGEST_SIZE];
	const char *text;

	if (!in->key)
		return NULL;
	text = arena_printf(rq->arena, "%s\n%lld\n%s\n%s", in->key, (long long)machine,
		in->symptom ? in->symptom : "", in->text ? in->text : "");
	token_digest(text, strlen(text), digest);
	return arena_printf(rq->arena, "form-%.32s", digest);
}

/* 303 to the ticket's page; else the page again, with what was typed and what is wrong. */
enum err api_report_form(struct request *rq)
{
	struct report_input in = {.stopped = NONE}, sent;
	struct report_call c = {.again = false};
	struct report_found f;
	struct form form;
	const char *link;
	enum err err;

	page_lang(rq);
	err = report_find(rq, rq->params[0], &f);
	if (err == OK && f.kind != FOUND_MACHINE)
		return help(rq, &f);
	if (err == OK)
		err = read_form(rq, &form, &in);
	sent = in;
	sent.key = err == OK ? key_of_form(rq, &in, f.machine.id) : NULL;
	if (err == OK)
		err = send_report(rq, &f, &sent, &c);
	if (err != OK)
		return f.kind == FOUND_MACHINE ? show(rq, reply_status(err, rq->fault.msg), &f, &in) : err;
	link = report_link(rq, c.t.id, true);
	/* The report is made, whatever becomes of its photos. */
	if (report_add_photos(rq, &form, c.t.id, c.n.key) != OK)
		link = arena_printf(rq->arena, "%s?photo=refused", link);
	fault_clear(&rq->fault);
	return page_go(rq, link);
}

/* ---- the same as JSON ---- */

const struct field report_input[] = {
	FIELD(struct report_input, code, F_TEXT, F_REQUIRED, .max = 80),
	FIELD(struct report_input, symptom, F_TEXT, F_IN, .max = TEXT_MAX),
	FIELD(struct report_input, text, F_TEXT, F_IN, .max = TEXT_MAX),
	FIELD(struct report_input, stopped, F_BOOL, F_REQUIRED),
	FIELD(struct report_input, since_minutes, F_INT, F_IN, .max = MINUTES_MAX),
	FIELD(struct report_input, age_ms, F_INT, F_IN, .max = AGE_MAX_DAYS * DAY_MS),
	FIELD(struct report_input, reporter, F_TEXT, F_IN, .max = PERSON_MAX),
	FIELD(struct report_input, contact, F_TEXT, F_IN, .max = PERSON_MAX),
	FIELD_END,
};

struct report_answer {
	int64_t id;
	const char *link;
	int64_t again;
};
const struct field report_answer_fields[] = {
	FIELD(struct report_answer, id, F_INT, F_SURE),
	FIELD(struct report_answer, link, F_TEXT, F_SURE),
	FIELD(struct report_answer, again, F_BOOL, F_SURE),
	FIELD_END,
};

/* 201; 200 when the key was seen before. ERR_INVALID: fields, or the code opens no machine. */
enum err api_report_post(struct request *rq)
{
	struct report_input in = {.stopped = NONE};
	struct report_call c = {.again = false};
	struct report_answer answer;
	struct report_found f;
	enum err err;

	page_lang(rq);
	err = request_json(rq, report_input, &in, false);
	if (err == OK)
		err = request_key(rq, &in.key);
	/* null is none, also for what has a default */
	in.since_minutes = in.since_minutes == NONE ? 0 : in.since_minutes;
	in.age_ms = in.age_ms == NONE ? 0 : in.age_ms;
	if (err == OK)
		err = report_find(rq, in.code, &f);
	if (err == OK && f.kind != FOUND_MACHINE)
		err = fault_field(&rq->fault, "code", MSG_F_NO_SUCH, NULL);
	if (err == OK)
		err = send_report(rq, &f, &in, &c);
	if (err != OK)
		return err;
	answer = (struct report_answer){c.t.id, report_link(rq, c.t.id, true), c.again};
	return reply_object(rq, c.again ? 200 : 201, report_answer_fields, &answer, NONE);
}

/* ---- typing a code, and the front door ---- */

/* The plant's name: of the first site. */
static enum err plant_name(struct request *rq, const char **name)
{
	struct asset_filter filter;
	struct list sites;
	enum err err;

	asset_filter_none(&filter);
	filter.kind = ASSET_SITE;
	filter.limit = 1;
	err = store_asset_list(request_db(rq), rq->arena, &filter, &sites);
	*name = err == OK && sites.n ? report_asset_name(sites.items, rq->lang)
				     : msg_text(MSG_P_HELLO_PLANT, rq->lang);
	return err;
}

static enum err front_door(struct request *rq)
{
	const char *plant;
	struct page p;
	enum err err = plant_name(rq, &plant);

	if (err != OK)
		return err;
	p = page_begin(rq, 200, msg_text(MSG_P_HELLO, rq->lang), "/q", false);
	html_raw(p.b, "<section class=\"hello\"><h1>");
	page_say(&p, MSG_P_HELLO);
	html_raw(p.b, "</h1><p>");
	page_say_arg(&p, MSG_P_HELLO_NOTE, plant);
	html_raw(p.b, "</p></section><section class=\"card\">");
	page_code_form(&p, NULL, MSG_P_TYPE_GO);
	html_raw(p.b, "</section><section class=\"card\"><ul class=\"tips\"><li>");
	page_say(&p, MSG_P_HELLO_TIP_1);
	html_raw(p.b, "</li><li>");
	page_say(&p, MSG_P_HELLO_TIP_2);
	html_raw(p.b, "</li><li>");
	page_say(&p, MSG_P_HELLO_TIP_3);
	html_raw(p.b, "</li></ul></section>");
	return page_end(&p);
}

enum err api_code_page(struct request *rq)
{
	const char *typed = request_query(rq, "code");
	struct report_found f;
	enum err err;

	page_lang(rq);
	if (!typed)
		return front_door(rq);
	err = report_find(rq, typed, &f);
	if (err != OK)
		return err;
	return f.kind == FOUND_MACHINE ? reply_redirect(rq, page_url(rq, "/q/", f.code)) : help(rq, &f);
}
