/* usage.h - how much there is: rows of each kind, for the page that says what the system knows of itself. */
#ifndef STORE_USAGE_H
#define STORE_USAGE_H

#include "store/store.h"

struct usage {
	int64_t machines, tickets, open_tickets, parts, accounts, documents;
	int64_t document_bytes; /* of the uploads, each counted once */
	int64_t sessions;	/* that have not run out */
};
extern const struct field usage_fields[];

enum err store_usage(struct db *db, struct arena *a, int64_t now, struct usage *out);
/* Bytes of the database file and of its write-ahead log. */
void store_file_bytes(const struct store *s, int64_t *database, int64_t *log);

#endif
