/* document.h - which files may be kept, for what, and that a repeated upload is one document.
 *
 * The type is found from the content, never from what the client says: JPEG, PNG, WebP (photos, at most
 * DOCUMENT_IMAGE_MAX) and PDF (at most DOCUMENT_PDF_MAX); nothing that a browser would run, so no SVG or
 * HTML. photo, before and after are images. Equipment and parts have photo, manual, drawing, other; tickets
 * photo, before, after, other; rounds photo and other (their signature). One thing has at most DOCUMENTS_MAX: the private link of a ticket lets anyone
 * upload who has it.
 *
 * Events on the owner: document_added {"id", "kind", "name"}, document_removed {"id", "kind", "name"}. */
#ifndef DOMAIN_DOCUMENT_H
#define DOMAIN_DOCUMENT_H

#include "store/document.h"

enum {
	DOCUMENT_IMAGE_MAX = 10 * 1024 * 1024,
	DOCUMENT_PDF_MAX = 40 * 1024 * 1024,
	DOCUMENT_NAME_MAX = 120,
	DOCUMENTS_MAX = 200
};

/* MIME type of the content; NULL: not one that is kept. */
const char *domain_document_type(const void *data, size_t len);
/* Looks at the content and fills type, size, and what was left open: kind -1 (photo for an image, manual or
 * other for a PDF) and name NULL. ERR_INVALID: kind, name or content; ERR_TOO_BIG. */
enum err domain_document_check(
	struct document *d, struct arena *a, const void *data, size_t len, struct fault *fault);
/* The file is in place under d->digest; this makes the row, or gives back the document that came with the
 * same key and content (*again = true). ERR_NOT_FOUND: no such owner; ERR_CONFLICT: the key was used for
 * something else, that document was removed, or there are DOCUMENTS_MAX. */
enum err domain_document_add(struct tx *tx, struct document *d, bool *again);
/* any: may remove anybody's; otherwise only what the actor uploaded. Removed already: nothing happens.
 * ERR_NOT_FOUND, ERR_DENIED */
enum err domain_document_remove(struct tx *tx, int64_t id, bool any);

#endif
