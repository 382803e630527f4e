/* server.c - civetweb, and what must be held against it: strict framing, an absolute deadline for a body,
 * worker stacks of at least 1 MiB, one write an answer. The only file that includes civetweb.h.
 *
 * Two functions of the C library are defined here and call the real ones, because civetweb has no option for
 * them: pthread_attr_setstacksize (its workers get 100 KiB) and recv (a body that trickles holds its thread
 * for ever). */
#include <civetweb.h>

#include <ctype.h>
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

#include "api/reply.h"
#include "base/gzip.h"
#include "base/log.h"
#include "base/token.h"
#include "http/router.h"
#include "http/server.h"

enum {
	STACK_MIN = 1024 * 1024,
	BODY_DEADLINE_MS = 30 * 1000,
	HEADERS_MAX = 60,
	GZIP_FROM = 1024,
};

struct server {
	struct app *app;
	struct mg_context *civet;
	int port;
};

struct worker {
	struct arena arena;
};

/* When the body of the request on this thread must be complete (monotonic µs; 0: no limit now). */
static _Thread_local int64_t body_deadline;

int pthread_attr_setstacksize(pthread_attr_t *attr, size_t size)
{
	int (*real)(pthread_attr_t *, size_t) =
		(int (*)(pthread_attr_t *, size_t))(uintptr_t)dlsym(RTLD_NEXT, "pthread_attr_setstacksize");

	return real(attr, size < STACK_MIN ? STACK_MIN : size);
}

ssize_t recv(int fd, void *data, size_t n, int flags)
{
	/* Looked up at every call: it costs far less than the call itself, and leaves no state. */
	ssize_t (*real)(int, void *, size_t, int) =
		(ssize_t(*)(int, void *, size_t, int))(uintptr_t)dlsym(RTLD_NEXT, "recv");

	if (body_deadline && clock_mono_us() > body_deadline) {
		errno = ETIMEDOUT;
		return -1;
	}
	return real(fd, data, n, flags);
}

static const char *header(const struct request *rq, const char *name)
{
	return mg_get_header(rq->connection, name);
}

/* ---- framing ---- */

static int count_header(const struct mg_request_info *ri, const char *name)
{
	int n = 0;

	for (int i = 0; i < ri->num_headers; i++)
		n += strcasecmp(ri->http_headers[i].name, name) == 0;
	return n;
}

static bool all_digits(const char *s)
{
	if (!*s || strlen(s) > 15)
		return false;
	for (; *s; s++)
		if (!isdigit((unsigned char)*s))
			return false;
	return true;
}

/* What a proxy in front could read otherwise than we do is refused. NULL, or what is wrong. */
static const char *framing_fault(const struct mg_request_info *ri)
{
	int lengths = count_header(ri, "Content-Length"), encodings = count_header(ri, "Transfer-Encoding");

	if (ri->num_headers > HEADERS_MAX)
		return "too many headers";
	if (count_header(ri, "Host") != 1)
		return "one Host header is needed";
	if (lengths > 1 || encodings > 1 || (lengths && encodings))
		return "Content-Length and Transfer-Encoding";
	for (int i = 0; i < ri->num_headers; i++) {
		const char *name = ri->http_headers[i].name, *value = ri->http_headers[i].value;

		if (strcasecmp(name, "Content-Length") == 0 && !all_digits(value))
			return "Content-Length";
		if (strcasecmp(name, "Transfer-Encoding") == 0 && strcasecmp(value, "chunked") != 0)
			return "Transfer-Encoding";
		for (const char *c = value; *c; c++)
			if (((unsigned char)*c < 32 && *c != '\t') || *c == 127)
				return "control character in a header";
	}
	return NULL;
}

/* Reads the whole body, up to the route's limit. What is left unread closes the connection. */
static enum err read_body(struct request *rq, struct mg_connection *conn, size_t max)
{
	const struct mg_request_info *ri = mg_get_request_info(conn);
	char limit[24], chunk[16384];
	struct buf b;
	enum err err = OK;
	int n = 0;

	rq->body = "";
	snprintf(limit, sizeof(limit), "%zu", max);
	if (ri->content_length > (long long)max)
		return fault_set(&rq->fault, ERR_TOO_BIG, MSG_TOO_BIG, limit);
	if (ri->content_length == 0 || (ri->content_length < 0 && !count_header(ri, "Transfer-Encoding")))
		return OK;
	buf_init(&b);
	body_deadline = clock_mono_us() + BODY_DEADLINE_MS * 1000;
	while (b.len <= max && (n = mg_read(conn, chunk, sizeof(chunk))) > 0)
		buf_add(&b, chunk, (size_t)n);
	body_deadline = 0;
	if (b.len > max)
		err = fault_set(&rq->fault, ERR_TOO_BIG, MSG_TOO_BIG, limit);
	else if (n < 0 || (ri->content_length > 0 && b.len != (size_t)ri->content_length))
		err = fault_set(&rq->fault, ERR_INVALID, MSG_TOO_SLOW, NULL);
	rq->body = arena_strndup(rq->arena, buf_text(&b), err == OK ? b.len : 0);
	rq->body_len = err == OK ? b.len : 0;
	buf_release(&b);
	return err;
}

