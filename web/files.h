/* files.h - the app's files, in the binary: made by build.mjs, served by backend/api/web.c. */
#ifndef WEB_FILES_H
#define WEB_FILES_H

#include <stddef.h>

struct web_file {
	const char *path; /* as in the address: "/assets/main-ABCD.js", "/index.zh.html" */
	const char *type; /* media type */
	const char *etag; /* of the contents, without quotes */
	const unsigned char *gz;
	size_t gz_len, len; /* compressed, as it was */
};
/* Ends with a path of NULL. */
extern const struct web_file web_files[];

#endif
