/* courier.c - see courier.h. The only file that includes curl/curl.h. */
#include "base/courier.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"

/* One that is under way. */
struct errand {
	struct courier *courier;
	struct errand *next;
	CURL *curl;
	struct curl_slist *headers, *to;
	char *body;
	size_t len, at; /* of a mail: how much of it was read */
	bool mail, forbidden;
	struct courier_answer answer;
};

struct courier {
	const struct allow *allowed;
	struct buf ca; /* certificates; empty: the library looks where it always does */
	CURLM *multi;
	struct errand *under_way;
	struct errand *refused; /* ended before they began */
};

static void add_file(struct buf *b, const char *path)
{
	FILE *f = path ? fopen(path, "re") : NULL;
	char block[4096];
	size_t n;

	while (f && (n = fread(block, 1, sizeof(block), f)) > 0)
		buf_add(b, block, n);
	buf_char(b, '\n');
	if (f)
		fclose(f);
}

struct courier *courier_new(const struct allow *allowed, const char *ca_file)
{
	struct courier *c = xcalloc(1, sizeof(*c));

	curl_global_init(CURL_GLOBAL_DEFAULT);
	c->allowed = allowed;
	buf_init(&c->ca);
	if (ca_file) {
		add_file(&c->ca, curl_version_info(CURLVERSION_NOW)->cainfo);
		add_file(&c->ca, ca_file);
	}
	c->multi = curl_multi_init();
	if (!c->multi)
		abort();
	return c;
}

static void errand_free(struct errand *e)
{
	if (e->curl) {
		curl_multi_remove_handle(e->courier->multi, e->curl);
		curl_easy_cleanup(e->curl);
	}
	curl_slist_free_all(e->headers);
	curl_slist_free_all(e->to);
	free(e->body);
	free(e);
}

static void unlink_errand(struct errand **list, struct errand *e)
{
	while (*list != e)
		list = &(*list)->next;
	*list = e->next;
}

void courier_free(struct courier *c)
{
	struct errand *e;

	if (!c)
		return;
	while ((e = c->under_way)) {
		c->under_way = e->next;
		errand_free(e);
	}
	while ((e = c->refused)) {
		c->refused = e->next;
		errand_free(e);
	}
	curl_multi_cleanup(c->multi);
	buf_release(&c->ca);
	free(c);
}

/* ---- what curl calls ---- */

static size_t take_answer(char *data, size_t size, size_t n, void *ctx)
{
	struct errand *e = ctx;
	size_t len = size * n, room = COURIER_ANSWER_MAX - e->answer.len;

	memcpy(e->answer.body + e->answer.len, data, len < room ? len : room);
	e->answer.len += len < room ? len : room;
	/* Who answers more than fits has answered: the rest is not waited for. */
	return len <= room ? len : 0;
}

static size_t give_mail(char *out, size_t size, size_t n, void *ctx)
{
	struct errand *e = ctx;
	size_t room = size * n, left = e->len - e->at;

	if (left > room)
		left = room;
	memcpy(out, e->body + e->at, left);
	e->at += left;
	return left;
}

