/* err.c - see err.h. */
#include "base/err.h"

#include <string.h>

#include "base/utf8.h"

void fault_clear(struct fault *f)
{
	memset(f, 0, sizeof(*f));
}

enum err fault_set(struct fault *f, enum err err, enum msg msg, const char *arg)
{
	if (f) {
		f->err = err;
		f->msg = msg;
		utf8_copy(f->arg, sizeof(f->arg), arg);
	}
	return err;
}

enum err fault_field(struct fault *f, const char *field, enum msg msg, const char *arg)
{
	if (!f)
		return ERR_INVALID;
	if (f->err == OK)
		fault_set(f, ERR_INVALID, MSG_INVALID, NULL);
	if (f->n < FAULT_FIELDS) {
		struct fault_field *ff = &f->fields[f->n++];

		utf8_copy(ff->name, sizeof(ff->name), field);
		ff->msg = msg;
		utf8_copy(ff->arg, sizeof(ff->arg), arg);
	}
	return ERR_INVALID;
}

enum err err_worse(enum err a, enum err b)
{
	if (a == OK || b == ERR_IO || b == ERR_FULL)
		return b == OK ? a : b;
	return a;
}

const char *err_name(enum err err)
{
	static const char *const names[ERR_COUNT] = {
		[OK] = "ok",
		[ERR_INVALID] = "invalid",
		[ERR_LOGIN] = "login",
		[ERR_DENIED] = "denied",
		[ERR_NOT_FOUND] = "not_found",
		[ERR_CONFLICT] = "conflict",
		[ERR_STALE] = "stale",
		[ERR_TOO_BIG] = "too_big",
		[ERR_BUSY] = "busy",
		[ERR_FULL] = "full",
		[ERR_IO] = "io",
	};

	return err < ERR_COUNT ? names[err] : "?";
}
