/* import_fixture.h - a list is brought in, and what it did is looked at. */
#ifndef TESTS_UNIT_IMPORT_FIXTURE_H
#define TESTS_UNIT_IMPORT_FIXTURE_H

#include "store_fixture.h"

#include "domain/import.h"

/* Everything an import could leave behind. */
static const char SQL_STATE[] =
	"SELECT (SELECT count(*) FROM event) || ' ' || (SELECT count(*) FROM asset) || ' ' || "
	"(SELECT count(*) FROM part) || ' ' || (SELECT count(*) FROM bin) || ' ' || (SELECT count(*) FROM "
	"movement) "
	"|| ' ' || (SELECT count(*) FROM ticket) || ' ' || (SELECT count(*) FROM invoice) || ' ' || "
	"(SELECT count(*) FROM labour) || ' ' || (SELECT count(*) FROM ticket_comment) || ' ' || "
	"(SELECT count(*) FROM qr_code) AS state";

static inline int open_fixture(void **state)
{
	struct fixture *f = test_malloc(sizeof(*f));

	setenv("TZ", "Asia/Shanghai", 1);
	tzset();
	fixture_open(f);
	f->now = INT64_C(1769846400000); /* 2026-01-31 16:00 in Shanghai */
	*state = f;
	return 0;
}

static inline int close_fixture(void **state)
{
	fixture_close(*state);
	test_free(*state);
	return 0;
}

static inline enum err import(struct fixture *f, int what, const char *text, struct import *in)
{
	*in = (struct import){
		.what = what, .data = text, .len = strlen(text), .apply = true, .skip_errors = true};
	return fixture_write(f, domain_import, in);
}

/* The verdicts as letters: n(ew) c(hanged) s(ame) e(rror). */
static inline const char *verdicts(struct fixture *f, const struct import *in)
{
	char *out = arena_alloc(&f->arena, in->rows.n + 1);

	for (size_t i = 0; i < in->rows.n; i++)
		out[i] = "ncse"[((struct import_row *)in->rows.items)[i].verdict];
	return out;
}

static inline const struct import_row *row_of(const struct import *in, size_t i)
{
	assert_true(i < in->rows.n);
	return list_at(&in->rows, i, sizeof(struct import_row));
}

static inline const char *one(struct fixture *f, const char *sql)
{
	return fixture_state(f, sql);
}

#endif