static curl_socket_t open_socket(void *ctx, curlsocktype purpose, struct curl_sockaddr *to)
{
	struct errand *e = ctx;

	if (purpose != CURLSOCKTYPE_IPCXN || !allow_address(e->courier->allowed, &to->addr)) {
		e->forbidden = true;
		return CURL_SOCKET_BAD;
	}
	return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

/* ---- sending ---- */

static void set_common(struct errand *e, const struct courier_request *r)
{
	CURL *h = e->curl;

	curl_easy_setopt(h, CURLOPT_URL, r->url);
	curl_easy_setopt(h, CURLOPT_PRIVATE, e);
	curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(h, CURLOPT_QUICK_EXIT, 1L);
	curl_easy_setopt(h, CURLOPT_PROXY, "");
	curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, e->mail ? "smtp,smtps" : "http,https");
	curl_easy_setopt(h, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(h, CURLOPT_TIMEOUT_MS, (long)r->timeout_ms);
	curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT_MS, (long)r->timeout_ms / 2);
	curl_easy_setopt(h, CURLOPT_OPENSOCKETFUNCTION, open_socket);
	curl_easy_setopt(h, CURLOPT_OPENSOCKETDATA, e);
	curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, take_answer);
	curl_easy_setopt(h, CURLOPT_WRITEDATA, e);
	/* A kept connection was checked for what it was opened for; a new one each time is checked each time. */
	curl_easy_setopt(h, CURLOPT_FRESH_CONNECT, 1L);
	curl_easy_setopt(h, CURLOPT_FORBID_REUSE, 1L);
	curl_easy_setopt(h, CURLOPT_USERAGENT, "jixiu/" JIXIU_VERSION);
	if (e->courier->ca.len) {
		struct curl_blob ca = {
			(void *)buf_text(&e->courier->ca), e->courier->ca.len, CURL_BLOB_NOCOPY};

		curl_easy_setopt(h, CURLOPT_CAINFO_BLOB, &ca);
	}
}

static void set_post(struct errand *e, const struct courier_request *r)
{
	for (const char *const *line = r->headers; line && *line; line++)
		e->headers = curl_slist_append(e->headers, *line);
	/* Nobody is asked first whether the body may come. */
	e->headers = curl_slist_append(e->headers, "Expect:");
	curl_easy_setopt(e->curl, CURLOPT_HTTPHEADER, e->headers);
	curl_easy_setopt(e->curl, CURLOPT_POST, 1L);
	curl_easy_setopt(e->curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)e->len);
	curl_easy_setopt(e->curl, CURLOPT_POSTFIELDS, e->body);
}

