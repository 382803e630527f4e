/* supplies.h - what is around the demo factory's parts at the end of its two years. */
#ifndef DEMO_SUPPLIES_H
#define DEMO_SUPPLIES_H

#include "demo/factory.h"

/* Suppliers and what they asked over time; tx->now is when that was written down. */
enum err supplies_sellers(struct tx *tx, const struct factory *f);

/* A second store at the lines, substitutes, where parts are built in, parts
 * kept for open tickets and wanted by them, one counting that is over and one that goes on. */
store_fn supplies_add; /* ctx: the factory */

#endif
