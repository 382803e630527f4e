/* gauges.h - meters for the demo factory, with three weeks of hourly readings: oil that got too warm once, a spindle whose
 * bearing is going, air pressure that is well, and a sensor that fell silent this morning. Makes no tickets. */
#ifndef DEMO_GAUGES_H
#define DEMO_GAUGES_H

#include "demo/factory.h"

store_fn gauges_add; /* ctx: the factory */

#endif
