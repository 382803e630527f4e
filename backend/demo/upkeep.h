/* upkeep.h - plans of maintenance for the demo factory: one for each kind of machine that was serviced, with the services
 * that were done as its history. Makes no tickets: what is due soon gets its own when the factory is served. */
#ifndef DEMO_UPKEEP_H
#define DEMO_UPKEEP_H

#include "demo/factory.h"

store_fn upkeep_add; /* ctx: the factory */

#endif
