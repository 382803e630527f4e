/* find.h - from anywhere to anything: a number, a code, a word.
 *
 * What is meant exactly comes first: a printed code (as typed or scanned, also a whole address), a ticket's number, the
 * number of a machine, a part, a bin. Then a few of each kind that hold all the words, or, when nothing does, most of them
 * (domain/finder.h, kb/search.h): machines, places and components, tickets, fixes, sections of documents, parts, bins; each
 * kind the best first. What begins with a ticket's number counts as found too. */
#ifndef DOMAIN_FIND_H
#define DOMAIN_FIND_H

#include "base/i18n.h"
#include "domain/finder.h"
#include "store/find.h"
#include "store/manual.h"

enum { FIND_EACH = 5, FIND_EACH_MAX = 20, FIND_EXCERPT = 160 };

struct find_ask {
	const char *text;
	int64_t limit;	/* of each kind */
	int kind;	/* -1: all */
	int64_t typing; /* the last word may go on */
};
/* A list of struct find_item, best first. */
enum err domain_find(
	struct finder *f, struct db *db, struct arena *a, const struct find_ask *ask, struct list *out);

/* From the manuals, for a report: sections that say something like it and are for this machine (machine NONE: any), each with
 * what its document says of the same fault. */
struct manual_hit {
	int64_t manual_id, section; /* its number */
	const char *document;	    /* title */
	const char *title, *excerpt;
	int kind;
	const char *asset_name, *model; /* what the document is for, when it is not for all */
	struct list rest;		/* of struct manual_section: the others of the same fault, in order */
	struct list words;		/* of struct find_word */
};
extern const struct field manual_hit_fields[];
enum err domain_find_manuals(struct finder *f, struct db *db, struct arena *a, const char *text,
	int64_t machine, size_t most, struct list *out);

/* About FIND_EXCERPT code points of the text around the first of the words, whole words at both ends; "…" where it goes on. */
const char *domain_excerpt(struct arena *a, const char *text, const struct list *words);

#endif
