/* framing.h - is this one request, to every reader alike?
 *
 * A proxy in front and this server must see the same bytes as the same requests; otherwise one person's request
 * can be made to carry another's. civetweb reads generously: it ends the headers silently at a line it does not
 * understand, takes a bare line feed, blanks before a colon, empty lines in front. All that is refused here, by
 * looking at what it left of the text: it puts NULs in place of separators and moves nothing. */
#ifndef HTTP_FRAMING_H
#define HTTP_FRAMING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

enum { HEADERS_MAX = 60, HEADERS_SEEN = 64 };

struct head {
	const char *text;		  /* where the request begins in memory (NULL: not known) */
	size_t size;			  /* of that memory */
	const char *method, *uri, *query; /* query NULL: no '?' */
	const char *path;		  /* where in uri the path begins */
	const char *version;		  /* "1.0", "1.1" */
	size_t n;
	struct header {
		const char *name, *value;
	} headers[HEADERS_SEEN];
};

/* MSG_OK, or the message that says what is wrong: then answer 400 and close, for where the next request begins
 * is not certain. */
enum msg framing_fault(const struct head *h);

/* Does the client want the connection kept open after this request? (RFC 9112, 9.3; never when it asks for
 * another protocol.) */
bool framing_keep(const struct head *h);

/* Does this Accept-Encoding take gzip? NULL does not. */
bool framing_gzip(const char *accept);

#endif
