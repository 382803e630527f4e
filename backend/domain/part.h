/* part.h - the parts catalogue and the bins. Quantities move in domain/stock.h alone. */
#ifndef DOMAIN_PART_H
#define DOMAIN_PART_H

#include "store/part.h"

/* Sets p->id and p->version; quantities start at 0. ERR_CONFLICT: the code is in use. ERR_INVALID: no such
 * bin, or a code, name, unit or category of more than one line. */
enum err domain_part_add(struct tx *tx, struct part *p);
/* Where the version is still p->version (ERR_STALE), which is then one more. Retiring a part that still lies
 * in stock is allowed: it can be used up, and is no longer received or listed as low. */
enum err domain_part_put(struct tx *tx, struct part *p);
/* ERR_CONFLICT: the code is in use. */
enum err domain_bin_add(struct tx *tx, struct bin *b);
enum err domain_bin_put(struct tx *tx, struct bin *b);

#endif
