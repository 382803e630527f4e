/* server.c - civetweb, and what must be held against it. The only file that includes civetweb.h.
 *
 * Each worker thread serves one connection at a time: civetweb reads a request's head, on_request does the rest.
 * Neighbours: framing.c (is this one request?), socket.c (stacks, deadlines, waking at the stop), router.c (whose is
 * it, and who may), answer.c (the bytes that go back). */
#include <civetweb.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api/reply.h"
#include "base/log.h"
#include "base/token.h"
#include "http/answer.h"
#include "http/framing.h"
#include "http/router.h"
#include "http/server.h"
#include "http/socket.h"

enum {
	HEAD_BYTES = 16384,
	/* A small body that nobody wants is read all the same, so that the connection lives on. */
	SKIP_BYTES = 64 * 1024,
	SKIP_SECONDS = 2,
	/* A client that is still sending would lose the answer if the connection were closed under it. */
	LINGER_BYTES = 64 * 1024 * 1024,
	LINGER_SECONDS = 15,
};

struct server {
	struct app *app;
	struct mg_context *civet;
	int port;
	int wake;	      /* eventfd: readable from the moment the server stops */
	atomic_int busy;      /* requests being served that came before the stop */
	atomic_int open;      /* connections that hold a worker */
	atomic_size_t bodies; /* bytes of request bodies held now */
};

struct worker {
	struct arena arena;
};

/* One request on its way through on_request. */
struct passage {
	struct server *server;
	struct mg_connection *conn;
	const struct mg_request_info *info;
	struct head head;
	const struct route *route;
	bool framed;	/* what follows on the connection is certain */
	bool body_read; /* nothing of this request is left on the connection */
	int file;	/* open file to send, or -1 */
	struct buf body;
	size_t held; /* bytes of the body, in server->bodies */
};

static const char *header(const struct request *rq, const char *name)
{
	return mg_get_header(rq->connection, name);
}

/* ---- in ---- */

static void read_head(struct passage *p)
{
	const struct mg_request_info *ri = p->info;
	struct head *h = &p->head;

	h->text = socket_first_read();
	h->size = HEAD_BYTES;
	h->method = ri->request_method;
	h->uri = ri->request_uri;
	h->query = ri->query_string;
	h->path = ri->local_uri_raw;
	h->version = ri->http_version;
	for (int i = 0; i < ri->num_headers && i < HEADERS_SEEN; i++) {
		h->headers[h->n].name = ri->http_headers[i].name;
		h->headers[h->n++].value = ri->http_headers[i].value;
	}
}

static bool chunked(const struct passage *p)
{
	return mg_get_header(p->conn, "Transfer-Encoding");
}

static bool has_body(const struct passage *p)
{
	return p->info->content_length > 0 || chunked(p);
}

/* Who sends Expect waits before the body for our word. */
static bool expects(const struct passage *p)
{
	const char *expect = mg_get_header(p->conn, "Expect");

	return expect && strcasecmp(expect, "100-continue") == 0;
}

/* All bodies together are bounded, so that many large ones cannot take the machine's memory. */
static bool hold(struct passage *p, size_t bytes, size_t limit)
{
	if (atomic_fetch_add(&p->server->bodies, bytes) + bytes > limit) {
		atomic_fetch_sub(&p->server->bodies, bytes);
		return false;
	}
	p->held += bytes;
	return true;
}

/* Up to one byte more than max. False: the body is broken, did not come, or there is no room for it (*full). */
static bool gather(struct passage *p, size_t max, size_t room, bool *full)
{
	struct buf *b = &p->body;
	char chunk[16384];

	while (b->len <= max) {
		size_t most = max + 1 - b->len;
		int n = mg_read(p->conn, chunk, most < sizeof(chunk) ? most : sizeof(chunk));

		if (n <= 0)
			return n == 0 && (chunked(p) || b->len == (size_t)p->info->content_length);
		*full = !hold(p, (size_t)n, room);
		if (*full)
			return false;
		buf_add(b, chunk, (size_t)n);
	}
	return true;
}

static void drop_body(struct passage *p)
{
	buf_release(&p->body);
	atomic_fetch_sub(&p->server->bodies, p->held);
	p->held = 0;
}

