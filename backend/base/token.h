/* token.h - randomness, digests and passwords: everything that comes from libsodium. */
#ifndef BASE_TOKEN_H
#define BASE_TOKEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Call once before any thread. False: the system has no randomness. */
bool token_init(void);

void token_random(void *out, size_t n);
/* A secret for links, sessions and API keys: 24 characters of [0-9a-z], 120 bits. out of TOKEN_SIZE bytes. */
enum { TOKEN_SIZE = 25, DIGEST_SIZE = 65, DIGEST_SHORT_SIZE = 33, PASSWORD_HASH_SIZE = 128 };
void token_new(char out[TOKEN_SIZE]);
/* A password a person can type: 4 groups of 4 easily told apart characters, 80 bits. out of 20 bytes. */
void token_password(char out[20]);

/* SHA-256 as 64 hex digits: what is stored in place of a secret, and the name of a file's content. */
void token_digest(const void *p, size_t n, char out[DIGEST_SIZE]);
/* BLAKE2b-128 over `previous` (may be NULL) and the block, as 32 hex digits: the event chain. */
void token_chain(const char *previous, const void *p, size_t n, char out[DIGEST_SHORT_SIZE]);

/* SHA-256 in pieces, for what does not fit in memory. */
struct token_hash {
	_Alignas(16) unsigned char state[128];
};
void token_hash_init(struct token_hash *h);
void token_hash_add(struct token_hash *h, const void *p, size_t n);
void token_hash_end(struct token_hash *h, char out[DIGEST_SIZE]);

/* argon2id, 19 MiB, 2 passes (OWASP's smallest recommended setting); 30 ms or so. At most two should run at
 * once: the caller sees to that. */
bool token_password_hash(const char *password, char out[PASSWORD_HASH_SIZE]);
bool token_password_check(const char *hash, const char *password);

/* HMAC-SHA256 (RFC 2104) with a key of any length. */
enum { HMAC_SIZE = 32 };
void token_hmac(const void *key, size_t key_len, const void *p, size_t n, unsigned char out[HMAC_SIZE]);
/* Base 64 with its padding; out of TOKEN_BASE64_SIZE(n) bytes. */
#define TOKEN_BASE64_SIZE(n) (((n) + 2) / 3 * 4 + 1)
void token_base64(const void *p, size_t n, char *out);
/* The bytes of base 64 text, with or without padding; at most `size` of them. False: it is none, or more. */
bool token_base64_read(const char *text, void *out, size_t size, size_t *n);

/* Constant-time comparison of two texts. */
bool token_equal(const char *a, const char *b);

#endif
