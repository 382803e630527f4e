/* form.c - see form.h. */
#include "api/form.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"

enum err form_read(struct request *rq, struct form *f)
{
	static const char plain[] = "application/x-www-form-urlencoded";
	const char *type = rq->header(rq, "Content-Type");

	*f = (struct form){.rq = rq};
	if (!type && rq->body_len == 0)
		return OK;
	if (type && strncasecmp(type, plain, sizeof(plain) - 1) == 0)
		return urlform_parse(&f->plain, rq->body, rq->body_len, rq->arena, &rq->fault);
	f->multi = true;
	return multipart_parse(&f->parts, type ? type : "", rq->body, rq->body_len, rq->arena, &rq->fault);
}

static const char *trimmed(struct arena *a, const char *s)
{
	size_t n;

	s += strspn(s, " \t\n");
	for (n = strlen(s); n && strchr(" \t\n", s[n - 1]);)
		n--;
	return n ? arena_strndup(a, s, n) : NULL;
}

enum err form_text(struct form *f, const char *name, size_t max, const char **text)
{
	char limit[24];
	enum err err = OK;

	*text = NULL;
	if (f->multi)
		err = multipart_text(&f->parts, name, text, f->rq->arena, &f->rq->fault);
	else
		*text = urlform_get(&f->plain, name);
	if (err != OK || !*text)
		return err;
	*text = trimmed(f->rq->arena, *text);
	if (*text && !utf8_clean(*text, strlen(*text)))
		return fault_field(&f->rq->fault, name, MSG_F_UTF8, NULL);
	if (*text && utf8_count(*text, strlen(*text)) > max) {
		snprintf(limit, sizeof(limit), "%zu", max);
		return fault_field(&f->rq->fault, name, MSG_F_LONG, limit);
	}
	return OK;
}

const struct multipart_part *form_file(const struct form *f, const char *name, size_t i)
{
	for (size_t k = 0; f->multi && k < f->parts.n; k++) {
		const struct multipart_part *p = &f->parts.parts[k];

		if (strcmp(p->name, name) == 0 && p->filename && p->len && i-- == 0)
			return p;
	}
	return NULL;
}
