/* report_find.c - see report_find.h. */
#include "api/report_find.h"

#include <stdlib.h>
#include <string.h>

#include "qr/code.h"
#include "store/qr.h"

/* What stands behind the last "/q/" of a pasted address, without what follows it. */
static const char *bare(struct request *rq, const char *typed)
{
	const char *at = strstr(typed, "/q/");

	while (at) {
		typed = at + 3;
		at = strstr(typed, "/q/");
	}
	typed += strspn(typed, " ");
	return arena_strndup(rq->arena, typed, strcspn(typed, "?#"));
}

static const char *upper(struct request *rq, const char *s)
{
	char *out = arena_strdup(rq->arena, s);

	for (char *c = out; *c; c++)
		if (*c >= 'a' && *c <= 'z')
			*c = (char)(*c - 'a' + 'A');
	return out;
}

/* From what a code names up to the machine. */
static enum err climb(struct request *rq, const struct asset *x, struct report_found *out)
{
	struct asset at = *x;
	enum err err = OK;

	out->name = x->name;
	out->has_component = x->kind == ASSET_COMPONENT;
	out->component = *x;
	for (int depth = 0; err == OK && at.kind == ASSET_COMPONENT && at.parent_id != NONE && depth < 16;
		depth++)
		err = store_asset_get(request_db(rq), rq->arena, at.parent_id, &at);
	out->machine = at;
	out->kind = at.kind == ASSET_MACHINE ? FOUND_MACHINE : FOUND_OTHER;
	return err;
}

static enum err by_number(struct request *rq, const char *number, struct report_found *out)
{
	struct db *db = request_db(rq);
	struct asset x;
	char *end;
	enum err err;

	if (*number == '~') {
		int64_t id = strtoll(number + 1, &end, 10);

		err = *end || end == number + 1 || id < 1 ? ERR_NOT_FOUND
							  : store_asset_get(db, rq->arena, id, &x);
	} else {
		err = store_asset_by_code(db, rq->arena, number, &x);
		if (err == ERR_NOT_FOUND)
			err = store_asset_by_code(db, rq->arena, upper(rq, number), &x);
	}
	if (err != OK)
		return err == ERR_NOT_FOUND ? OK : err;
	out->code =
		x.code && !strchr(x.code, '/') ? x.code : arena_printf(rq->arena, "~%lld", (long long)x.id);
	return climb(rq, &x, out);
}

/* *real: there is such a printed code. */
static enum err by_label(struct request *rq, const char *typed, struct report_found *out, bool *real)
{
	char code[QR_CODE_SIZE];
	struct qr_code q;
	struct asset x;
	enum err err;

	*real = false;
	if (!qr_code_normalise(typed, code))
		return OK;
	err = store_qr_get(request_db(rq), rq->arena, code, &q);
	if (err != OK)
		return err == ERR_NOT_FOUND ? OK : err;
	*real = true;
	out->code = q.code;
	out->kind = q.revoked_at != NONE ? FOUND_REVOKED : q.entity < 0 ? FOUND_BLANK : FOUND_OTHER;
	if (q.name)
		out->name = q.name;
	if (out->kind != FOUND_OTHER || q.entity != QR_ASSET)
		return OK;
	err = store_asset_get(request_db(rq), rq->arena, q.entity_id, &x);
	return err == OK ? climb(rq, &x, out) : err;
}

enum err report_find(struct request *rq, const char *typed, struct report_found *out)
{
	bool real;
	enum err err;

	typed = bare(rq, typed);
	*out = (struct report_found){.kind = FOUND_NOTHING, .code = typed, .name = typed};
	err = by_label(rq, typed, out, &real);
	return err == OK && !real ? by_number(rq, typed, out) : err;
}
