/* round.h - walking a round: begun, machine after machine, finished.
 *
 * A phone may have walked the whole of it without a network, so everything can be sent late, again, and in any number of parts:
 * beginning a round that one has begun, sending a stop as it is, finishing what one has finished change nothing. Each stop is sent
 * whole. The phone's times are kept beside the server's; the one that counts is the phone's unless it lies in the future or more
 * than ROUND_SAID_MS back. Of two people who walk the same round the one who is heard of first has it; the other is told
 * who (ERR_CONFLICT) and may take it over.
 *
 * A stop is proven by a code of its machine that was scanned, or typed (which is marked), or skipped with a reason. It is done when
 * nothing is missing (check_missing). A finding becomes a ticket (kind and source inspection) by itself or when the answer asks for it;
 * while a ticket of the same question on the same machine is not repaired, that one gets the value as one more who saw it. The
 * photo of the answer is the ticket's too. */
#ifndef DOMAIN_ROUND_H
#define DOMAIN_ROUND_H

#include "domain/check.h"

enum { ROUND_SAID_MS = 14 * 24 * 60 * 60 * 1000, ROUND_CODE_MAX = 64 };

/* take: also when another has begun it. ERR_NOT_FOUND. ERR_CONFLICT: begun by another, finished. */
enum err domain_round_start(struct tx *tx, int64_t id, int64_t said, bool take, struct round *r);

struct round_said {
	int64_t item_id, value;
	const char *text, *photo_key; /* of a document of the round that was sent before */
	const char *skipped, *note;
	int64_t finding; /* 1: a person says it is one */
	int64_t ticket;	 /* 1: make one */
	int64_t time;
};
struct round_stop_said {
	int64_t round_id, stop_id;
	int64_t scanned_at, typed;
	const char *code, *skipped;
	int64_t done, done_said; /* done 1: that is all of it */
	struct list answers;	 /* struct round_said */
};
/* ERR_NOT_FOUND. ERR_CONFLICT: another has it, it is finished. ERR_INVALID: fields; the code of another machine; something is
 * missing of a stop that is said to be done: answers of the item that is named. */
enum err domain_round_stop(struct tx *tx, const struct round_stop_said *s);

struct round_end {
	int64_t id, said;
	const char *signature_key, *note;
};
/* ERR_INVALID: a stop is not done, no signature where there must be one. */
enum err domain_round_finish(struct tx *tx, const struct round_end *e, struct round *r);

#endif
