/* web.c - see web.h. */
#include "api/web.h"

#include <string.h>

#include "api/page.h"
#include "api/reply.h"
#include "web/files.h"

/* Own scripts and styles only. Styles on elements are what plots are drawn with. */
static const char policy[] =
	"default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
	"img-src 'self' blob: data:; connect-src 'self'; manifest-src 'self'; "
	"worker-src 'self'; media-src 'self' blob:; frame-src 'self' blob:; base-uri 'none'; "
	"form-action 'self'; frame-ancestors 'none'";

static const struct web_file *find(const char *path)
{
	for (const struct web_file *f = web_files; f->path; f++)
		if (strcmp(f->path, path) == 0)
			return f;
	return NULL;
}

static enum err send(struct request *rq, const struct web_file *f, const char *keep)
{
	const char *etag = arena_printf(rq->arena, "\"%s\"", f->etag), *had = rq->header(rq, "If-None-Match");

	reply_header(rq, "ETag", etag);
	reply_header(rq, "Cache-Control", keep);
	rq->reply.cacheable = true;
	rq->reply.type = f->type;
	rq->reply.status = had && strstr(had, etag) ? 304 : 200;
	if (rq->reply.status == 304)
		return OK;
	rq->reply.unpacked_len = f->len;
	buf_add(&rq->reply.body, f->gz, f->gz_len);
	return OK;
}

enum err api_web_page(struct request *rq)
{
	page_lang(rq);
	reply_header(rq, "Content-Security-Policy", policy);
	return send(rq, find(rq->lang == LANG_EN ? "/index.en.html" : "/index.zh.html"), "no-cache");
}

enum err api_web_asset(struct request *rq)
{
	const struct web_file *f = find(rq->path);

	return f ? send(rq, f, "public, max-age=31536000, immutable")
		 : fault_set(&rq->fault, ERR_NOT_FOUND, MSG_NO_ROUTE, rq->path);
}

enum err api_web_file(struct request *rq)
{
	/* A worker is held by the policy it came with: the offline shell asks for the app's files. */
	reply_header(rq, "Content-Security-Policy",
		"default-src 'none'; connect-src 'self'; frame-ancestors 'none'");
	return send(rq, find(rq->path), "no-cache");
}
