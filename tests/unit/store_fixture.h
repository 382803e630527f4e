/* store_fixture.h - a real store in a folder of its own for one test, and the fault loop.
 *
 *   struct fixture f;
 *   fixture_open(&f);
 *   assert_int_equal(fixture_write(&f, fn, &ctx), OK);
 *   fixture_torture(&f, fn, &ctx, sizeof(ctx), SQL_STATE);
 *   fixture_close(&f); */
#ifndef TESTS_STORE_FIXTURE_H
#define TESTS_STORE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <ftw.h>
#include <unistd.h>

#include "base/token.h"
#include "store/store.h"

struct fixture {
	char dir[64];
	struct store *store;
	struct arena arena;
	struct fault fault;
	struct actor actor;
	int64_t now; /* of the next writes; 0: the clock's */
};

static inline void fixture_open(struct fixture *f)
{
	memset(f, 0, sizeof(*f));
	assert_true(token_init());
	snprintf(f->dir, sizeof(f->dir), "/tmp/jixiu_test_XXXXXX");
	assert_non_null(mkdtemp(f->dir));
	arena_init(&f->arena);
	f->actor = (struct actor){NONE, "test"};
	assert_int_equal(store_open(f->dir, STORE_WRITE, &f->store, &f->fault), OK);
}

static inline int fixture_remove(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
	(void)st;
	(void)flag;
	(void)ftw;
	return remove(path);
}

static inline void fixture_close(struct fixture *f)
{
	store_close(f->store);
	arena_release(&f->arena);
	nftw(f->dir, fixture_remove, 8, FTW_DEPTH | FTW_PHYS);
}

/* Runs fn in a transaction; f->fault is that of this write alone. */
static inline enum err fixture_write(struct fixture *f, store_fn *fn, void *ctx)
{
	struct store_job job = {.fn = fn,
		.ctx = ctx,
		.actor = f->actor,
		.arena = &f->arena,
		.fault = &f->fault,
		.now = f->now};

	fault_clear(&f->fault);
	return store_write(f->store, &job);
}

static inline const char *fixture_state(struct fixture *f, const char *sql)
{
	static const struct field fields[] = {{.name = "state", .type = F_TEXT}, FIELD_END};
	const char *text = NULL;
	struct db *db = store_reader(f->store);

	assert_int_equal(db_one(db, &f->arena, sql, NO_ARGS, fields, &text), OK);
	store_reader_return(f->store, db);
	return text ? text : "";
}

/* Fails the first, second, … statement of the write until it succeeds: every failure must be reported as
 * ERR_IO and leave what `sql` (one row, one text column named state) shows as it was. Returns how many
 * statements failed. */
static inline int fixture_torture(
	struct fixture *f, store_fn *fn, void *ctx, size_t ctx_size, const char *sql)
{
	void *fresh = malloc(ctx_size ? ctx_size : 1);
	const char *before = fixture_state(f, sql);
	enum err err = ERR_IO;
	int n = 0;

	memcpy(fresh, ctx, ctx_size);
	while (err != OK) {
		memcpy(ctx, fresh, ctx_size);
		store_fail_at(f->store, (uint64_t)++n);
		err = fixture_write(f, fn, ctx);
		assert_true(n < 200);
		if (err == OK)
			break;
		assert_int_equal(err, ERR_IO);
		assert_string_equal(fixture_state(f, sql), before);
	}
	/* What is left of the fault must not hit the next write. */
	store_fail_at(f->store, 0);
	free(fresh);
	assert_string_not_equal(fixture_state(f, sql), before);
	return n - 1;
}

#endif
