/* suggestion.h - what fixed it before: the knowledge base's answer with its evidence out of the store: past
 * tickets, parts and whether they are in stock. */
#ifndef DOMAIN_SUGGESTION_H
#define DOMAIN_SUGGESTION_H

#include "domain/knowledge.h"
#include "store/mark.h"
#include "store/repair.h"

struct suggested_part {
	int64_t part_id;
	const char *code, *name, *name_en, *unit;
	int64_t cases, of;		   /* used in `cases` of the `of` newest repairs */
	int64_t qty, stock_qty, available; /* usually used; on hand now, and of that not kept for a ticket */
	const char *bin_code;		   /* where it usually lies */
};

struct suggested_fix {
	const char *group, *label;
	int64_t fix_id;			     /* NONE: it is not kept yet */
	const char *action_code, *component; /* where the fix says them */
	int64_t written;		     /* 1: somebody wrote down when and how; then: */
	const char *check_first, *cause, *steps;
	int64_t tree_id; /* of an expert's tree; NONE */
	double probability;
	const char *why;	   /* a sentence in the reader's language, or NULL */
	int64_t cases, cases_here; /* all; on this machine */
	int64_t held, came_back;   /* of those of which it is known (outcome.h); the newest 500 */
	double held_share;	   /* leaning on how repairs of its component go (outcome.h) */
	int64_t last_at, last_here_at;
	int64_t minutes_20, minutes_50, minutes_80; /* NONE: nobody booked any */
	struct list parts;			    /* of struct suggested_part */
	struct list evidence;			    /* of struct repair_case, most similar first */
	struct list words;			    /* of struct suggested_word: what matched */
	const struct suggestion_mark *mark;	    /* what was said of it on this ticket; NULL: nothing */
};
struct suggested_word {
	const char *word;
};

struct suggestion {
	int64_t ready;	     /* false: the index is still being built, the answer may be missing something */
	int verdict;	     /* nothing, similar, possible, likely */
	struct list fixes;   /* of struct suggested_fix, best first */
	struct list records; /* of struct repair_case: similar repairs, best first */
	struct list marks;   /* of struct suggestion_mark: all that was said on this ticket */
	struct list documents; /* of struct manual_hit (domain/find.h); by whoever has the index of them */
};
extern const struct field suggestion_fields[];

struct suggestion_query {
	const char *text, *component, *fault_code;
	int64_t machine_id; /* NONE: unknown */
	int64_t ticket_id;  /* whose own repair is no evidence for itself; 0: a text alone */
	const char *model;
	int64_t max_fixes;
	int lang; /* enum lang */
};

/* Reads through db, in the arena. No errors of its own. */
enum err domain_suggest(struct knowledge *k, struct db *db, struct arena *a, const struct suggestion_query *q,
	struct suggestion *out);

/* The repairs that speak for the fix with this group in the answer to q, as int64_t; none when it is not in it. */
struct list domain_suggestion_cases(
	struct knowledge *k, struct arena *a, const struct suggestion_query *q, const char *group);

/* A word on a fix of m->ticket_id by m->account_id, in place of the one before; mark -1 takes it back. ERR_NOT_FOUND;
 * ERR_CONFLICT: the ticket is cancelled. */
enum err domain_suggestion_mark(struct tx *tx, struct suggestion_mark *m);

#endif
