/* figures_fields.c - the tables of figures.h that are not read or written through: figures.c does it by hand. */
#include "api/figures.h"
#include "domain/figures.h"

const struct field figures_query[] = {
	FIELD(struct figures_query, under, F_INT, .min = 1, .max = FIELD_ID_MAX),
	FIELD(struct figures_query, from, F_TIME),
	FIELD(struct figures_query, to, F_TIME),
	FIELD(struct figures_query, evidence, F_INT, .max = 1),
	FIELD_END,
};

const struct field figures_fields[] = {
	FIELD(struct figures_query, from, F_TIME, F_SURE),
	FIELD(struct figures_query, to, F_TIME, F_SURE),
	FIELD(struct figures_query, now, F_TIME, F_SURE),
	{.name = "pooled", .type = F_RAW, .flags = F_SURE},
	{.name = "machines", .type = F_RAW, .flags = F_SURE},
	FIELD_END,
};
