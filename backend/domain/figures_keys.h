/* figures_keys.h - what failures are put together by: the mode, the component, the cause, the machine, the line. */
#ifndef DOMAIN_FIGURES_KEYS_H
#define DOMAIN_FIGURES_KEYS_H

#include "domain/figures_groups.h"

enum figures_by { BY_FAILURE_MODE, BY_COMPONENT, BY_CAUSE, BY_MACHINE, BY_LINE };
/* "failure_mode", "component", "cause", "machine", "line" */
extern const char *const figures_bys[];

/* Who a key is. Codes and component names: text (a component is put together with those of its name on other machines);
 * machines and lines: id. Neither: not recorded. */
struct figures_key {
	const char *text;
	int64_t id;
	const char *code, *name, *name_en; /* of machines and lines */
};

struct figures_keys {
	struct figures_key *at;
	size_t n;
	int32_t *of; /* the key of each ticket of the rows; -1: its machine is none of theirs */
};

/* The rows have tags. */
enum err domain_figures_keys(struct db *db, struct arena *a, const struct figures_rows *r, enum figures_by by,
	struct figures_keys *out);

#endif
