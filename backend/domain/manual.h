/* manual.h - documents of the knowledge base: read, kept with their sections, replaced by new editions, put to machines.
 *
 * A file is a new edition of a document that is there when both have the same identity of their own (id of a DITA topic, data
 * module code), or else the same file name, and are for the same machine, place or model. The same bytes for the same place
 * again change nothing. Who may import, change and remove is in the routes; everybody with an account reads.
 *
 * Sections are no repairs: they are found (domain/finder.h) and shown beside suggestions, and have no voice in these.
 *
 * Events of "manual": imported, replaced, changed, removed. */
#ifndef DOMAIN_MANUAL_H
#define DOMAIN_MANUAL_H

#include "kb/document.h"
#include "store/manual.h"

enum { MANUAL_MODEL_MAX = 80, MANUAL_NAME_MAX = 200 };

struct manual_file {
	const struct kb_document *read;
	const char *name, *digest; /* the file is in place under its digest */
	int64_t size;
	int64_t asset_id; /* of the machine or place it is for; NONE */
	const char *model;
	/* out */
	struct manual made;
	bool again, replaced;
};
/* ERR_INVALID: no such asset, or a component; both a machine and a model. */
enum err domain_manual_put(struct tx *tx, struct manual_file *f);
/* title, asset_id and model as they should be, based on m->version. ERR_NOT_FOUND, ERR_STALE, ERR_INVALID; ERR_CONFLICT: there is
 * an edition of it at that place. */
enum err domain_manual_change(struct tx *tx, struct manual *m);
/* Removed already: nothing happens. ERR_NOT_FOUND */
enum err domain_manual_remove(struct tx *tx, int64_t id);

#endif
