/* import_template.c - an empty list as Excel, with an example row that an import passes over. See import.h. */
#include <string.h>

#include "api/import.h"
#include "api/import_view.h"
#include "api/reply.h"
#include "api/sheet.h"

enum { COLUMN_WIDTH = 16 };

static const char *example(struct request *rq, const struct import_column *c)
{
	const char *bar = strchr(c->example, '|');

	if (!bar)
		return c->example;
	return rq->lang == LANG_ZH ? arena_strndup(rq->arena, c->example, (size_t)(bar - c->example))
				   : bar + 1;
}

/* A row of texts, one behind the other. */
static const struct xlsx_column *columns_of(struct request *rq, const struct import_column *c, size_t n)
{
	struct xlsx_column *columns = arena_calloc(rq->arena, n + 1, sizeof(*columns));

	for (size_t i = 0; i < n; i++)
		columns[i] = (struct xlsx_column){
			.field = {.name = c[i].name, .type = F_TEXT, .offset = i * sizeof(char *)},
			.width = COLUMN_WIDTH,
			.heading = arena_printf(
				rq->arena, "%s%s", import_usual_heading(rq, &c[i]), c[i].required ? "*" : ""),
		};
	return columns;
}

enum err api_import_template_sheet(struct request *rq)
{
	static const enum msg titles[] = {[IMPORT_MACHINES] = MSG_X_LEDGER,
		[IMPORT_PARTS] = MSG_X_PARTS,
		[IMPORT_REPAIRS] = MSG_X_TICKETS,
		[IMPORT_PLANS] = MSG_X_PLANS};
	struct import_new q = {.kind = -1};
	enum err err = request_query_read(rq, import_template_query, &q);
	const struct import_column *c;
	const char **row;
	struct xlsx_note note;
	struct xlsx x;
	size_t n = 0;

	if (err != OK)
		return err;
	c = import_columns(q.kind);
	while (c[n].name)
		n++;
	row = arena_calloc(rq->arena, n, sizeof(*row));
	for (size_t i = 0; i < n; i++)
		row[i] = example(rq, &c[i]);
	note = (struct xlsx_note){
		msg_text(MSG_X_TEMPLATE_HOW, rq->lang), msg_text(MSG_X_TEMPLATE_SAYS, rq->lang)};
	x = (struct xlsx){.name = msg_text(titles[q.kind], rq->lang),
		.lang = rq->lang,
		.columns = columns_of(rq, c, n),
		.notes = &note,
		.note_n = 1};
	if (!xlsx_write(&rq->reply.body, &x, &(struct list){row, 1}, n * sizeof(char *)))
		return fault_set(&rq->fault, ERR_IO, MSG_IO, "xlsx");
	rq->reply.status = 200;
	rq->reply.type = SHEET_TYPE;
	reply_header(rq, "Content-Disposition",
		arena_printf(rq->arena, "attachment; filename=\"%s.xlsx\"", import_whats[q.kind]));
	return OK;
}
