/* manuals.h - what the demo factory has to read: a troubleshooting guide for its lathes, in Chinese, and the same in English as
 * DITA, both written for this. */
#ifndef DEMO_MANUALS_H
#define DEMO_MANUALS_H

#include "demo/factory.h"
#include "store/store.h"

/* Beside the transactions of the factory, for its files are in the folder. */
enum err manuals_add(struct store *store, const struct factory *f, struct fault *fault);

#endif
