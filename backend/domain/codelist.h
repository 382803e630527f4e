/* codelist.h - the shipped codes, in the manner of ISO 14224 (annex B: failure modes, failure mechanisms and
 * causes, maintenance activities), short enough for a phone. A plant adds its own and renames ours; codes in
 * use stay. */
#ifndef DOMAIN_CODELIST_H
#define DOMAIN_CODELIST_H

#include "store/codelist.h"

/* Adds what is missing; called when a data folder is opened for writing. */
enum err domain_codelist_seed(struct tx *tx);
/* Adds or changes one. ERR_INVALID: unknown list; code not 1–20 of [A-Za-z0-9_]. */
enum err domain_codelist_put(struct tx *tx, const struct code *c);
/* A code that a ticket is to carry: NULL is fine; ERR_INVALID names the field when there is no such code. */
enum err domain_codelist_check(struct tx *tx, const char *list, const char *code, const char *field);

#endif
