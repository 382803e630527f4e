/* asset.h - the rules of the equipment tree.
 *
 * Kinds in order: site > area > line > machine > component. An asset hangs below a larger kind; levels may be
 * left out (a machine directly in a site, or at the top), a component always belongs to a machine. The kind
 * never changes, so a circle cannot come about.
 *
 * Codes are unique and may be left out. Only machines have a state; it changes through domain_asset_state
 * alone, so that every change is in the history with its reason. retired_day belongs to a retired machine (or
 * to an asset without states). Every machine gets a QR code when it is made.
 *
 * Events of entity "asset": created {"name"}; changed and moved with the members that differ,
 * {"name":[before,after],…}; state the same with its reason, {"state":["running","stopped"],"reason":…}. */
#ifndef DOMAIN_ASSET_H
#define DOMAIN_ASSET_H

#include "store/asset.h"

/* Nothing set: where a new asset begins. */
void domain_asset_none(struct asset *x);
/* Sets id. A machine without a state is running. ERR_INVALID with fields; ERR_CONFLICT: the code is in use.
 */
enum err domain_asset_add(struct tx *tx, struct asset *x);
/* x as it should be, based on `version`. The state stays as it is. Nothing happens (no event, same version)
 * when nothing differs. ERR_NOT_FOUND, ERR_STALE, ERR_CONFLICT: the code is in use; ERR_INVALID. */
enum err domain_asset_put(struct tx *tx, struct asset *x, int64_t version);

struct asset_change {
	int64_t id;
	int state;	    /* enum asset_state */
	const char *reason; /* required to retire a machine or bring it back */
	int64_t version;    /* NONE: whatever it is now */
	bool lead;	    /* may retire and bring back */
};
/* *out is the machine as it is then. The state it has already: nothing happens. Retiring sets retired_day to
 * today, bringing back clears it. ERR_NOT_FOUND, ERR_STALE; ERR_DENIED: not lead; ERR_CONFLICT: open tickets
 * keep a machine from retiring; ERR_INVALID: not a machine, or no reason. */
enum err domain_asset_state(struct tx *tx, const struct asset_change *c, struct asset *out);

#endif
