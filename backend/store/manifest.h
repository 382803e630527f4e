/* manifest.h - the MANIFEST of a backup (its form: backup.h), written and read. For backup.c and restore.c.
 */
#ifndef STORE_MANIFEST_H
#define STORE_MANIFEST_H

#include "base/buf.h"
#include "store/backup.h"

#define MANIFEST_NAME "MANIFEST"

struct manifest_file {
	const char *path, *digest; /* a path that stays inside the backup */
};
struct manifest {
	const char *made;
	int64_t events;
	const char *event_hash;
	struct list files; /* of struct manifest_file */
};

void manifest_start(struct buf *b, int64_t events, const char *event_hash);
void manifest_add(struct buf *b, const char *digest, const char *path);
/* Adds the end and writes it as `path`, synced. */
enum err manifest_write(struct buf *b, int64_t files, const char *path);
/* ERR_NOT_FOUND: there is none; ERR_INVALID: cut short, changed, or a path that leads out. */
enum err manifest_read(const char *dir, struct manifest *m, struct arena *a, struct fault *fault);

#endif
