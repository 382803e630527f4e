/* store.h - the data folder: one database file, its one writer, a few readers.
 *
 * DIR/jixiu.db (and its write-ahead log), DIR/files/ (uploaded files by digest), DIR/lock. The process that
 * writes holds DIR/lock; a second writer is refused, readers are not. */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>

#include "base/clock.h"
#include "store/db.h"

struct store;

enum store_mode {
	STORE_READ, /* readers only: the folder must exist */
	STORE_WRITE /* take the lock, create what is missing, migrate, start the writer */
};

/* ERR_CONFLICT: another process holds the lock. ERR_NOT_FOUND: no such data folder (STORE_READ). ERR_INVALID:
 * made by a newer version. */
enum err store_open(const char *dir, enum store_mode mode, struct store **out, struct fault *fault);
/* Serves what is in the queue and waits until nobody is in store_write or store_wait; who comes later is refused.
 * Every reader has been returned before. */
void store_close(struct store *s);
const char *store_dir(const struct store *s);

/* A reader of your own until it is returned; waits while all are out. Never call store_write while holding
 * one for something that must see the write: return it first. */
struct db *store_reader(struct store *s);
void store_reader_return(struct store *s, struct db *db);

/* Who does it: account NONE for the system and for reporters, who have a name at most. */
struct actor {
	int64_t account;
	const char *name; /* never NULL */
};

/* A transaction, as seen by the function that runs in it. Everything here lives until that function returns.
 */
struct tx {
	struct db *db;
	struct arena *arena; /* of whoever asked; rows may be handed out in it */
	struct fault *fault;
	struct actor actor;
	int64_t now;	  /* ms; the demo and the import set it to the past */
	const char *lang; /* as store_lang was told */
};

typedef enum err store_fn(struct tx *tx, void *ctx);

struct store_job {
	store_fn *fn;
	void *ctx;
	struct actor actor;
	struct arena *arena;
	struct fault *fault;
	int64_t now;	     /* 0: the clock's */
	uint64_t statements; /* out: what it ran */
};

/* The only way to a transaction. fn runs on the writer's thread while the caller waits; it may run again if
 * the first try could not be kept; OK means durable. Jobs that wait together share one commit, each in a
 * savepoint of its own. Returns what fn returned, or, for every job of the batch, ERR_FULL / ERR_IO of a commit that
 * failed. ERR_BUSY: the store is closing. */
enum err store_write(struct store *s, struct store_job *job);

/* A part of a transaction, run by its function: what fn did is undone when it does not return OK, what was done
 * before it stays. */
enum err store_try(struct tx *tx, store_fn *fn, void *ctx);
/* The same for one of many, whose refusal is no matter of the others': what it complains of is left unsaid. *done: it was OK. Only
 * ERR_IO and ERR_FULL come back, since they end all of it. */
enum err store_try_each(struct tx *tx, store_fn *fn, void *ctx, bool *done);

/* The language that was given as an option, which wins over the plant's setting (setting_lang), or NULL; outlives the store. Before
 * anything is written. */
void store_lang(struct store *s, const char *lang);

/* For a command that writes very much and then ends, before its first write: the writer takes 256 MiB of memory where
 * it keeps to 16 otherwise. */
void store_bulk(struct store *s);

/* The newest event's seq that is durable; and waiting for one after `seen` (true: there is one; false: time
 * is up or the store closes). What follows the log is woken by this. */
int64_t store_seq(struct store *s);
bool store_wait(struct store *s, int64_t seen, int timeout_ms);
/* Whoever is in store_wait comes back at once: something of theirs changed that is no event. */
void store_wake(struct store *s);

/* A consistent copy of the database, without the files, as a new file: for trying something out. */
enum err store_copy(struct store *s, const char *path, struct fault *fault);

/* For tests: of the writer's statements from the next batch on, the n-th fails; 0: none. */
void store_fail_at(struct store *s, uint64_t n);

#endif
