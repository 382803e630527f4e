/* outcome_base.h - how repairs of each component usually go: the base that a fix is measured against (outcome.h). Kept in
 * memory by the follower of the tickets, asked by everybody: it has a lock of its own. */
#ifndef DOMAIN_OUTCOME_BASE_H
#define DOMAIN_OUTCOME_BASE_H

#include "base/field.h"
#include "domain/outcome.h"

struct outcome_bases;

struct outcome_bases *outcome_bases_new(void);
void outcome_bases_free(struct outcome_bases *b);
/* In place of all there was: rows of struct component_outcome (store/fix.h). */
void outcome_bases_load(struct outcome_bases *b, const struct list *rows);
/* A repair of the component (NULL: it names none) was known as `before` (enum outcome, or -1: was not known) and is now
 * `after`. */
void outcome_bases_move(struct outcome_bases *b, const char *component, int before, int after);
/* The share of repairs of the component that hold; NULL, or one that nothing is known of: of the plant. */
double outcome_bases_of(struct outcome_bases *b, const char *component);

#endif
