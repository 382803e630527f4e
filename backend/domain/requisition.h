/* requisition.h - what is to be bought, from the proposal to the shelf.
 *
 *   proposed ─edit→ edited ─approve→ approved ─order→ ordered ─receive→ receiving ─receive, close→ closed;
 *   cancelled from any state in which nothing has come.
 *
 * The nightly run (domain_requisition_propose) works out what is in force for every part (buying.h) and keeps one draft: it makes one in
 * a purchasing cycle when there is something to buy, and brings the one there is up to date as long as nobody has approved it: lines that
 * a person touched stay as they are, others follow the stock. What other requisitions have on order counts, so nothing is proposed twice;
 * run twice, it changes nothing. Lines a person struck out stay struck until it is approved, and are left out then.
 * A draft in which nothing is left to buy is withdrawn by the run; where a person struck the last line, by the nightly one, so that it is
 * there to be edited on till then.
 * What comes goes through the stock ledger (stock.h) at the price of the delivery, or the line's; a delivery's price becomes the
 * supplier's newest. Every change is an event of the requisition; "received" says which part, how much of it and by which movement. */
#ifndef DOMAIN_REQUISITION_H
#define DOMAIN_REQUISITION_H

#include "domain/role.h"
#include "store/requisition.h"

enum requisition_action { REQ_EDIT, REQ_APPROVE, REQ_ORDER, REQ_RECEIVE, REQ_CLOSE, REQ_CANCEL, REQ_NOTE };
/* "edit", "approve", … */
extern const char *const requisition_actions[];
/* Bits of what may be done now by who has this role. */
int64_t domain_requisition_actions(const struct requisition *r, enum role role);

struct requisition_run {
	bool nightly;	/* false: a person asks for a draft now, whatever cycle it is */
	int64_t id;	/* out: the draft; NONE: there is none, nothing is missing */
	int64_t parts;	/* out: looked at */
	int64_t lines;	/* out: of the draft */
	int64_t worked; /* out: parts whose minimum changed */
};
enum err domain_requisition_propose(struct tx *tx, struct requisition_run *run);

/* Keeps it, and tells what differs from *before as `kind`. ERR_STALE */
enum err requisition_save(
	struct tx *tx, struct requisition *r, const char *kind, const struct requisition *before);
/* How its part stands, from whom and for how much it is bought. A price at which so much could never be booked is left out. */
struct part_rule;
void requisition_line_of_rule(struct requisition_line *l, const struct part_rule *r);

/* The line of a part as it is, or the one that would be added: qty 0, from whom and for how much its rule says. ERR_NOT_FOUND: no such
 * requisition; ERR_INVALID: no such part. */
enum err domain_requisition_line_get(struct db *db, struct arena *a, int64_t id, int64_t part,
	struct requisition_line *out, struct fault *fault);
/* One part's line as a person wants it: qty, supplier_id, price_cents, note; qty 0 strikes it out. New parts become lines. Where the
 * requisition's version is still `version`. ERR_NOT_FOUND, ERR_STALE; ERR_CONFLICT: it is no draft; ERR_INVALID: no such part, or it
 * would cost more than can be booked. */
enum err domain_requisition_line(
	struct tx *tx, int64_t id, int64_t version, const struct requisition_line *line);

/* A step without more to say than why. ERR_CONFLICT: not in this state; nothing to buy. ERR_INVALID: needs a reason (cancelling what was
 * approved, closing while something is missing). */
enum err domain_requisition_step(
	struct tx *tx, int64_t id, int64_t version, enum requisition_action action, const char *reason);

/* What is said of it as a whole; printed with it. NULL: nothing. ERR_NOT_FOUND, ERR_STALE; ERR_CONFLICT: it is over. */
enum err domain_requisition_note(struct tx *tx, int64_t id, int64_t version, const char *note);

struct requisition_delivery {
	int64_t requisition_id, part_id, bin_id, qty, price_cents;
	const char *slip, *key;
};
/* Part of what was ordered has come. A key that was here before: OK and nothing. ERR_CONFLICT: not ordered. ERR_INVALID: no such line,
 * no bin. */
enum err domain_requisition_receive(struct tx *tx, const struct requisition_delivery *d);

#endif
