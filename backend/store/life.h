/* life.h - everything that happened to a piece of equipment and to what is below it, newest first.
 *
 * Four sources as one list: tickets (at the time they were reported), parts issued to it and given back,
 * documents added, and what the event log says of the asset itself (made, moved, state, printed codes). The
 * order is time, then kind, then id, all descending; the three together are the key that pages go by. */
#ifndef STORE_LIFE_H
#define STORE_LIFE_H

#include "store/store.h"

/* Their numbers order items of the same millisecond. */
enum life_kind { LIFE_EVENT, LIFE_DOCUMENT, LIFE_PART, LIFE_TICKET };
extern const char *const life_kinds[];

struct life_item {
	int64_t time;
	int kind;
	int64_t id; /* of the ticket, movement or document; the event's seq */
	/* ticket: its symptom; part: the part's name; document: its name; event: what happened ("state") */
	const char *title;
	/* ticket: its state; part: issue or return; document: its kind */
	const char *state;
	/* ticket: what was done; part: the part's code; document: MIME type */
	const char *detail;
	int64_t asset_id; /* whose: the asset itself, or a component */
	const char *asset_name;
	int64_t ticket_id, part_id;
	int64_t qty;	     /* parts: as used, positive; of a return as given back, positive */
	const char *unit;    /* of the qty */
	int64_t value_cents; /* parts: as qty */
	int64_t stopped, restored_at, component_id; /* tickets */
	const char *actor;			    /* who reported, issued, uploaded, did it */
	const char *body;			    /* events: JSON */
};
extern const struct field life_item_fields[];

/* The key a page starts below: LIFE_FIRST for the newest. */
struct life_key {
	int64_t time, kind, id;
};
#define LIFE_FIRST ((struct life_key){INT64_MAX, INT64_MAX, INT64_MAX})
/* "TIME-KIND-ID" and back; false: not one of ours. */
const char *life_key_text(struct arena *a, const struct life_item *last);
bool life_key_read(const char *text, struct life_key *out);

enum err store_life_list(struct db *db, struct arena *a, int64_t asset, struct life_key before, int64_t limit,
	struct list *out);

#endif
