/* reason.h - why a fix stands where it stands, as a sentence for whoever repairs.
 *
 * Made from the features that matter: each feature's weight times how far it is above the other fixes' mean is what it
 * brought this fix; the two that brought most are said, as facts that can be looked up (how many similar repairs, how often
 * on this machine, when last, which words). Nothing is said of what brought nearly nothing, and nothing is made up: with no
 * such fact there is no sentence. */
#ifndef DOMAIN_REASON_H
#define DOMAIN_REASON_H

#include "base/i18n.h"
#include "kb/kb.h"

struct reason_facts {
	enum lang lang;
	int64_t now;
	bool written;		   /* somebody wrote it down */
	int64_t cases, cases_here; /* without what was written down */
};

/* Of answer->fixes[at]; NULL: nothing to say. */
const char *reason_of(
	struct arena *a, const struct kb_answer *answer, size_t at, const struct reason_facts *facts);

#endif
