/* find.h - from anywhere to anything: a number, a code, a word.
 *
 * What is meant exactly comes first: a printed code (as typed or scanned, also a whole address), a ticket's number, the
 * number of a machine, a part, a bin. Then a few of each kind that hold all the words: machines, tickets, parts, the rest.
 * When tickets of late do not hold them, similar repairs of all times fill up (kb/). */
#ifndef DOMAIN_FIND_H
#define DOMAIN_FIND_H

#include "domain/knowledge.h"
#include "store/find.h"

enum { FIND_EACH = 5, FIND_EACH_MAX = 20 };

/* Up to `each` of each kind into a list of struct find_item, best first. */
enum err domain_find(struct knowledge *k, struct db *db, struct arena *a, const char *text, int64_t each,
	struct list *out);

#endif