/* Reads the whole body, up to the route's limit. ERR_TOO_BIG; ERR_INVALID: broken or too slow, and where the next
 * request begins is not known; ERR_BUSY: no room for it now. */
static enum err read_body(struct request *rq, struct passage *p, size_t max)
{
	static const char go_on[] = "HTTP/1.1 100 Continue\r\n\r\n";
	char limit[24];
	enum err err = OK;
	bool whole, late, full = false;

	snprintf(limit, sizeof(limit), "%zu", max);
	if (p->info->content_length > (long long)max)
		return fault_set(&rq->fault, ERR_TOO_BIG, MSG_TOO_BIG, limit);
	if (!has_body(p)) {
		p->body_read = true;
		return OK;
	}
	socket_patience(rq->app->config.request_seconds);
	if (expects(p))
		mg_write(p->conn, go_on, sizeof(go_on) - 1);
	whole = gather(p, max, (size_t)rq->app->config.body_megabytes * 1024 * 1024, &full);
	late = socket_patience_end();
	if (p->body.len > max)
		err = fault_set(&rq->fault, ERR_TOO_BIG, MSG_TOO_BIG, limit);
	else if (full)
		err = fault_set(&rq->fault, ERR_BUSY, MSG_BUSY, NULL);
	else if (!whole && chunked(p) && !late)
		err = fault_set(&rq->fault, ERR_INVALID, MSG_BAD_REQUEST, "@B_BODY");
	else if (!whole)
		err = fault_set(&rq->fault, ERR_INVALID, MSG_TOO_SLOW, NULL);
	p->body_read = err == OK;
	p->framed = err != ERR_INVALID;
	if (err != OK)
		drop_body(p);
	rq->body = buf_text(&p->body);
	rq->body_len = p->body.len;
	return err;
}

/* Reads on and forgets, for as long as it keeps coming. True: the body is at its end. */
static bool skip_body(struct passage *p, size_t bytes)
{
	int64_t until = clock_mono_us() + LINGER_SECONDS * INT64_C(1000000);
	char chunk[16384];
	size_t got = 0;
	int n = 1;

	socket_patience(SKIP_SECONDS);
	while (got <= bytes && clock_mono_us() < until && (n = mg_read(p->conn, chunk, sizeof(chunk))) > 0)
		got += (size_t)n;
	socket_patience_end();
	return n == 0 && (chunked(p) || got == (size_t)p->info->content_length);
}

/* ---- out ---- */

static void send_file(struct passage *p)
{
	char chunk[65536];
	ssize_t n;

	while ((n = read(p->file, chunk, sizeof(chunk))) > 0)
		if (mg_write(p->conn, chunk, (size_t)n) != n)
			break;
	/* Less than was promised was sent: only the end of the connection tells. */
	if (n != 0)
		mg_disable_connection_keep_alive(p->conn);
}

/* The file is opened before its headers promise it. ERR_IO */
static enum err open_file(struct request *rq, struct passage *p)
{
	struct reply *r = &rq->reply;
	struct stat st;

	p->file = open(r->file, O_RDONLY | O_CLOEXEC);
	if (p->file >= 0 && fstat(p->file, &st) == 0 && (size_t)st.st_size == r->file_size)
		return OK;
	buf_clear(&r->headers);
	return fault_set(&rq->fault, ERR_IO, MSG_IO, r->file);
}

static void send_reply(struct request *rq, struct passage *p, bool keep)
{
	struct buf out;

	buf_init(&out);
	answer_write(rq, keep, &out);
	socket_patience(rq->app->config.request_seconds);
	if (mg_write(p->conn, out.data, out.len) != (int)out.len)
		mg_disable_connection_keep_alive(p->conn);
	else if (p->file >= 0 && strcmp(rq->method, "HEAD") != 0)
		send_file(p);
	socket_patience_end();
	buf_release(&out);
}

/* ---- one request ---- */

static enum err serve(struct request *rq, struct passage *p)
{
	enum msg wrong = framing_fault(&p->head);
	char arg[32];
	enum err err;

