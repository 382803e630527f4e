/* purchases.h - what the demo factory buys: rules of its parts, a requisition of last week of which some has come (steps of the
 * simulation, sim.h), and the draft of this week with what nobody bought then. */
#ifndef DEMO_PURCHASES_H
#define DEMO_PURCHASES_H

#include "demo/factory.h"

/* The draft; at the end, when nothing moves any more. */
store_fn purchases_add; /* ctx: the factory */

#endif
