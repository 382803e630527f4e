/* supply.h - suppliers, what they ask, substitutes, and where parts are built in. Each change is an event: of the
 * supplier "created", "changed"; of the part "supplier_set", "supplier_removed", "price_noted", "substitute_set",
 * "substitute_removed", "use_added", "use_removed". */
#ifndef DOMAIN_SUPPLY_H
#define DOMAIN_SUPPLY_H

#include "store/part.h"
#include "store/supply.h"

/* ERR_CONFLICT: the name is in use. */
enum err domain_supplier_add(struct tx *tx, struct supplier *s);
/* Where the version is still s->version. ERR_STALE, ERR_CONFLICT. */
enum err domain_supplier_put(struct tx *tx, struct supplier *s);

/* That it sells the part, new or changed. ERR_NOT_FOUND: no such part or supplier. */
enum err domain_supply_put(struct tx *tx, const struct part_supplier *s);
/* Its prices stay. ERR_NOT_FOUND */
enum err domain_supply_remove(struct tx *tx, int64_t part, int64_t supplier);
/* What it asks for one unit, from p->day on (NONE: today). ERR_NOT_FOUND: no such part. ERR_INVALID: no such
 * supplier. */
enum err domain_supply_price(struct tx *tx, struct part_price *p);
/* Something came in from a supplier: it sells the part, and its price of that day is known. */
enum err domain_supply_received(struct tx *tx, const struct movement *m);

/* both: the other way round too. ERR_NOT_FOUND: no such part. ERR_INVALID: the same part, or another unit. */
enum err domain_substitute_put(struct tx *tx, int64_t part, int64_t substitute, const char *note, bool both);
enum err domain_substitute_remove(struct tx *tx, int64_t part, int64_t substitute);

/* Sets id. ERR_NOT_FOUND: no such part. ERR_INVALID: no such machine or component, or neither or both of it and a
 * model. ERR_CONFLICT: it is said already. */
enum err domain_use_add(struct tx *tx, struct asset_part *p);
/* ERR_NOT_FOUND: not of this part. */
enum err domain_use_remove(struct tx *tx, int64_t part, int64_t id);

#endif