	rq->lang = lang_accept(header(rq, "Accept-Language"), app_lang(rq->app));
	p->framed = wrong == MSG_OK;
	if (p->framed && !(rq->path = router_path(rq->arena, p->head.path)))
		wrong = MSG_B_PATH;
	if (wrong != MSG_OK) {
		rq->path = "";
		snprintf(arg, sizeof(arg), "@%s", msg_id(wrong));
		return fault_set(&rq->fault, ERR_INVALID, MSG_BAD_REQUEST, arg);
	}
	err = router_query(rq, p->head.query);
	if (err == OK)
		err = router_find(rq, &p->route);
	if (err != OK)
		return err;
	if (atomic_load(&rq->app->stopping))
		return fault_set(&rq->fault, ERR_BUSY, MSG_STOPPING, NULL);
	err = router_admit(rq, p->route);
	if (err == OK)
		err = read_body(rq, p, p->route->body_max);
	return err == OK ? p->route->handler(rq) : err;
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

/* A connection kept open holds a worker while nothing happens; the last quarter of them is for those who come. */
static bool workers_left(const struct server *s)
{
	return atomic_load(&s->open) * INT64_C(4) <= s->app->config.workers * 3;
}

/* May the connection take another request after this one? */
static bool keep_open(const struct request *rq, struct passage *p)
{
	if (!p->framed || atomic_load(&rq->app->stopping) || !workers_left(p->server))
		return false;
	if (!p->body_read && !expects(p) && !chunked(p) && p->info->content_length <= SKIP_BYTES)
		p->body_read = !has_body(p) || skip_body(p, SKIP_BYTES);
	return p->body_read && !chunked(p) && framing_keep(&p->head);
}

static void answer(struct request *rq, struct passage *p)
{
	bool keep = keep_open(rq, p);

	if (!keep)
		mg_disable_connection_keep_alive(p->conn);
	send_reply(rq, p, keep);
	if (p->framed && !p->body_read && has_body(p) && !expects(p))
		skip_body(p, LINGER_BYTES);
}

static void pass(struct request *rq, struct passage *p)
{
	int64_t started = clock_mono_us();
	enum err err = serve(rq, p);

	request_db_return(rq);
	if (err == OK && rq->reply.file)
		err = open_file(rq, p);
	if (err != OK)
		reply_fault(rq, err);
	answer(rq, p);
	if (p->file >= 0)
		close(p->file);
	drop_body(p);
	atomic_fetch_add(&rq->app->requests, 1);
	if (!rq->app->config.quiet && (err != OK || !rq->reply.unlogged))
		log_request(rq, p->route, started, err);
}

static int on_request(struct mg_connection *conn)
{
	const struct mg_request_info *ri = mg_get_request_info(conn);
	struct server *s = ri->user_data;
	struct worker *w = mg_get_thread_pointer(conn);
	struct passage p = {.server = s, .conn = conn, .info = ri, .file = -1};
	struct request rq = {
		.app = s->app,
		.arena = &w->arena,
		.method = ri->request_method,
		.path = "",
		.body = "",
		.user = {.id = NONE},
		.header = header,
		.gone = socket_gone,
		.rest = socket_stack_rest,
		.connection = conn,
	};
	char token[TOKEN_SIZE];
	/* Those that come after the stop are refused and not waited for. */
	bool waited_for = !atomic_load(&s->app->stopping);

	atomic_fetch_add(&s->busy, waited_for);
	token_new(token);
	memcpy(rq.id, token, sizeof(rq.id) - 1);
	buf_init(&rq.reply.body);
	buf_init(&rq.reply.headers);
	buf_init(&p.body);
	read_head(&p);
	pass(&rq, &p);
	buf_release(&rq.reply.body);
	buf_release(&rq.reply.headers);
	arena_clear(&w->arena);
	atomic_fetch_sub(&s->busy, waited_for);
	return rq.reply.status;
}

/* ---- civetweb ---- */

static void *on_thread_start(const struct mg_context *ctx, int type)
{
	const struct server *s = mg_get_user_data(ctx);
	struct worker *w;

	socket_thread(s->wake);
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

static struct server *server_of(const struct mg_connection *conn)
{
	return mg_get_user_data(mg_get_context(conn));
}

static int on_open(const struct mg_connection *conn, void **data)
{
	(void)data;
	atomic_fetch_add(&server_of(conn)->open, 1);
	return 0;
}

static void on_close(const struct mg_connection *conn)
{
	struct worker *w = mg_get_thread_pointer(conn);

	atomic_fetch_sub(&server_of(conn)->open, 1);
	/* A thousand threads rest most of the time: what each keeps counts a thousand times. */
	if (w)
		arena_release(&w->arena);
	socket_stack_rest();
}

static int on_message(const struct mg_connection *conn, const char *message)
{
	(void)conn;
	log_line(LOG_WARN, "http: %s", message);
	return 1;
}

static const char *no_header(const struct request *rq, const char *name)
{
	(void)rq;
	(void)name;
	return NULL;
}

/* What civetweb refuses by itself, having understood too little to ask on_request, is answered like the rest; in the
 * plant's language, for the client's is not known. */
static int on_http_error(struct mg_connection *conn, int status, const char *text)
{
	struct server *s = mg_get_request_info(conn)->user_data;
	struct worker *w = mg_get_thread_pointer(conn);
	struct request rq = {
		.app = s->app,
		.arena = &w->arena,
		.method = "-",
		.path = "/api/",
		.header = no_header,
		.lang = app_lang(s->app),
	};
	struct buf out;

	buf_init(&rq.reply.body);
	buf_init(&rq.reply.headers);
	buf_init(&out);
	if (status == 505)
		fault_set(&rq.fault, ERR_INVALID, MSG_HTTP_VERSION, NULL);
	else
		fault_set(&rq.fault, ERR_INVALID, MSG_BAD_REQUEST, "@B_LINES");
	reply_fault(&rq, ERR_INVALID);
	answer_write(&rq, false, &out);
	mg_disable_connection_keep_alive(conn);
	mg_write(conn, out.data, out.len);
	if (!s->app->config.quiet)
		log_line(LOG_INFO, "- - - %d %s", rq.reply.status, text);
	buf_release(&out);
	buf_release(&rq.reply.body);
	buf_release(&rq.reply.headers);
	arena_clear(&w->arena);
	return 0;
}

enum err server_start(struct app *app, struct server **out, struct fault *fault)
{
	struct server *s = xcalloc(1, sizeof(*s));
	struct mg_callbacks callbacks = {
		.begin_request = on_request,
		.init_connection = on_open,
		.connection_close = on_close,
		.init_thread = on_thread_start,
		.exit_thread = on_thread_end,
		.log_message = on_message,
		.http_error = on_http_error,
	};
	struct mg_server_port port;
	char address[128], workers[24], head[24];
	const char *options[] = {"listening_ports", address, "num_threads", workers, "enable_keep_alive",
		"yes", "keep_alive_timeout_ms", "15000", "request_timeout_ms", "10000", "tcp_nodelay", "1",
		"listen_backlog", "1024", "connection_queue", "512", "max_request_size", head,
		"access_control_allow_origin", "", "decode_url", "no", "enable_auth_domain_check", "no",
		NULL};

	*out = NULL;
	s->app = app;
	s->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	snprintf(address, sizeof(address), "%s:%lld", app->config.listen, (long long)app->config.port);
	snprintf(workers, sizeof(workers), "%lld", (long long)app->config.workers);
	snprintf(head, sizeof(head), "%d", HEAD_BYTES);
	if (!router_check_table() || s->wake < 0)
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

/* mg_stop cuts off what is being read or written, so it comes last. */
static void finish_requests(struct server *s)
{
	const struct timespec moment = {.tv_nsec = 5 * 1000000};
	int64_t until = clock_mono_us() + s->app->config.stop_seconds * 1000000;

	while (atomic_load(&s->busy) > 0 && clock_mono_us() < until) {
		/* Those held open for news; again and again, for one may have looked just before. */
		store_wake(s->app->store);
		nanosleep(&moment, NULL);
	}
}

void server_stop(struct server *s)
{
	const uint64_t one = 1;

	if (!s)
		return;
	atomic_store(&s->app->stopping, true);
	if (s->civet) {
		finish_requests(s);
		if (write(s->wake, &one, sizeof(one)) < 0)
			log_line(LOG_WARN, "http: stopping takes two seconds longer");
		mg_stop(s->civet);
	}
	mg_exit_library();
	close(s->wake);
	free(s);
}
