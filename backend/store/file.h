/* file.h - uploaded files by what they contain: DIR/files/ab/abcdef… where the name is the SHA-256.
 *
 * A file is complete and durable before its name appears (written beside, synced, renamed, the folder
 * synced), never changes, and is never deleted: the same content twice is one file. The database says what a
 * file is (store/document.h); a file without a row is harmless. */
#ifndef STORE_FILE_H
#define STORE_FILE_H

#include "base/token.h"
#include "store/store.h"

/* Keeps the bytes; digest is their name. There already and whole: nothing is written; there and damaged: it
 * is replaced. ERR_FULL: the disk; ERR_IO. Safe from several threads at once. */
enum err store_file_put(
	const struct store *s, const void *data, size_t len, char digest[DIGEST_SIZE], struct fault *fault);
/* Where it is; arena text. */
const char *store_file_path(const struct store *s, struct arena *a, const char *digest);
/* ERR_NOT_FOUND: missing, or not of this size. Looks only, reads nothing. */
enum err store_file_look(const struct store *s, struct arena *a, const char *digest, int64_t size);
/* Reads it all: ERR_NOT_FOUND: missing; ERR_CONFLICT: its content is not what its name says. */
enum err store_file_verify(const struct store *s, struct arena *a, const char *digest);
/* Removes what an interrupted upload left behind. Call before the first upload. */
void store_file_tidy(const struct store *s);

#endif
