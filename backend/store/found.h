/* found.h - everything that can be found by words, as texts for the index (domain/finder.h), and a few of them again for
 * whoever asked. */
#ifndef STORE_FOUND_H
#define STORE_FOUND_H

#include "store/find.h"

enum found_kind { FOUND_TICKET, FOUND_FIX, FOUND_SECTION, FOUND_ASSET, FOUND_PART, FOUND_BIN, FOUND_KINDS };

struct found_row {
	int64_t id; /* of a section: its document x MANUAL_SECTION_IDS + its number */
	const char *title, *codes, *text;
	int64_t time;	 /* NONE: age does not matter */
	int64_t faint;	 /* retired, cancelled */
	int64_t machine; /* of an asset: it is one */
};
/* Up to `limit` of the kind above the id `after`, by id. */
enum err store_found_list(
	struct db *db, struct arena *a, enum found_kind kind, int64_t after, int64_t limit, struct list *out);
/* ERR_NOT_FOUND: it is gone, or nothing to be found (a fix that was merged). */
enum err store_found_get(
	struct db *db, struct arena *a, enum found_kind kind, int64_t id, struct found_row *out);
/* The tickets of a machine above the id `after`, by id: its name is in their text. */
enum err store_found_of_machine(
	struct db *db, struct arena *a, int64_t machine, int64_t after, int64_t limit, struct list *out);
/* The sections of a document. */
enum err store_found_of_manual(struct db *db, struct arena *a, int64_t manual, struct list *out);

/* As an answer. ERR_NOT_FOUND */
enum err store_find_item(
	struct db *db, struct arena *a, enum found_kind kind, int64_t id, struct find_item *out);
/* Tickets whose number begins so, the newest first. */
enum err store_find_numbers(struct db *db, struct arena *a, int64_t digits, int64_t limit, struct list *out);

#endif
