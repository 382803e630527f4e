/* backups.h - backups made while the server runs: DATA/backups/jixiu-DATE-TIME, each as store/backup.h says.
 *
 * One at a time, in a thread of its own; it reads, so nobody waits for it. It is refused when the disk has not room for
 * another. The newest BACKUPS_KEEP are kept. They lie on the disk they are to save: who downloads one, or copies the
 * folder elsewhere, is safe. Everything here may be called by any thread. */
#ifndef DOMAIN_BACKUPS_H
#define DOMAIN_BACKUPS_H

#include "store/backup.h"

enum { BACKUPS_KEEP = 7, BACKUPS_NAME = 32 };
enum backup_state { BACKUP_RUNNING, BACKUP_DONE, BACKUP_FAILED };
extern const char *const backup_states[];

struct backup_view {
	const char *name; /* "jixiu-20260131-080000"; "" of one in progress or failed */
	int state;
	int64_t started_at;    /* of one in progress or failed, else when it was made */
	int64_t bytes;	       /* so far, or whole */
	int64_t of_bytes;      /* about how many there will be; of a whole one the same as bytes */
	int64_t files, events; /* 0 until it is whole */
	struct fault fault;    /* of a failed one */
};

struct backups;

struct backups *backups_start(struct store *s);
/* Waits for the one in progress. NULL is fine. */
void backups_stop(struct backups *b);

/* ERR_CONFLICT: one is in progress. ERR_FULL: the disk has not room for it. */
enum err backups_begin(struct backups *b, struct fault *fault);
/* In progress or failed first, then the whole ones, newest first. */
void backups_list(struct backups *b, struct arena *a, struct list *out);
/* Until none is in progress, or time is up. */
void backups_wait(struct backups *b, int timeout_ms);
/* ERR_NOT_FOUND. What is not a name of a backup is none. */
enum err backups_remove(struct backups *b, const char *name);
/* All of it in one file (tar), beside it until another is asked for; arena text. ERR_NOT_FOUND, ERR_FULL, ERR_IO;
 * ERR_CONFLICT: another is being packed. */
enum err backups_pack(struct backups *b, struct arena *a, const char *name, const char **path, int64_t *size,
	struct fault *fault);

#endif
