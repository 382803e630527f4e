/* lexicon.h - the plant's own words, and those that are proposed to it. What they do: kb/lexicon.h. */
#ifndef STORE_LEXICON_H
#define STORE_LEXICON_H

#include "store/store.h"

enum lexicon_kind { LEXICON_SHORT, LEXICON_TERM };
enum lexicon_state { LEXICON_USED, LEXICON_PROPOSED, LEXICON_REFUSED, LEXICON_REMOVED };
extern const char *const lexicon_kinds[], *const lexicon_states[];
enum { LEXICON_TERM_MAX = 80, LEXICON_LIST_MAX = 2000 };

struct lexicon_entry {
	int64_t id;
	int kind; /* enum lexicon_kind */
	const char *term, *folded;
	const char *means; /* words; or a concept's id */
	const char *class; /* of a concept of the plant's own */
	int state;	   /* enum lexicon_state */
	int64_t cases;
	const char *examples; /* a line each: ticket, tab, its words */
	int64_t account_id;
	const char *account_name; /* joined: whose word it is */
	int64_t version, created_at, changed_at;
};
extern const struct field lexicon_fields[];

/* Newest first, at most LEXICON_LIST_MAX. state -1: all. text: in term or meaning, NULL: any. */
enum err store_lexicon_list(struct db *db, struct arena *a, int state, const char *text, struct list *out);
/* ERR_NOT_FOUND */
enum err store_lexicon_get(struct db *db, struct arena *a, int64_t id, struct lexicon_entry *out);
/* The one of this kind, spelling and meaning, in whatever state; the one in use for this spelling. ERR_NOT_FOUND */
enum err store_lexicon_same(
	struct db *db, struct arena *a, const struct lexicon_entry *e, struct lexicon_entry *out);
enum err store_lexicon_used(
	struct db *db, struct arena *a, int kind, const char *folded, struct lexicon_entry *out);
/* Sets id, times. */
enum err store_lexicon_add(struct tx *tx, struct lexicon_entry *e);
/* means, class, state, cases, examples and whose word it is; ERR_STALE by version, which it moves on. */
enum err store_lexicon_put(struct tx *tx, struct lexicon_entry *e);

#endif
