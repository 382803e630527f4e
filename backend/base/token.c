/* token.c - see token.h. The only file that includes sodium.h. */
#include "base/token.h"

#include <sodium.h>
#include <string.h>

bool token_init(void)
{
	return sodium_init() >= 0;
}

void token_random(void *out, size_t n)
{
	randombytes_buf(out, n);
}

void token_new(char out[TOKEN_SIZE])
{
	/* Crockford's base 32 in lower case: 5 bits a character. */
	static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";
	unsigned char raw[TOKEN_SIZE - 1];

	randombytes_buf(raw, sizeof(raw));
	for (size_t i = 0; i < sizeof(raw); i++)
		out[i] = alphabet[raw[i] & 31];
	out[TOKEN_SIZE - 1] = 0;
}

void token_password(char out[20])
{
	static const char alphabet[] = "23456789abcdefghjkmnpqrstuvwxyzA"; /* 32, so no bias */
	unsigned char raw[16];

	randombytes_buf(raw, sizeof(raw));
	for (int i = 0, o = 0; i < 16; i++) {
		if (i && i % 4 == 0)
			out[o++] = '-';
		out[o++] = alphabet[raw[i] & 31];
	}
	out[19] = 0;
}

void token_digest(const void *p, size_t n, char out[DIGEST_SIZE])
{
	unsigned char raw[crypto_hash_sha256_BYTES];

	crypto_hash_sha256(raw, p, n);
	sodium_bin2hex(out, DIGEST_SIZE, raw, sizeof(raw));
}

void token_chain(const char *previous, const void *p, size_t n, char out[DIGEST_SHORT_SIZE])
{
	crypto_generichash_state h;
	unsigned char raw[16];

	crypto_generichash_init(&h, NULL, 0, sizeof(raw));
	if (previous)
		crypto_generichash_update(&h, (const unsigned char *)previous, strlen(previous));
	crypto_generichash_update(&h, p, n);
	crypto_generichash_final(&h, raw, sizeof(raw));
	sodium_bin2hex(out, DIGEST_SHORT_SIZE, raw, sizeof(raw));
}

_Static_assert(sizeof(crypto_hash_sha256_state) <= sizeof(struct token_hash), "token_hash is too small");

void token_hash_init(struct token_hash *h)
{
	crypto_hash_sha256_init((crypto_hash_sha256_state *)(void *)h->state);
}

void token_hash_add(struct token_hash *h, const void *p, size_t n)
{
	crypto_hash_sha256_update((crypto_hash_sha256_state *)(void *)h->state, p, n);
}

void token_hash_end(struct token_hash *h, char out[DIGEST_SIZE])
{
	unsigned char raw[crypto_hash_sha256_BYTES];

	crypto_hash_sha256_final((crypto_hash_sha256_state *)(void *)h->state, raw);
	sodium_bin2hex(out, DIGEST_SIZE, raw, sizeof(raw));
}

bool token_password_hash(const char *password, char out[PASSWORD_HASH_SIZE])
{
	_Static_assert(PASSWORD_HASH_SIZE >= crypto_pwhash_STRBYTES, "hash does not fit");
	return crypto_pwhash_str_alg(out, password, strlen(password), 2, 19 * 1024 * 1024,
		       crypto_pwhash_ALG_ARGON2ID13) == 0;
}

bool token_password_check(const char *hash, const char *password)
{
	return crypto_pwhash_str_verify(hash, password, strlen(password)) == 0;
}

void token_hmac(const void *key, size_t key_len, const void *p, size_t n, unsigned char out[HMAC_SIZE])
{
	crypto_auth_hmacsha256_state h;

	_Static_assert(HMAC_SIZE == crypto_auth_hmacsha256_BYTES, "the size of a SHA-256");
	crypto_auth_hmacsha256_init(&h, key, key_len);
	crypto_auth_hmacsha256_update(&h, p, n);
	crypto_auth_hmacsha256_final(&h, out);
}

void token_base64(const void *p, size_t n, char *out)
{
	sodium_bin2base64(out, TOKEN_BASE64_SIZE(n), p, n, sodium_base64_VARIANT_ORIGINAL);
}

bool token_base64_read(const char *text, void *out, size_t size, size_t *n)
{
	size_t len = strlen(text);
	int variant = len && text[len - 1] == '=' ? sodium_base64_VARIANT_ORIGINAL
						  : sodium_base64_VARIANT_ORIGINAL_NO_PADDING;

	return sodium_base642bin(out, size, text, len, NULL, n, NULL,
		       len % 4 == 0 ? sodium_base64_VARIANT_ORIGINAL : variant) == 0;
}

bool token_equal(const char *a, const char *b)
{
	size_t n = strlen(a);

	return n == strlen(b) && sodium_memcmp(a, b, n) == 0;
}
