/* figures_groups.h - machines put together by line, area or site: what reports show a row each of.
 *
 * A machine belongs to the nearest asset above it of the level asked for; when there is none, to the nearest of a higher
 * level (a machine that stands directly in an area, asked by line, belongs to the area); else to the row without id. */
#ifndef DOMAIN_FIGURES_GROUPS_H
#define DOMAIN_FIGURES_GROUPS_H

#include "domain/figures_rows.h"

enum figures_level { LEVEL_SITE, LEVEL_AREA, LEVEL_LINE, LEVEL_MACHINE, LEVEL_NONE };
/* "site", "area", "line", "machine", "none" */
extern const char *const figures_levels[];

struct figures_groups {
	struct figures_place *at; /* in the order in which their first machines come */
	size_t n;
	size_t *of; /* the group of each machine of the rows */
};

/* LEVEL_MACHINE: each machine is a group; LEVEL_NONE: no groups, and no group of any machine. */
enum err domain_figures_groups(struct db *db, struct arena *a, const struct figures_rows *r,
	enum figures_level level, struct figures_groups *out);

#endif
