/* err.h - how anything says that it did not work.
 *
 * A function returns an enum err by value and, where a person must be told more, fills the caller's struct
 * fault. api/reply.c has the one table that turns an err into an HTTP status. Each function's header names
 * the two or three errors it can give; ERR_IO and ERR_FULL can come from anything that touches the store and
 * are not named. */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stddef.h>

enum err {
	OK = 0,
	ERR_INVALID,   /* what was sent can never be accepted as it is */
	ERR_LOGIN,     /* who are you? */
	ERR_DENIED,    /* you may not */
	ERR_NOT_FOUND, /* no such thing */
	ERR_CONFLICT,  /* the state of things does not allow it now */
	ERR_STALE,     /* based on a version that is no longer current */
	ERR_TOO_BIG,   /* over a limit of size */
	ERR_BUSY,      /* too many at once; try again later */
	ERR_FULL,      /* the disk is full: reading goes on, writing is refused */
	ERR_IO,	       /* the machine failed us (disk, database, system call) */
	ERR_COUNT
};

/* Message ids: one line each in messages.def, Chinese and English side by side. */
enum msg {
#define M(id, zh, en) MSG_##id,
#include "base/messages.def"
#undef M
	MSG_COUNT
};

enum { FAULT_FIELDS = 8 };

/* What a person is told. Owned by the caller; plain data, no pointers to free. arg is text put in place of
 * the message's single %s. */
struct fault {
	enum err err;
	enum msg msg;
	char arg[96];
	size_t n; /* fields in use; more are counted and not kept */
	struct fault_field {
		char name[48];
		enum msg msg;
		char arg[48];
	} fields[FAULT_FIELDS];
};

void fault_clear(struct fault *f);
/* Set the fault and return err, so that callers write: return fault_set(...). f may be NULL. */
enum err fault_set(struct fault *f, enum err err, enum msg msg, const char *arg);
/* Add a field's complaint; the fault itself becomes ERR_INVALID / MSG_INVALID when it was OK. Returns
 * ERR_INVALID. */
enum err fault_field(struct fault *f, const char *field, enum msg msg, const char *arg);

/* Of two results the one that matters: a failure of the machine before a complaint, a complaint before OK. For checks
 * that go on after the first complaint, to gather them all. */
enum err err_worse(enum err a, enum err b);

/* Short lower-case name, for logs and for the `type` of the error envelope. */
const char *err_name(enum err err);

#endif
