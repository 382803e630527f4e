/* check.h - is everything in the data folder as it must be? Only reads; one consistent view of the database,
 * also while a server writes.
 *
 * What is looked at: every page and index of the database and every reference between its tables; the chain
 * of the event log; the stock ledger against its sums; the rules that a ticket, the tree and the printed
 * codes keep at any time (each is one statement in check.c); every uploaded file by its SHA-256. */
#ifndef STORE_CHECK_H
#define STORE_CHECK_H

#include "store/store.h"

struct finding {
	enum msg msg;
	const char *arg;
	bool note; /* harmless: a file that no document names (an upload that was interrupted) */
};
struct check {
	struct list findings; /* of struct finding */
	int64_t events, tickets, files, notes;
};

enum err store_check(struct store *s, struct arena *a, struct check *out, struct fault *fault);

/* A database file that nobody uses, of a backup: sound, of no newer version than this program, and with that
 * event as its newest. ERR_INVALID */
enum err store_check_copy(const char *path, int64_t events, const char *event_hash, struct fault *fault);

#endif
