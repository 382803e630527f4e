/* said.h - what records say: their texts as tokens, the name of their fix, and, as far as they are known already, the
 * numbers of their fix and fields.
 *
 * That is a third of the work of putting a record in, and changes nothing. So where many are put another thread reads ahead
 * while those before are put in, and looks things up as anybody does who asks. Who puts never waits for it: what is not
 * read yet when its turn comes, on a busy machine or where no thread can be had, is read then. Who reads makes no difference
 * to what becomes of the records. */
#ifndef KB_SAID_H
#define KB_SAID_H

#include "kb/group.h"
#include "kb/state.h"

struct kb_said {
	/* Of the symptom and the code, then of cause, action and component, then of the name of a fix that is not known: */
	const struct kb_token *tokens;
	size_t n_symptom, n_past, n_name;
	bool grouped; /* it tells a fix: */
	struct kb_group_name group;
	uint32_t number;		 /* of the fix, KB_NO_NAME = not known when it was looked up */
	uint32_t model, component, code; /* KB_NO_NAME = not known then, or none */
};

struct kb_ahead;
/* For the writer: the n records at r, one after the other; they stay until the end. */
struct kb_ahead *kb_ahead_begin(const struct kb *kb, const struct kb_record *r, size_t n);
/* What the next of them says, until the next is asked for; not more often than there are records. scratch is overwritten. */
const struct kb_said *kb_ahead_next(struct kb_ahead *a, struct kb_reading *scratch);
void kb_ahead_end(struct kb_ahead *a);

#endif
