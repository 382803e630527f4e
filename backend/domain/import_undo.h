/* import_undo.h - a list that was brought in is put back.
 *
 * What a row did is its stretch of the event log, and that is walked backwards: machines, places, parts and bins that it made
 * are taken away (their printed codes are revoked, their ids never given again), what it changed gets the values it had, and
 * repairs are cancelled, without their minutes and costs; the list may be brought in again afterwards. The log keeps all of it.
 *
 * Plans and jobs that it made are retired, plans that it changed get their rule back and lose the machines that it added; services
 * that nobody has begun are cancelled. What became of a plan's days does not stand in the way, what people changed does.
 *
 * A row whose machine, part or repair somebody else has changed since, or uses (a ticket, a movement), cannot be put back: it
 * is told, and refuses the whole unless `partial`. Places, bins and components that others use by now stay without a word; a
 * machine that was made for a repair is retired when that repair keeps it from going. */
#ifndef DOMAIN_IMPORT_UNDO_H
#define DOMAIN_IMPORT_UNDO_H

#include "domain/import.h"
#include "store/import.h"

struct import_undo {
	/* in */
	int64_t run_id;
	bool apply, partial;
	/* out, in the arena of the transaction's caller */
	struct import_record run;
	int64_t undone, refused;
	struct list rows; /* struct import_row of those refused, the last first; the first IMPORT_FAULTS */
	bool finished;	  /* every row was looked at */
};

/* A store_fn; ctx is a struct import_undo. OK: done. ERR_CONFLICT with `finished`: a dry run, or rows that cannot be put
 * back; nothing is changed. ERR_CONFLICT without: it was undone before. ERR_NOT_FOUND: no such run. */
enum err domain_import_undo(struct tx *tx, void *ctx);

#endif
