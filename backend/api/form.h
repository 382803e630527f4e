/* form.h - a form that a page posted, in either of HTML's two encodings. */
#ifndef API_FORM_H
#define API_FORM_H

#include "api/request.h"
#include "base/multipart.h"
#include "base/urlform.h"

struct form {
	struct request *rq;
	bool multi;
	struct urlform plain;
	struct multipart parts;
};

/* Reads the body by its Content-Type. ERR_INVALID: neither encoding, or malformed. */
enum err form_read(struct request *rq, struct form *f);
/* A text field, trimmed; "" and not sent are NULL. ERR_INVALID names the field: not text, or longer than max
 * code points. */
enum err form_text(struct form *f, const char *name, size_t max, const char **text);
/* The i-th file that was really chosen under that name, NULL after the last. */
const struct multipart_part *form_file(const struct form *f, const char *name, size_t i);

#endif
