/* figures_view.h - figures as they go out: durations in ms, rates 0..1, money in cents, n/a as null. */
#ifndef API_FIGURES_VIEW_H
#define API_FIGURES_VIEW_H

#include "base/field.h"
#include "base/i18n.h"
#include "domain/figures.h"

struct excluded_view;
struct evidence_view;

/* The figures of a machine, a line, a step, or of all that was asked, the sums they are made of, and cost. */
struct figures_view {
	int64_t id, parent_id;
	int64_t start, end; /* of a step */
	const char *code, *name;
	int64_t from, to; /* what was observed of it; NONE: nothing */
	struct reliability_figures figures, *parts;
	struct reliability_sums sums;
	struct excluded_view *excluded;
	int64_t uptime_ms;
	struct cost_sums cost;
	double cost_ratio;
	struct evidence_view *evidence; /* NULL unless asked for */
};

/* With who it is and its evidence; and with start and end instead. */
extern const struct field figure_fields[], figure_step_fields[];

/* A machine, line or area as the reader calls it: its English name where there is one and English is read. */
const char *figures_place_name(const char *name, const char *name_en, enum lang lang);
/* Points into the row and the arena. A view is not moved once it is filled. */
void figures_view_fill(
	struct arena *a, const struct figures_row *row, enum lang lang, struct figures_view *v);
struct list figures_view_list(struct arena *a, const struct figures_row *rows, size_t n, enum lang lang);

#endif
