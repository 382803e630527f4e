/* qr.h - the life of a printed code: made blank or for a thing, bound once, revoked once, never given out
 * again.
 *
 * Its form is qr/code.h, drawn from the system's randomness: it tells nothing of the plant and cannot be
 * guessed from another.
 *
 * A machine has a code from its first moment (domain/asset.h) and may have several at once: a new label does
 * not make an old one useless. Events: on the asset or bin, code_added, code_bound and code_revoked
 * {"code"}; of blank codes on entity "qr" 0, blank_codes_made {"count"} and code_revoked. */
#ifndef DOMAIN_QR_H
#define DOMAIN_QR_H

#include "qr/code.h"
#include "store/qr.h"

enum { QR_BLANK_MAX = 1000 };

/* `count` blank codes (1..QR_BLANK_MAX) into *out, of struct qr_code. ERR_INVALID */
enum err domain_qr_blank(struct tx *tx, int64_t count, struct list *out);
/* A code for a machine, component or bin. ERR_NOT_FOUND: no such thing. */
enum err domain_qr_make(struct tx *tx, int entity, int64_t id, struct qr_code *out);
/* Binds a blank code. Bound to the same thing already: nothing happens. ERR_NOT_FOUND: no such code;
 * ERR_INVALID: no such thing; ERR_CONFLICT: bound to another, or revoked. */
enum err domain_qr_bind(struct tx *tx, const char *code, int entity, int64_t id, struct qr_code *out);
/* Revoked already: nothing happens. ERR_NOT_FOUND */
enum err domain_qr_revoke(struct tx *tx, const char *code);

#endif
