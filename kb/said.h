/* said.h - what records say, each by itself: their texts as tokens and the name of their fix, before anything that is
 * known is looked at.
 *
 * That is a third of the work of putting a record in, and needs nothing but the lexicon. So where many are put another
 * thread reads ahead while those before are put in. Who asks never waits for it: what is not read yet when it is asked for,
 * on a busy machine or where no thread can be had, is read then. Who reads makes no difference to what is read. */
#ifndef KB_SAID_H
#define KB_SAID_H

#include "kb/group.h"

struct kb_said {
	const struct kb_token *tokens; /* of the symptom and the code, then of cause, action and component */
	size_t n_symptom, n_past;
	bool grouped; /* it tells a fix: */
	struct kb_group_name group;
};

/* By what they are read. NULL: without spellings, without concepts. Fixes are always read by `groups`. */
struct kb_reader {
	const struct kb_lexicon *spellings, *concepts, *groups;
};

struct kb_ahead;
/* The n records at r, one after the other; both stay until the end. */
struct kb_ahead *kb_ahead_begin(const struct kb_reader *by, const struct kb_record *r, size_t n);
/* What the next of them says, until the next is asked for; not more often than there are records. scratch is overwritten. */
const struct kb_said *kb_ahead_next(struct kb_ahead *a, struct kb_reading *scratch);
void kb_ahead_end(struct kb_ahead *a);

#endif
