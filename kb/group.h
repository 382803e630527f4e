/* group.h - which fix a record tells of, when nobody said.
 *
 * The name of a fix is "class|component": class of the action (replace, adjust, clean …) by the first verb
 * that the table in group.c knows, in Chinese or English; component as written, folded, or "#id" of the first
 * part used. With no known verb it is the action's wording itself, folded: such a record stands alone until
 * another says the same. Nothing is merged by guess; a person merges by giving records a group. */
#ifndef KB_GROUP_H
#define KB_GROUP_H

#include "kb/kb.h"
#include "kb/text.h"

struct kb_group_name {
	char name[KB_GROUP_BYTES + 1];
	char label[KB_GROUP_BYTES + 1];
};

/* False when the record tells no fix. scratch is overwritten. */
bool kb_group_of(const struct kb_record *r, struct kb_tokens *scratch, struct kb_group_name *out);
/* The class of an action's text, or NULL. */
const char *kb_group_action(const struct kb_tokens *action);

#endif
