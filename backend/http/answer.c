/* answer.c - see answer.h. */
#include "http/answer.h"

#include <string.h>
#include <time.h>

#include "base/gzip.h"
#include "http/framing.h"

/* Large answers are packed fast: level 5 would take longer than the wire saves on a plant's own network. */
enum { GZIP_FROM = 1024, GZIP_FAST_FROM = 256 * 1024 };

static const char *status_text(int status)
{
	static const struct {
		int status;
		const char *text;
	} texts[] = {
		{200, "OK"},
		{201, "Created"},
		{204, "No Content"},
		{303, "See Other"},
		{304, "Not Modified"},
		{400, "Bad Request"},
		{401, "Unauthorized"},
		{403, "Forbidden"},
		{404, "Not Found"},
		{405, "Method Not Allowed"},
		{408, "Request Timeout"},
		{409, "Conflict"},
		{412, "Precondition Failed"},
		{413, "Content Too Large"},
		{429, "Too Many Requests"},
		{500, "Internal Server Error"},
		{503, "Service Unavailable"},
		{505, "HTTP Version Not Supported"},
		{507, "Insufficient Storage"},
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (texts[i].status == status)
			return texts[i].text;
	return status < 500 ? "Error" : "Server Error";
}

static bool compressible(const struct reply *r)
{
	return r->type && (strncmp(r->type, "text/", 5) == 0 || strstr(r->type, "json") ||
				  strstr(r->type, "svg") || strstr(r->type, "javascript"));
}

/* "Date: Sun, 06 Nov 1994 08:49:37 GMT"; strftime would speak the language of the environment. */
static void write_date(struct buf *out)
{
	static const char days[][4] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
	static const char months[][4] = {
		"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	time_t now = time(NULL);
	struct tm t;

	gmtime_r(&now, &t);
	buf_printf(out, "Date: %s, %02d %s %d %02d:%02d:%02d GMT\r\n", days[t.tm_wday], t.tm_mday,
		months[t.tm_mon], t.tm_year + 1900, t.tm_hour, t.tm_min, t.tm_sec);
}

static void write_safety(const struct reply *r, struct buf *out)
{
	buf_str(out, "X-Content-Type-Options: nosniff\r\nReferrer-Policy: same-origin\r\n"
		     "Cross-Origin-Resource-Policy: same-origin\r\n");
	/* Pages and files bring a policy of their own; everything else is data and shows nothing. */
	if (!strstr(buf_text(&r->headers), "Content-Security-Policy:"))
		buf_str(out, "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n");
}

void answer_write(struct request *rq, bool keep, struct buf *out)
{
	struct reply *r = &rq->reply;
	bool in_memory = !r->file, without_body = r->status == 204 || r->status == 304;
	size_t len = in_memory ? r->body.len : r->file_size;
	bool packed = r->unpacked_len > 0, takes_gzip = framing_gzip(rq->header(rq, "Accept-Encoding"));
	struct buf zip;

	buf_init(&zip);
	if (packed && !takes_gzip) {
		gzip_expand(&zip, r->body.data, len, r->unpacked_len);
		len = zip.len;
	} else if (!packed && in_memory && len >= GZIP_FROM && compressible(r) && takes_gzip &&
		   gzip_add(&zip, r->body.data, len, len > GZIP_FAST_FROM ? 1 : 5))
		len = zip.len;
	buf_printf(out, "HTTP/1.1 %d %s\r\n", r->status, status_text(r->status));
	write_date(out);
	if (r->type)
		buf_printf(out, "Content-Type: %s\r\n", r->type);
	if (!without_body)
		buf_printf(out, "Content-Length: %zu\r\n", len);
	if (packed ? takes_gzip && !without_body : zip.len > 0)
		buf_str(out, "Content-Encoding: gzip\r\n");
	if (compressible(r))
		buf_str(out, "Vary: Accept-Encoding, Accept-Language\r\n");
	if (!r->cacheable)
		buf_str(out, "Cache-Control: no-store\r\n");
	write_safety(r, out);
	buf_add(out, r->headers.data, r->headers.len);
	buf_str(out, keep ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n");
	if (in_memory && !without_body && strcmp(rq->method, "HEAD") != 0)
		buf_add(out, zip.len ? zip.data : r->body.data, len);
	buf_release(&zip);
}
