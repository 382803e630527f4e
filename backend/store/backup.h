/* backup.h - a copy of a whole data folder that can be proven, and the way back.
 *
 * A backup is a folder: jixiu.db (one consistent state, also while a server writes), jixiu.conf when there is
 *one, files/… (every uploaded file that this database knows) and MANIFEST:
 *
 *	# jixiu backup 1
 *	# made 2026-01-31T08:00:00+08:00 by jixiu 0.1.0
 *	# events 1234 HASH			the newest event and its link of the chain
 *	SHA256  jixiu.db			a line a file, as `sha256sum -c MANIFEST` reads it
 *	SHA256  files/ab/abcd…
 *	# files 2
 *	# sha256 SHA256				of every byte above this line
 *
 * Both directions build a folder beside the place where it will be ("….part", "….restoring"), sync it to the
 *disk, prove it by reading it again, and only then rename it; what an interruption leaves is that folder
 *alone, which the next run removes. */
#ifndef STORE_BACKUP_H
#define STORE_BACKUP_H

#include "store/folder.h"
#include "store/store.h"

struct backup {
	char path[FOLDER_PATH]; /* where it is (backup), what was there before (restore --force), or "" */
	char made[32];		/* RFC 3339, of the manifest */
	int64_t events;		/* seq of the newest event in it */
	int64_t files, bytes;	/* all files of the manifest */
	int64_t missing; /* uploaded files that the database names and the folder has not (or damaged) */
};

/* Into DEST/jixiu-YYYYMMDD-HHMMSS when the folder DEST is there, else into DEST itself. A missing upload does
 * not stop it: *out counts them. ERR_CONFLICT: there is something of that name; ERR_FULL, ERR_IO. */
enum err store_backup(struct store *s, const char *dest, struct backup *out, struct fault *fault);

/* Reads all of a backup and its database. ERR_NOT_FOUND: it is none; ERR_INVALID: damaged, the fault names
 * the file. */
enum err store_backup_verify(const char *src, struct backup *out, struct fault *fault);

/* Makes the data folder `dir` what the backup holds. ERR_CONFLICT: something is in it (then only with
 * `force`: the old folder is kept beside it, as out->path says), or a server is using it; ERR_NOT_FOUND,
 * ERR_INVALID as above, or made by a newer version. Until it returns OK, `dir` is as it was. */
enum err store_restore(const char *src, const char *dir, bool force, struct backup *out, struct fault *fault);

#endif
