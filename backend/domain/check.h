/* check.h - items and answers of a checklist: which are asked, what is wrong, what is missing. Pure. And the rules for writing one.
 *
 *   yes_no  text "yes" or "no"; bad: bit 0 yes, bit 1 no
 *   number  value in thousandths of the unit; bad below low or above high (the limits themselves are good)
 *   choice  text is one of the lines of choices; bad: bits by line
 *   photo   photo_id; text: text. Never bad by themselves: a person says so
 *
 * An item with if_item is asked when that earlier item is asked itself and was answered if_value: "yes", "no", a choice, or "finding"
 * (its answer is a finding). An item that is asked and required must be answered, or skipped with a reason. */
#ifndef DOMAIN_CHECK_H
#define DOMAIN_CHECK_H

#include "store/round.h"

/* Items in their order, and what was answered to each; NULL: nothing. */
struct check_sheet {
	const struct check_item *items;
	const struct round_answer *const *answers;
	size_t n;
};

bool check_answered(const struct check_item *i, const struct round_answer *x);
/* Is the answer outside what is good? Nothing answered: no. */
bool check_bad(const struct check_item *i, const struct round_answer *x);
/* Is item k asked? */
bool check_asked(const struct check_sheet *s, size_t k);
/* The first item that is asked, required, and neither answered nor skipped; s->n: none. */
size_t check_missing(const struct check_sheet *s);
/* Does the answer have the form its kind wants? */
bool check_fits(const struct check_item *i, const struct round_answer *x);
/* "30.5 MPa (20–25)", "no", for a ticket. In arena memory. */
const char *check_say(struct arena *a, const struct check_item *i, const struct round_answer *x);

/* ERR_INVALID names the rows as items[2].choices. Both add an event ("checklist"). */
enum err domain_checklist_add(struct tx *tx, struct checklist *c);
/* All of it; a new edition when the items differ. ERR_NOT_FOUND, ERR_STALE. */
enum err domain_checklist_put(struct tx *tx, struct checklist *c, int64_t version);

#endif
