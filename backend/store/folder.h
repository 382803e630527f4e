/* folder.h - the data folder as files: walking, copying and syncing, for backup, restore and check.
 *
 * Paths are handed in whole; the functions that make something leave it on the disk (fsync of the file; of
 * folders by folder_sync), because what follows says "saved". */
#ifndef STORE_FOLDER_H
#define STORE_FOLDER_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/field.h"
#include "base/token.h"

enum { FOLDER_PATH = 4096 };

/* A file below DIR/files. Uploads that are done bear the SHA-256 of their content as their name. */
struct folder_file {
	const char *path;	  /* below DIR: "files/…" */
	char digest[DIGEST_SIZE]; /* "" when the name is none */
	int64_t size, changed_ms;
};
/* All of them, by path. ERR_IO: a folder cannot be read. A folder that is not there has none. */
enum err folder_files(const char *dir, struct arena *a, struct list *out, struct fault *fault);

/* SHA-256 and size of a file's content. ERR_NOT_FOUND, ERR_IO */
enum err folder_digest(const char *path, char digest[DIGEST_SIZE], int64_t *size);
/* Copies a file to a new one (mode 0640), synced, and says what the content was. ERR_NOT_FOUND: no such file;
 * ERR_FULL, ERR_IO */
enum err folder_copy(const char *from, const char *to, char digest[DIGEST_SIZE], int64_t *size);
/* Makes the folders that a path below `dir` needs. */
enum err folder_make_parents(const char *dir, const char *path);
/* Syncs this folder and all below it, so that what is in them is found after a power cut. */
enum err folder_sync(const char *dir);
enum err folder_sync_parent(const char *path);
/* Removes the folder and all in it; one that is not there is fine. */
enum err folder_remove(const char *dir);
/* True when it is a folder with nothing in it. */
bool folder_empty(const char *dir);

#endif
