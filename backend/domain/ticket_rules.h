/* ticket_rules.h - what ticket.c and ticket_work.c share; nobody else includes it. */
#ifndef DOMAIN_TICKET_RULES_H
#define DOMAIN_TICKET_RULES_H

#include "domain/ticket.h"

/* version NONE: whatever it is now. ERR_NOT_FOUND, ERR_STALE */
enum err ticket_load(struct tx *tx, int64_t id, int64_t version, struct ticket *t);
/* ERR_CONFLICT that says which state it is in. */
enum err ticket_wrong_state(struct tx *tx, const struct ticket *t);
/* Writes it back with an event of what changed, and reads it afresh. ERR_STALE */
enum err ticket_save(struct tx *tx, const struct ticket *before, struct ticket *t, const char *event);
/* The machine's state follows its open tickets: stopped, else degraded, else running. What was set by hand to
 * idle stays while nothing is wrong; retired always does. */
enum err ticket_machine_follows(struct tx *tx, int64_t machine);
/* component NONE is fine; otherwise it must sit below the machine. */
enum err ticket_check_component(struct tx *tx, int64_t component, int64_t machine);
/* An enabled account of someone who repairs; ERR_INVALID on the field. */
enum err ticket_check_repairer(struct tx *tx, int64_t account, const char *field);
/* Codes exist, times are in order and not in the future. */
enum err ticket_check_repair(struct tx *tx, const struct ticket *t);

#endif
