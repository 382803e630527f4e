/* import.h - lists that were brought in: what each row did, as a stretch of the event log, so that all of it can be put back;
 * what people said their headings mean; and taking away again what an import made. Plain rows; the rules are in
 * domain/import.h and domain/import_undo.h. */
#ifndef STORE_IMPORT_H
#define STORE_IMPORT_H

#include "store/store.h"

/* The next id of a table, as SQL: above every id that was ever used, also by what was taken away again. */
#define STORE_NEXT_ID(table)                                                                                 \
	"(SELECT max(id) + 1 FROM (SELECT coalesce(max(id), 0) AS id FROM " table                            \
	" UNION ALL SELECT id FROM id_floor WHERE entity = '" table "') AS used)"

struct import_record {
	int64_t id;
	const char *kind, *name; /* "machines" …; of the file */
	int64_t account_id;
	const char *actor;
	int64_t time, first_seq, last_seq; /* its events are those above first_seq, up to last_seq */
	int64_t created, changed, same, refused;
	int64_t undone_at;
	const char *undone_by;
	int64_t kept; /* rows that could not be put back */
};
extern const struct field import_record_fields[];

enum { IMPORTED_NEW, IMPORTED_CHANGED };
extern const char *const imported_verdicts[];
struct imported_row {
	int64_t number;
	int verdict;
	const char *key, *title;
	int64_t first_seq, last_seq, undone_at;
};
extern const struct field imported_row_fields[];

/* Sets id. */
enum err store_import_add(struct tx *tx, struct import_record *r);
/* What is known at its end: last_seq and the counts. */
enum err store_import_close(struct tx *tx, const struct import_record *r);
enum err store_import_row_add(struct tx *tx, int64_t run, const struct imported_row *row);
/* ERR_NOT_FOUND */
enum err store_import_get(struct db *db, struct arena *a, int64_t id, struct import_record *out);
/* Newest first, below `before` (NONE: from the newest). */
enum err store_import_list(struct db *db, struct arena *a, int64_t before, int64_t limit, struct list *out);
/* Those of a run that are not undone, the last first, below the number `before`. */
enum err store_import_rows(
	struct db *db, struct arena *a, int64_t run, int64_t before, int64_t limit, struct list *out);
enum err store_import_row_undone(struct tx *tx, int64_t run, int64_t number);
/* ERR_CONFLICT: it was undone meanwhile. */
enum err store_import_undone(struct tx *tx, int64_t run, int64_t kept);

struct import_said {
	const char *heading, *field;
};
enum err store_import_maps(struct db *db, struct arena *a, const char *kind, struct list *out);
/* field NULL: nothing is said of it any more. */
enum err store_import_map_put(struct tx *tx, const char *kind, const char *heading, const char *field);

/* ---- taking away what was made ---- */

enum store_gone { GONE_ASSET, GONE_PART, GONE_BIN };
/* The thing is no more, its id is never given again; printed codes of it are revoked, a part's movements go with it.
 * ERR_CONFLICT: something else belongs to it. */
enum err store_import_take_away(struct tx *tx, enum store_gone what, int64_t id);
/* How many movements a part has. */
enum err store_import_movements(struct db *db, int64_t part, int64_t *n);
/* A ticket that was imported is cancelled, its minutes and costs no longer count, and the list may bring it again. */
enum err store_import_cancel_ticket(struct tx *tx, int64_t ticket, const char *note);

#endif
