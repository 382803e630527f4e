/* fix.h - the rules of fixes as things: what people call them, write down of them, merge and split.
 *
 * Nothing is merged by guess: a person merges one fix into another, and may take that back; both keep their ids, and the
 * id of the merged one leads to the other (root_id). Splitting makes another fix of chosen cases. Each is an event of the
 * fix (changed, merged, took_in, unmerged, let_go, split, gathered), with who and when; the knowledge base follows these.
 *
 * What is written down: when to think of it (symptom), how to see that it is this (check_first), the cause, what to do
 * (steps, one a line), minutes and parts it takes, the model and the place it is for. A fix that repairs made may have that
 * too. An expert's tree is a phenomenon with its branches in the order in which they are checked; each branch is a written
 * fix with an id and cases of its own. */
#ifndef DOMAIN_FIX_H
#define DOMAIN_FIX_H

#include "base/i18n.h"
#include "store/fix.h"
#include "store/repair.h"

/* As people call it, in that language if they do; else the action and the component; else as the first repair said it. */
const char *domain_fix_label(struct arena *a, const struct fix *f, enum lang lang);
/* Sets c->held of a case that was read. */
void domain_case_outcome(struct repair_case *c, int64_t days, int64_t now);

/* Needs symptom and steps. ERR_INVALID: fields */
enum err domain_fix_add(struct tx *tx, struct fix *f);
/* f as it should be with its parts, based on f->version. Nothing happens when nothing differs. ERR_STALE, ERR_INVALID;
 * ERR_CONFLICT: it was merged. */
enum err domain_fix_put(struct tx *tx, struct fix *f);

/* Its cases are those of `into` from now on. ERR_NOT_FOUND, ERR_STALE; ERR_INVALID: into; ERR_CONFLICT: merged already. */
enum err domain_fix_merge(struct tx *tx, int64_t id, int64_t version, int64_t into);
/* And back: with what was its own, and what came to it since. */
enum err domain_fix_unmerge(struct tx *tx, int64_t id, int64_t version);

/* Chosen cases become another fix, or cases of one that there is. */
struct fix_split {
	int64_t id, version;
	struct list tickets; /* of int64_t */
	const char *zh, *en; /* of the new one: one of them */
	int64_t into;	     /* or that which they go to; NONE: a new one */
	struct fix made;     /* where they are now */
};
/* ERR_STALE; ERR_INVALID: tickets (not all are cases of it, or all that there are), zh, into. */
enum err domain_fix_split(struct tx *tx, struct fix_split *s);

/* Said at closing: the repair is a case of this fix (of what it leads to); NONE: nothing is said, and what was said at an
 * earlier closing no longer holds. ERR_INVALID: fix_id */
enum err domain_fix_named(struct tx *tx, int64_t ticket, int64_t fix);

/* What a branch can say of itself goes over to f; the rest of f stays. */
void domain_branch_say(struct fix *f, const struct fix *said);
/* With its branches: those with an id stay the fixes they are, those that are left out retire. ERR_INVALID: fields. */
enum err domain_tree_add(struct tx *tx, struct fix_tree *t);
/* ERR_STALE, ERR_NOT_FOUND */
enum err domain_tree_put(struct tx *tx, struct fix_tree *t);

#endif
