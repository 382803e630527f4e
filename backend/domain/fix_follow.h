/* fix_follow.h - how repairs find their fix.
 *
 * A repair whose closing names an action and a component is a case of (that action, components of that name); the very
 * component is remembered too, so that renaming it changes nothing. What says less is grouped by its words as kb/ does
 * (kb/group.h): the class of what was done and what it was done to, or the same wording; it stands alone until another says
 * the same. A repair that says nothing of what was done is a case of none.
 *
 * What was found stays: a repair keeps its fix while what it was worked out from stays the same (its `basis`: the codes and
 * ids, not the names behind them, and not the words of the lexicon), and what a person said, at closing or later, is never
 * worked out again. Fixes are made here as they are needed, one for each key (fix_key), and keep their id for ever. */
#ifndef DOMAIN_FIX_FOLLOW_H
#define DOMAIN_FIX_FOLLOW_H

#include "kb/kb.h"
#include "kb/lexicon.h"
#include "store/repair.h"

/* What its words, codes and parts say, as kb/ takes it; without group and outcome. Lives as long as the arena. */
struct kb_record fix_record(
	struct arena *a, const struct repair *r, const struct kb_part *parts, size_t n_parts);

/* A digest of what a repair's fix is worked out from. */
int64_t fix_basis(const struct repair *r, int64_t first_part);

/* One repair that was read, and what it should be. */
struct fix_claim {
	struct repair *r; /* its fix_id, root_id, said, basis and outcome are brought up to date */
	const struct kb_record *words; /* by fix_record */
	int outcome;		       /* as it is now */
};
/* Keeps what is not kept yet or differs, as one transaction if there is anything. `count`: the numbers of the fixes it
 * touches follow at once. The words are read by lx. */
enum err fix_follow(struct store *s, const struct kb_lexicon *lx, struct arena *a, struct fix_claim *claims,
	size_t n, bool count);
/* It is no repair any more. */
enum err fix_forget(struct store *s, struct arena *a, int64_t ticket);
/* The numbers of all fixes. */
enum err fix_count_all(struct store *s, struct arena *a);

/* The name that kb/ knows a fix by, and back (NONE: it names none of ours). */
const char *fix_group(struct arena *a, int64_t fix);
int64_t fix_of_group(const char *group);

#endif
