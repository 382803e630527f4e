/* find.h - what an answer to "find" shows of a thing. Which things, domain/find.h says. */
#ifndef STORE_FIND_H
#define STORE_FIND_H

#include "store/store.h"

enum find_kind {
	FIND_CODE, /* a printed code that opens nothing: blank or revoked */
	FIND_TICKET,
	FIND_MACHINE,
	FIND_ASSET, /* site, area, line, component */
	FIND_FIX,
	FIND_DOCUMENT, /* a section of one */
	FIND_PART,
	FIND_BIN
};
extern const char *const find_kinds[];

struct find_word {
	const char *word;
};

struct find_item {
	int kind;
	int64_t id; /* NONE: of a code */
	const char *code, *name, *name_en;
	const char *
		detail; /* ticket: its machine; asset: where it stands; fix: the component; document: its title; part: its
			       specification; bin: its room */
	const char *detail_en; /* where the detail has an English name */
	const char *state;     /* of a ticket, a machine, a code; of a section its kind */
	const char *text;      /* ticket: what was done; document: the section, about the words */
	int64_t section;       /* of a document: its number */
	int64_t time;	       /* of a ticket: when it was reported; of a fix: when it was last done */
	int64_t qty;	       /* of a part: on hand; of a fix: its cases, in thousandths */
	const char *unit;
	int64_t exact;	   /* its number or code is what was asked for */
	struct list words; /* of struct find_word: what of it was asked for, folded */
};
extern const struct field find_item_fields[], find_word_fields[];

#endif
