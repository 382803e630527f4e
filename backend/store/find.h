/* find.h - a few things of each kind by a piece of their text: what the search box of every screen asks.
 *
 * Assets, parts and bins are looked through whole; tickets newest first and no deeper than FIND_TICKETS, for text nobody
 * wrote must not cost a walk through ten years (older repairs are known to the knowledge base, domain/find.h). */
#ifndef STORE_FIND_H
#define STORE_FIND_H

#include "store/store.h"

enum { FIND_WORDS = 4, FIND_TICKETS = 20000 };

enum find_kind {
	FIND_CODE, /* a printed code that opens nothing: blank or revoked */
	FIND_TICKET,
	FIND_MACHINE,
	FIND_ASSET, /* site, area, line, component */
	FIND_PART,
	FIND_BIN
};
extern const char *const find_kinds[];

struct find_item {
	int kind;
	int64_t id; /* NONE: of a code */
	const char *code, *name, *name_en;
	const char *
		detail; /* ticket: its machine; asset: where it stands; part: its specification; bin: its room */
	const char *state; /* of a ticket, a machine, a code */
	int64_t time;	   /* of a ticket: when it was reported */
	int64_t qty;	   /* of a part: on hand */
	const char *unit;
	int64_t exact; /* its number or code is what was asked for */
};
extern const struct field find_item_fields[];

/* All words (folded LIKE patterns, NULL: none) must be in it; whole: what was typed, for an exact code or NULL. */
struct find_words {
	const char *like[FIND_WORDS];
	const char *whole;
	int64_t limit;
};
/* Exact codes first, then machines before their parts and places, those in use before retired ones. */
enum err store_find_assets(struct db *db, struct arena *a, const struct find_words *w, struct list *out);
enum err store_find_parts(struct db *db, struct arena *a, const struct find_words *w, struct list *out);
enum err store_find_bins(struct db *db, struct arena *a, const struct find_words *w, struct list *out);
/* Newest first. */
enum err store_find_tickets(struct db *db, struct arena *a, const struct find_words *w, struct list *out);
/* By number. ERR_NOT_FOUND */
enum err store_find_ticket(struct db *db, struct arena *a, int64_t id, struct find_item *out);

#endif