static void set_mail(struct errand *e, const struct courier_request *r)
{
	for (const char *const *to = r->to; to && *to; to++)
		e->to = curl_slist_append(e->to, *to);
	curl_easy_setopt(e->curl, CURLOPT_MAIL_FROM, r->from);
	curl_easy_setopt(e->curl, CURLOPT_MAIL_RCPT, e->to);
	curl_easy_setopt(e->curl, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(e->curl, CURLOPT_READFUNCTION, give_mail);
	curl_easy_setopt(e->curl, CURLOPT_READDATA, e);
	/* Encrypted where the other side can; a password goes over no other line. */
	curl_easy_setopt(e->curl, CURLOPT_USE_SSL, (long)(r->password ? CURLUSESSL_ALL : CURLUSESSL_TRY));
	if (!r->password)
		return;
	curl_easy_setopt(e->curl, CURLOPT_USERNAME, r->login ? r->login : "");
	curl_easy_setopt(e->curl, CURLOPT_PASSWORD, r->password);
}

void courier_send(struct courier *c, const struct courier_request *r)
{
	struct errand *e = xcalloc(1, sizeof(*e));
	struct courier_url url;
	bool good = courier_url_read(r->url, &url);

	e->courier = c;
	e->answer.id = r->id;
	if (!good || !allow_host(c->allowed, url.host)) {
		e->answer.end = COURIER_FORBIDDEN;
		e->next = c->refused;
		c->refused = e;
		return;
	}
	e->mail = strncmp(url.scheme, "smtp", 4) == 0;
	e->body = xmalloc(r->len + 1);
	memcpy(e->body, r->body, r->len);
	e->len = r->len;
	e->curl = curl_easy_init();
	if (!e->curl)
		abort();
	set_common(e, r);
	if (e->mail)
		set_mail(e, r);
	else
		set_post(e, r);
	e->next = c->under_way;
	c->under_way = e;
	curl_multi_add_handle(c->multi, e->curl);
}

/* ---- what comes back ---- */

static enum courier_end end_of(const struct errand *e, CURLcode code)
{
	if (e->forbidden)
		return COURIER_FORBIDDEN;
	switch (code) {
	case CURLE_OK:
		return COURIER_ANSWERED;
	case CURLE_WRITE_ERROR:
		return e->answer.len >= COURIER_ANSWER_MAX ? COURIER_ANSWERED : COURIER_BROKEN;
	case CURLE_OPERATION_TIMEDOUT:
		return COURIER_LATE;
	case CURLE_COULDNT_RESOLVE_HOST:
	case CURLE_COULDNT_CONNECT:
		return COURIER_UNREACHED;
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_USE_SSL_FAILED:
		return COURIER_UNTRUSTED;
	case CURLE_LOGIN_DENIED:
		return COURIER_DENIED;
	default:
		return COURIER_BROKEN;
	}
}

static void hand_over(struct errand *e, CURLcode code, struct courier_answer *out)
{
	struct courier_answer *a = &e->answer;
	long status = 0, size = 0;
	curl_off_t after = 0;

	curl_easy_getinfo(e->curl, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(e->curl, CURLINFO_REQUEST_SIZE, &size);
	curl_easy_getinfo(e->curl, CURLINFO_RETRY_AFTER, &after);
	a->end = end_of(e, code);
	/* A mail server that refused has answered too. */
	if (e->mail && a->end == COURIER_BROKEN && status >= 400)
		a->end = COURIER_ANSWERED;
	a->status = status;
	a->retry_after = after;
	a->sent = e->mail ? e->at > 0 : size > 0;
	a->body[a->len] = 0;
	*out = *a;
	unlink_errand(&e->courier->under_way, e);
	errand_free(e);
}

static bool one_that_ended(struct courier *c, struct courier_answer *out)
{
	struct errand *e = c->refused;
	CURLMsg *m;
	int left;

	if (e) {
		c->refused = e->next;
		*out = e->answer;
		errand_free(e);
		return true;
	}
	while ((m = curl_multi_info_read(c->multi, &left))) {
		char *of = NULL;

		if (m->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &of);
		e = (struct errand *)(void *)of;
		hand_over(e, m->data.result, out);
		return true;
	}
	return false;
}

bool courier_wait(struct courier *c, int timeout_ms, struct courier_answer *out)
{
	int running = 0;

	curl_multi_perform(c->multi, &running);
	if (one_that_ended(c, out))
		return true;
	curl_multi_poll(c->multi, NULL, 0, timeout_ms, NULL);
	curl_multi_perform(c->multi, &running);
	return one_that_ended(c, out);
}

void courier_wake(struct courier *c)
{
	curl_multi_wakeup(c->multi);
}

/* ---- addresses ---- */

static bool part_of(CURLU *u, CURLUPart what, char *out, size_t size)
{
	char *text = NULL;
	bool there = curl_url_get(u, what, &text, 0) == CURLUE_OK;

	snprintf(out, size, "%s", there ? text : "");
	there = there && strlen(text) < size;
	curl_free(text);
	return there;
}

bool courier_url_read(const char *url, struct courier_url *out)
{
	static const char *const schemes[] = {"http", "https", "smtp", "smtps"};
	CURLU *u = curl_url();
	char user[8], query[sizeof(out->path)];
	bool good = false;

	memset(out, 0, sizeof(*out));
	if (u &&
		curl_url_set(u, CURLUPART_URL, url, CURLU_NON_SUPPORT_SCHEME | CURLU_DISALLOW_USER) ==
			CURLUE_OK &&
		part_of(u, CURLUPART_SCHEME, out->scheme, sizeof(out->scheme)) &&
		part_of(u, CURLUPART_HOST, out->host, sizeof(out->host)) &&
		!part_of(u, CURLUPART_USER, user, sizeof(user)))
		for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
			good = good || strcmp(schemes[i], out->scheme) == 0;
	part_of(u, CURLUPART_PATH, out->path, sizeof(out->path));
	part_of(u, CURLUPART_QUERY, query, sizeof(query));
	if (query[0]) {
		size_t n = strlen(out->path);

		snprintf(out->path + n, sizeof(out->path) - n, "?%s", query);
	}
	curl_url_cleanup(u);
	return good;
}
