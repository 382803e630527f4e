/* web.h - the app at /: its page at the address of every screen, and its files. Both are in the binary, compressed
 * (web/files.h); a file's name bears the hash of its contents, so it may be kept for ever. */
#ifndef API_WEB_H
#define API_WEB_H

#include "api/request.h"

/* The same page at every screen's address, in the reader's language; which screen it is, the app reads out of the
 * address. */
enum err api_web_page(struct request *rq);
/* /assets/{file}. ERR_NOT_FOUND */
enum err api_web_asset(struct request *rq);
/* The few files with fixed names: icon, manifest, service worker. Asked about again each time. */
enum err api_web_file(struct request *rq);

#endif
