/* told.h - who looks after what in the demo factory, and what they were told in its last hours. */
#ifndef DEMO_TOLD_H
#define DEMO_TOLD_H

#include "demo/factory.h"

/* Each technician has areas of their own, the storekeeper buys; then the events of the last hours are told as the server would
 * have, by the table as it is shipped. There is no channel. */
store_fn told_add; /* ctx: the factory */

#endif
