/* pack.h - leaving the dead out, a little at a time.
 *
 * A record that is replaced or removed leaves a dead document behind. When there are many, the living are copied
 * into fresh arrays aside, some hundred with every change, so that no change takes long and readers notice nothing;
 * then the fresh ones take the place of the old in one published view. What changes meanwhile is changed in both. */
#ifndef KB_PACK_H
#define KB_PACK_H

#include "kb/state.h"

/* After a change has been published: begins when the dead are a third, goes on when it has begun. */
void kb_pack_some(struct kb *kb);
/* The document died. */
void kb_pack_drop(struct kb *kb, uint32_t number);
/* Its copy, or NULL when there is none yet. */
struct kb_doc *kb_pack_doc(struct kb *kb, uint32_t number);
void kb_pack_stop(struct kb *kb);
size_t kb_pack_bytes(const struct kb *kb);

#endif
