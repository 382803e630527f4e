/* account.h - who may come in: accounts, passwords, sessions, tokens.
 *
 * Secrets (session and API tokens) are stored as digests, passwords as argon2id. A password has 8 to 128
 * characters. Hashing takes tens of milliseconds, so it is done by the caller before the transaction. */
#ifndef DOMAIN_ACCOUNT_H
#define DOMAIN_ACCOUNT_H

#include "store/account.h"

#define SESSION_MS (30 * DAY_MS)

/* Login: 2–40 of [a-z0-9._-], lower-cased in place by the caller's arena copy. ERR_INVALID with fields. */
enum err domain_account_check(const struct account *a, struct fault *fault);
enum err domain_password_check(const char *password, struct fault *fault);

/* The a->password is a hash already. ERR_CONFLICT: login taken. */
enum err domain_account_add(struct tx *tx, struct account *a);
/* ERR_STALE, ERR_CONFLICT (login taken; the last enabled admin may not be disabled or lose the role). A new
 * password or a disabled account ends its sessions. Sets a->version. */
enum err domain_account_put(struct tx *tx, struct account *a, int64_t version);

/* Makes the first admin when there is no account at all, with the hash given; *made says whether. */
enum err domain_account_first(struct tx *tx, const char *hash, bool *made);

#endif
