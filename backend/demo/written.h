/* written.h - what the demo factory's experienced people wrote down: fixes, a tree, two that are one, and words of its own.
 *
 * Written on the first day; from then on, three of five repairs of the family that a fix is for name it at closing. The
 * others find it by their codes where the component is of that kind of machine alone, and are a fix of their own elsewhere. */
#ifndef DEMO_WRITTEN_H
#define DEMO_WRITTEN_H

#include "demo/factory.h"

/* tx->now and tx->actor are the writer's; parts are in the ledger. */
enum err written_build(struct tx *tx, struct factory *f);
/* The written fix that this ticket's closing names, or NONE. family NULL: a job. */
int64_t written_of(const struct factory *f, const struct demo_family *family, int64_t ticket);

#endif
