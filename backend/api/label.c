/* label.c - see label.h. */
#include "api/label.h"

#include <stdlib.h>
#include <string.h>

#include "api/reply.h"
#include "qr/code.h"
#include "qr/label.h"
#include "qr/matrix.h"
#include "store/asset.h"
#include "store/qr.h"

/* As many as the writer of a URL of ordinary length can name, and as a sheet printer wants at once. */
enum { LABELS_MAX = 1000, DPI = 203 };

struct labels {
	struct qr_size size;
	struct list labels; /* of struct qr_label */
	/* as asked for */
	const char *form, *codes, *assets;
	int64_t page, dpi, under, blank;
};
#define LABEL_DPI FIELD(struct labels, dpi, F_INT, .min = 72, .max = 600)
const struct field label_query[] = {
	FIELD_AS(struct labels, form, "size", F_TEXT, .max = 20),
	LABEL_DPI,
	FIELD_END,
};
const struct field labels_query[] = {
	FIELD(struct labels, codes, F_TEXT, .max = 20000),
	FIELD(struct labels, assets, F_TEXT, .max = 20000),
	FIELD(struct labels, under, F_INT, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct labels, blank, F_INT, .min = 1, .max = LABELS_MAX),
	FIELD_AS(struct labels, form, "sheet", F_TEXT, .max = 20),
	FIELD(struct labels, page, F_INT, .min = 1, .max = LABELS_MAX),
	LABEL_DPI,
	FIELD_END,
};

static const char *const types[] = {
	[QR_SVG] = "image/svg+xml", [QR_PNG] = "image/png", [QR_PDF] = "application/pdf"};
static const char *const extensions[] = {[QR_SVG] = "svg", [QR_PNG] = "png", [QR_PDF] = "pdf"};

static struct qr_label label_of(struct request *rq, const struct qr_code *q)
{
	return (struct qr_label){
		.url = arena_printf(rq->arena, "%s/q/%s", request_base_url(rq), q->code),
		.code = q->code,
		.name = q->name,
		.number = q->number,
		.place = q->place,
		.hint = msg_text(MSG_LABEL_HINT, rq->lang),
	};
}

static enum err read_form(struct request *rq, const struct field *query, const char *name, struct labels *l)
{
	enum err err = request_query_read(rq, query, l);

	if (!qr_size_read(l->form, &l->size))
		err = fault_field(&rq->fault, name, MSG_F_ENUM, "50x30 | 70x50 | a4 | 60x40 …");
	return err;
}

static enum err reply_picture(struct request *rq, enum qr_format format, const char *name)
{
	rq->reply.status = 200;
	rq->reply.type = types[format];
	reply_header(rq, "Content-Disposition",
		arena_printf(rq->arena, "inline; filename=\"%s.%s\"", name, extensions[format]));
	return OK;
}

static enum err draw(struct request *rq, const struct labels *l, enum qr_format format, const char *name)
{
	size_t pages = qr_label_pages(&l->size, l->labels.n);
	bool drawn;

	if (!l->labels.n)
		return fault_set(&rq->fault, ERR_NOT_FOUND, MSG_LABELS_NONE, NULL);
	if (l->page > (int64_t)pages)
		return fault_field(
			&rq->fault, "page", MSG_F_RANGE, arena_printf(rq->arena, "1 – %zu", pages));
	request_db_return(rq);
	if (!gate_enter(&rq->app->drawings))
		return fault_set(&rq->fault, ERR_BUSY, MSG_BUSY, NULL);
	drawn = qr_label_draw(&rq->reply.body, &l->size, l->labels.items, l->labels.n, (size_t)l->page - 1,
		format, (int)l->dpi);
	gate_leave(&rq->app->drawings);
	/* Only an address that fits no code keeps a label from being drawn. */
	if (!drawn)
		return fault_set(&rq->fault, ERR_CONFLICT, MSG_LABEL_URL, request_base_url(rq));
	return reply_picture(rq, format, name);
}

/* ---- one code ---- */

/* A code that may be printed: there, and not revoked. */
static enum err find(struct request *rq, const char *typed, const char *field, struct qr_code *q)
{
	char code[QR_CODE_SIZE];
	enum err err;

	if (!qr_code_normalise(typed, code))
		return fault_field(&rq->fault, field, MSG_QR_CODE, NULL);
	err = store_qr_get(request_db(rq), rq->arena, code, q);
	if (err == ERR_NOT_FOUND)
		return fault_set(&rq->fault, err, MSG_QR_UNKNOWN, code);
	if (err == OK && q->revoked_at != NONE)
		return fault_set(&rq->fault, ERR_CONFLICT, MSG_QR_REVOKED, code);
	return err;
}

static enum err one(struct request *rq, enum qr_format format)
{
	struct labels l = {.form = "50x30", .page = 1, .dpi = DPI};
	struct qr_label label;
	struct qr_code q;
	enum err err = read_form(rq, label_query, "size", &l);

	if (err == OK)
		err = find(rq, rq->params[0], "code", &q);
	if (err != OK)
		return err;
	label = label_of(rq, &q);
	l.labels = (struct list){&label, 1};
	return draw(rq, &l, format, q.code);
}

enum err api_label_svg(struct request *rq)
{
	return one(rq, QR_SVG);
}

