/* manual.h - documents that were read into sections: what they are, for which machines, and their sections.
 *
 * The file's bytes are in store/file.h under the digest. A new edition takes the place of the old one's sections. Removing marks
 * the row and deletes the sections. */
#ifndef STORE_MANUAL_H
#define STORE_MANUAL_H

#include "store/store.h"

enum { MANUAL_TITLE_MAX = 240, MANUAL_SECTION_IDS = 4096 };
/* In the order of enum kb_format and enum kb_section_kind. */
extern const char *const manual_formats[], *const manual_section_kinds[], *const manual_langs[];

struct manual {
	int64_t id;
	const char *key; /* never leaves as JSON */
	int format;
	const char *title;
	int lang; /* -1: neither */
	const char *file_name, *encoding, *digest;
	int64_t size, asset_id;
	const char *model;
	int64_t sections, cut, faulty_line, edition, account_id, created_at, updated_at, removed_at, version;
	const char *asset_code, *asset_name, *asset_name_en, *account_name; /* joined */
	const char *search;						    /* never leaves as JSON */
};
extern const struct field manual_fields[];

struct manual_section {
	int64_t manual_id, n;
	int kind;
	int64_t trouble;
	const char *title, *text, *anchor;
};
extern const struct field manual_section_fields[];

/* Also removed ones. ERR_NOT_FOUND */
enum err store_manual_get(struct db *db, struct arena *a, int64_t id, struct manual *out);
/* Of those that are not removed. ERR_NOT_FOUND */
enum err store_manual_by_key(struct db *db, struct arena *a, const char *key, struct manual *out);
/* Newest first, not removed. text: in title, file name, model, place. machine: those that are for it: its own, its places', its
 * model's. NULL and NONE do not filter. */
struct manual_filter {
	const char *text;
	int64_t machine_id, after, limit;
};
enum err store_manual_list(struct db *db, struct arena *a, const struct manual_filter *f, struct list *out);
/* Sets id. ERR_CONFLICT: the key is in use. */
enum err store_manual_add(struct tx *tx, struct manual *m);
/* All of it, where the version is still m->version; then it is one more. ERR_STALE; ERR_CONFLICT: the key is in use. */
enum err store_manual_put(struct tx *tx, struct manual *m);
enum err store_manual_remove(struct tx *tx, int64_t id);

enum err store_manual_sections(struct db *db, struct arena *a, int64_t id, struct list *out);
/* Those about one fault. */
enum err store_manual_trouble(struct db *db, struct arena *a, int64_t id, int64_t trouble, struct list *out);
enum err store_manual_section(
	struct db *db, struct arena *a, int64_t id, int64_t n, struct manual_section *out);
enum err store_manual_section_add(struct tx *tx, const struct manual_section *s);
enum err store_manual_sections_drop(struct tx *tx, int64_t id);
/* Is it for this machine? Also what is for any. */
enum err store_manual_fits(struct db *db, int64_t id, int64_t machine, bool *fits);

#endif
