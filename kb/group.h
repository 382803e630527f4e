/* group.h - which fix a record tells of, when nobody said.
 *
 * The name of a fix is "class|object". The class of what was done (kb_fix_classes) is that of the concepts its words tell, in
 * Chinese or English or shortened. The object is the component, its words read as concepts as far as they are known; else
 * "#id" of the first part used; else the parts that the words of the action name; else these words. So 更换轴承,
 * "replaced bearing" and "c/o brg" are all "replace|=bearing". With no known class it is the action's wording itself: such a
 * record stands alone until another says the same. Nothing is merged by guess; a person merges by giving records a group. */
#ifndef KB_GROUP_H
#define KB_GROUP_H

#include "kb/kb.h"
#include "kb/lexicon.h"

struct kb_group_name {
	char name[KB_GROUP_BYTES + 1];
	char label[KB_GROUP_BYTES + 1];
};

/* False when the record tells no fix. scratch is overwritten. */
bool kb_group_of(const struct kb_lexicon *lx, const struct kb_record *r, struct kb_reading *scratch,
	struct kb_group_name *out);

#endif