/* ---- the answer ---- */

static const char *status_text(int status)
{
	static const struct {
		int status;
		const char *text;
	} texts[] = {{200, "OK"}, {201, "Created"}, {204, "No Content"}, {303, "See Other"},
		{304, "Not Modified"}, {400, "Bad Request"}, {401, "Unauthorized"}, {403, "Forbidden"},
		{404, "Not Found"}, {405, "Method Not Allowed"}, {409, "Conflict"},
		{412, "Precondition Failed"}, {413, "Content Too Large"}, {429, "Too Many Requests"},
		{500, "Internal Server Error"}, {503, "Service Unavailable"}, {507, "Insufficient Storage"}};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (texts[i].status == status)
			return texts[i].text;
	return "Error";
}

static void send_file(struct mg_connection *conn, const char *path)
{
	char chunk[65536];
	FILE *f = fopen(path, "rbe");
	size_t n;

	while (f && (n = fread(chunk, 1, sizeof(chunk), f)) > 0)
		if (mg_write(conn, chunk, n) <= 0)
			break;
	if (f)
		fclose(f);
}

static bool compressible(const struct reply *r)
{
	return r->type && (strncmp(r->type, "text/", 5) == 0 || strstr(r->type, "json") ||
				  strstr(r->type, "svg") || strstr(r->type, "javascript"));
}

