/* import_view.h - rows of an import as the API shows them; for import.c and import_run.c. */
#ifndef API_IMPORT_VIEW_H
#define API_IMPORT_VIEW_H

#include "api/request.h"
#include "domain/import.h"

struct import_problem {
	const char *heading; /* of the column; NULL: the whole row, or the whole file */
	const char *message;
};
extern const struct field import_problem_fields[];

struct import_row_view {
	struct import_row row;
	struct list problems;
};

/* What is asked with a file, and with a template. */
struct import_new {
	int kind;
	const char *name;
};

/* Of the headings that are known, the first in the language of the reader; else our own name. */
const char *import_usual_heading(struct request *rq, const struct import_column *c);
/* What is wrong, heading by heading; at least one when `f` is a fault at all. */
struct list import_problems(struct request *rq, const struct fault *f);
/* struct import_row as struct import_row_view. */
struct list import_row_views(struct request *rq, const struct list *rows);

#endif