enum err api_label_png(struct request *rq)
{
	return one(rq, QR_PNG);
}

enum err api_label_pdf(struct request *rq)
{
	return one(rq, QR_PDF);
}

/* The code without anything beside it, a module a third of a millimetre. */
enum err api_code_svg(struct request *rq)
{
	struct qr_matrix *m = arena_new(rq->arena, struct qr_matrix);
	struct qr_code q;
	enum err err = find(rq, rq->params[0], "code", &q);

	if (err != OK)
		return err;
	if (!qr_matrix_make(label_of(rq, &q).url, QR_ECC_Q, m))
		return fault_set(&rq->fault, ERR_CONFLICT, MSG_LABEL_URL, request_base_url(rq));
	qr_matrix_svg(&rq->reply.body, m, 0.33);
	return reply_picture(rq, QR_SVG, q.code);
}

/* ---- many ---- */

/* The newest good code of a machine or component. */
static enum err find_asset(struct request *rq, const char *typed, const char *field, struct qr_code *q)
{
	int64_t id = strspn(typed, "0123456789") == strlen(typed) ? strtoll(typed, NULL, 10) : 0;
	struct list all;
	struct asset x;
	enum err err;

	if (id < 1 || id > FIELD_ID_MAX)
		return fault_field(&rq->fault, field, MSG_F_NUMBER, NULL);
	err = store_asset_get(request_db(rq), rq->arena, id, &x);
	if (err == ERR_NOT_FOUND)
		return fault_field(&rq->fault, field, MSG_F_NO_SUCH, NULL);
	if (err == OK)
		err = store_qr_of(request_db(rq), rq->arena, QR_ASSET, id, &all);
	for (size_t i = 0; err == OK && i < all.n; i++) {
		*q = *(struct qr_code *)list_at(&all, i, sizeof(*q));
		if (q->revoked_at == NONE)
			return OK;
	}
	return err == OK ? fault_set(&rq->fault, ERR_CONFLICT, MSG_LABEL_NO_CODE, x.name) : err;
}

typedef enum err finder(struct request *rq, const char *typed, const char *field, struct qr_code *q);

static enum err named(
	struct request *rq, const char *codes, const char *field, finder *find_one, struct list *out)
{
	char *text = arena_strdup(rq->arena, codes);
	enum err err = OK;

	*out = (struct list){arena_calloc(rq->arena, LABELS_MAX, sizeof(struct qr_code)), 0};
	while (err == OK && *text) {
		size_t n = strcspn(text, ",");
		char *rest = text + n + (text[n] == ',');

		text[n] = 0;
		if (*text && out->n == LABELS_MAX)
			return fault_field(&rq->fault, field, MSG_F_RANGE, "1 – 1000");
		if (*text)
			err = find_one(rq, text, field, list_at(out, out->n++, sizeof(struct qr_code)));
		text = rest;
	}
	return err;
}

static enum err read_codes(struct request *rq, const struct labels *l, struct list *out)
{
	struct asset x;
	enum err err;

	if ((l->codes != NULL) + (l->assets != NULL) + (l->under != NONE) + (l->blank != NONE) != 1)
		return fault_field(&rq->fault, "codes", MSG_LABELS_WHICH, NULL);
	if (l->codes)
		return named(rq, l->codes, "codes", find, out);
	if (l->assets)
		return named(rq, l->assets, "assets", find_asset, out);
	if (l->blank != NONE)
		return store_qr_blank_newest(request_db(rq), rq->arena, l->blank, out);
	err = store_asset_get(request_db(rq), rq->arena, l->under, &x);
	return err == OK ? store_qr_under(request_db(rq), rq->arena, l->under, LABELS_MAX, out) : err;
}

/* Which: codes= or assets= (separated by commas, in this order), under= (a part of the tree: each machine's newest good
 * code) or blank= (so many of the newest blank ones). ERR_NOT_FOUND: there are none. */
static enum err many(struct request *rq, enum qr_format format)
{
	struct labels l = {.form = "a4", .page = 1, .dpi = DPI, .under = NONE, .blank = NONE};
	struct list codes;
	enum err err = read_form(rq, labels_query, "sheet", &l);

	if (err == OK)
		err = read_codes(rq, &l, &codes);
	if (err != OK)
		return err;
	l.labels = (struct list){arena_calloc(rq->arena, codes.n, sizeof(struct qr_label)), codes.n};
	for (size_t i = 0; i < codes.n; i++)
		*(struct qr_label *)list_at(&l.labels, i, sizeof(struct qr_label)) =
			label_of(rq, list_at(&codes, i, sizeof(struct qr_code)));
	request_db_return(rq);
	return draw(rq, &l, format, "labels");
}

enum err api_labels_svg(struct request *rq)
{
	return many(rq, QR_SVG);
}

enum err api_labels_png(struct request *rq)
{
	return many(rq, QR_PNG);
}

/* All pages in one document. */
enum err api_labels_pdf(struct request *rq)
{
	return many(rq, QR_PDF);
}

/* Whether a printer keeps the size: a cross of 100 mm on A4. */
enum err api_calibration_pdf(struct request *rq)
{
	if (!qr_label_calibration(&rq->reply.body, QR_PDF, DPI))
		return ERR_IO;
	return reply_picture(rq, QR_PDF, "calibration");
}