static void send_reply(struct request *rq, struct mg_connection *conn, bool keep)
{
	struct reply *r = &rq->reply;
	const char *accept = header(rq, "Accept-Encoding");
	bool is_head = strcmp(rq->method, "HEAD") == 0;
	size_t len = r->file ? r->file_size : r->body.len;
	struct buf out, zip;

	buf_init(&out);
	buf_init(&zip);
	if (!r->file && len >= GZIP_FROM && accept && strstr(accept, "gzip") && compressible(r) &&
		gzip_add(&zip, r->body.data, len, 5))
		len = zip.len;
	buf_printf(&out, "HTTP/1.1 %d %s\r\n", r->status, status_text(r->status));
	if (r->type)
		buf_printf(&out, "Content-Type: %s\r\n", r->type);
	if (r->status != 204)
		buf_printf(&out, "Content-Length: %zu\r\n", len);
	if (zip.len)
		buf_str(&out, "Content-Encoding: gzip\r\n");
	if (compressible(r))
		buf_str(&out, "Vary: Accept-Encoding, Accept-Language\r\n");
	if (!r->cacheable)
		buf_str(&out, "Cache-Control: no-store\r\n");
	buf_str(&out, "X-Content-Type-Options: nosniff\r\nReferrer-Policy: same-origin\r\n");
	buf_add(&out, r->headers.data, r->headers.len);
	buf_str(&out, keep ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n");
	if (!is_head && !r->file)
		buf_add(&out, zip.len ? zip.data : r->body.data, len);
	mg_write(conn, out.data, out.len);
	if (!is_head && r->file)
		send_file(conn, r->file);
	buf_release(&zip);
	buf_release(&out);
}

/* ---- one request ---- */

static enum err serve(
	struct request *rq, struct mg_connection *conn, const struct route **route, bool *drained)
{
	const struct mg_request_info *ri = mg_get_request_info(conn);
	const char *wrong = framing_fault(ri), *allow;
	enum err err;

	if (!wrong && !(rq->path = router_path(rq->arena, ri->request_uri)))
		wrong = "path";
	if (wrong) {
		rq->path = "";
		return fault_set(&rq->fault, ERR_INVALID, MSG_BAD_REQUEST, wrong);
	}
	rq->lang = lang_accept(header(rq, "Accept-Language"), lang_parse(rq->app->config.lang, LANG_ZH));
	err = router_query(rq, ri->query_string);
	if (err != OK)
		return err;
	*route = router_find(rq, &allow);
	if (!*route) {
		if (allow)
			reply_header(rq, "Allow", allow);
		return rq->fault.err;
	}
	if (atomic_load(&rq->app->stopping))
		return fault_set(&rq->fault, ERR_BUSY, MSG_STOPPING, NULL);
	err = router_admit(rq, *route);
	if (err == OK)
		err = read_body(rq, conn, (*route)->body_max);
	if (err != OK)
		return err;
	*drained = true;
	return (*route)->handler(rq);
}

static void log_request(const struct request *rq, const struct route *route, int64_t started, enum err err)
{
	log_line(rq->reply.status >= 500 ? LOG_ERROR : LOG_INFO,
		"%s %s %s %d %.1fms %llu statements %zu bytes%s%s%s%s", rq->id, rq->method,
		route ? route->pattern : "-", rq->reply.status, (double)(clock_mono_us() - started) / 1000,
		(unsigned long long)rq->statements, rq->reply.file ? rq->reply.file_size : rq->reply.body.len,
		err == OK ? "" : " ", err == OK ? "" : msg_id(rq->fault.msg), err == ERR_IO ? " " : "",
		err == ERR_IO ? rq->fault.arg : "");
}

static int on_request(struct mg_connection *conn)
{
	const struct mg_request_info *ri = mg_get_request_info(conn);
	struct server *s = ri->user_data;
	struct worker *w = mg_get_thread_pointer(conn);
	const struct route *route = NULL;
	int64_t started = clock_mono_us();
	struct request rq = {
		.app = s->app,
		.arena = &w->arena,
		.method = ri->request_method,
		.path = "",
		.body = "",
		.user = {.id = NONE},
		.header = header,
		.connection = conn,
	};
	char token[TOKEN_SIZE];
	bool drained = false, keep;
	enum err err;

	token_new(token);
	memcpy(rq.id, token, sizeof(rq.id) - 1);
	buf_init(&rq.reply.body);
	buf_init(&rq.reply.headers);
	err = serve(&rq, conn, &route, &drained);
	request_db_return(&rq);
	if (err != OK)
		reply_fault(&rq, err);
	/* A body that was not read would be taken for the next request. */
	keep = drained ||
	       (ri->content_length <= 0 && !header(&rq, "Transfer-Encoding") && rq.reply.status != 400);
	if (atomic_load(&s->app->stopping))
		keep = false;
	if (!keep)
		mg_disable_connection_keep_alive(conn);
	send_reply(&rq, conn, keep);
	atomic_fetch_add(&s->app->requests, 1);
	if (!s->app->config.quiet)
		log_request(&rq, route, started, err);
	buf_release(&rq.reply.body);
	buf_release(&rq.reply.headers);
	arena_clear(&w->arena);
	return rq.reply.status;
}

/* ---- civetweb ---- */

static void *on_thread_start(const struct mg_context *ctx, int type)
{
	struct worker *w;

	(void)ctx;
	if (type != 1)
		return NULL;
	w = xcalloc(1, sizeof(*w));
	arena_init(&w->arena);
	return w;
}

static void on_thread_end(const struct mg_context *ctx, int type, void *pointer)
{
	struct worker *w = pointer;

	(void)ctx;
	if (type != 1 || !w)
		return;
	arena_release(&w->arena);
	free(w);
}

static int on_message(const struct mg_connection *conn, const char *message)
{
	(void)conn;
	log_line(LOG_WARN, "http: %s", message);
	return 1;
}

/* What civetweb refuses by itself (a broken request line) is answered like everything else. */
static int on_http_error(struct mg_connection *conn, int status, const char *text)
{
	struct buf b;

	(void)text;
	buf_init(&b);
	buf_printf(&b,
		"{\"type\":\"invalid\",\"title\":\"%s\",\"status\":%d,\"code\":\"BAD_REQUEST\",\"detail\":\"%"
		"s\","
		"\"fields\":[]}",
		msg_text(MSG_INVALID, LANG_ZH), status, status_text(status));
	mg_disable_connection_keep_alive(conn);
	mg_printf(conn,
		"HTTP/1.1 %d %s\r\nContent-Type: application/problem+json; charset=utf-8\r\nContent-Length: "
		"%zu\r\n"
		"Connection: close\r\n\r\n%s",
		status, status_text(status), b.len, b.data);
	buf_release(&b);
	return 0;
}

enum err server_start(struct app *app, struct server **out, struct fault *fault)
{
	struct server *s = xcalloc(1, sizeof(*s));
	struct mg_callbacks callbacks = {
		.begin_request = on_request,
		.init_thread = on_thread_start,
		.exit_thread = on_thread_end,
		.log_message = on_message,
		.http_error = on_http_error,
	};
	struct mg_server_port port;
	char address[128], workers[24];
	const char *options[] = {"listening_ports", address, "num_threads", workers, "enable_keep_alive",
		"yes", "keep_alive_timeout_ms", "15000", "request_timeout_ms", "10000", "tcp_nodelay", "1",
		"listen_backlog", "1024", "connection_queue", "512", "max_request_size", "16384",
		"access_control_allow_origin", "", "decode_url", "no", NULL};

	*out = NULL;
	s->app = app;
	snprintf(address, sizeof(address), "%s:%lld", app->config.listen, (long long)app->config.port);
	snprintf(workers, sizeof(workers), "%lld", (long long)app->config.workers);
	if (!router_check_table())
		abort();
	mg_init_library(0);
	s->civet = mg_start(&callbacks, s, options);
	if (!s->civet || mg_get_server_ports(s->civet, 1, &port) != 1) {
		server_stop(s);
		return fault_set(fault, ERR_IO, MSG_PORT, address);
	}
	s->port = port.port;
	*out = s;
	return OK;
}

int server_port(const struct server *s)
{
	return s->port;
}

void server_stop(struct server *s)
{
	if (!s)
		return;
	atomic_store(&s->app->stopping, true);
	if (s->civet)
		mg_stop(s->civet);
	mg_exit_library();
	free(s);
}
