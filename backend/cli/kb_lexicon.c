/* kb_lexicon.c - jixiu kb lexicon: the plant's own words from the terminal. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/encoding.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/kb.h"
#include "domain/lexicon.h"
#include "domain/lexicon_mine.h"

/* One call, and what it works with. */
struct call {
	const struct kb_options *o;
	const char *verb;
	char **args;
	int n;
	struct store *store;
	struct arena *arena;
	struct fault *fault;
	struct lexicon_mined mined;
};

static enum err write_by(struct call *c, store_fn *fn)
{
	struct store_job job = {.fn = fn,
		.ctx = c,
		.actor = {NONE, "jixiu kb lexicon"},
		.arena = c->arena,
		.fault = c->fault};

	return store_write(c->store, &job);
}

static enum err failed(struct call *c, struct db *db, enum err err)
{
	return err == OK || c->fault->err != OK ? err : fault_set(c->fault, err, MSG_IO, db_error(db));
}

/* ---- what there is ---- */

static void print_entry(const struct lexicon_entry *e)
{
	char when[20];

	cli_column(e->kind == LEXICON_SHORT ? "short" : "term", 5);
	cli_column(e->term, 16);
	cli_column(e->means, 24);
	cli_column(e->class ? e->class : "", 8);
	printf("%.10s  %s\n", clock_format(e->changed_at, when), e->account_name ? e->account_name : "");
}

static enum err list(struct call *c, struct db *db)
{
	struct list all;
	enum err err = store_lexicon_list(db, c->arena, LEXICON_USED, c->n ? c->args[0] : NULL, &all);

	for (size_t i = 0; err == OK && i < all.n; i++)
		print_entry(list_at(&all, i, sizeof(struct lexicon_entry)));
	return err;
}

static enum err export_file(struct call *c, struct db *db)
{
	const char *text;
	enum err err = domain_lexicon_text(db, c->arena, &text);

	if (err == OK)
		fputs(text, stdout);
	return err;
}

static void print_examples(const char *lines)
{
	while (lines && *lines) {
		size_t n = strcspn(lines, "\n"), id = strcspn(lines, "\t");

		printf("      #%.*s  %.*s\n", (int)id, lines, (int)(id < n ? n - id - 1 : 0), lines + id + 1);
		lines += n + (lines[n] == '\n');
	}
}

/* Each with the tickets it rests on; found: they are not kept, and so have no number. */
static void print_proposals(const struct list *all, bool found)
{
	if (!all->n)
		cli_say(stdout, MSG_LEX_NONE_PROPOSED, " ");
	for (size_t i = 0; i < all->n; i++) {
		const struct lexicon_entry *e = list_at(all, i, sizeof(*e));

		printf("%4lld  %s %s %s   ", found ? 0LL : (long long)e->id, e->term,
			e->kind == LEXICON_SHORT ? "→" : "=", e->means);
		cli_say(stdout, MSG_LEX_CASES, "%lld", (long long)e->cases);
		print_examples(e->examples);
	}
}

static enum err proposals(struct call *c, struct db *db)
{
	struct list all;
	enum err err = store_lexicon_list(db, c->arena, LEXICON_PROPOSED, NULL, &all);

	if (err == OK)
		print_proposals(&all, false);
	return err;
}

static enum err keep(struct tx *tx, void *ctx)
{
	return lexicon_mine_keep(tx, &((struct call *)ctx)->mined);
}

static enum err look(struct call *c, struct db *db)
{
	const char *own;
	struct kb_lexicon *lx;
	bool judged = c->o->pieces & 1u << KB_SPELLINGS; /* as if none were known */
	enum err err = domain_lexicon_text(db, c->arena, &own);

	if (err != OK)
		return err;
	lx = kb_lexicon_new(own);
	err = lexicon_mine(db, c->arena, lx, !judged, &c->mined);
	kb_lexicon_free(lx);
	if (err == OK && judged) {
		print_proposals(&c->mined.found, true);
		return OK;
	}
	if (err == OK)
		err = write_by(c, keep);
	if (err == OK)
		cli_say(stdout, MSG_LEX_MINED, "%lld, %lld", (long long)c->mined.read,
			(long long)c->mined.added);
	return err == OK ? proposals(c, db) : err;
}

/* ---- changes ---- */

static enum err add(struct tx *tx, void *ctx)
{
	struct call *c = ctx;
	struct lexicon_entry e;
	enum err err;

	fields_none(lexicon_fields, &e);
	e.kind = c->o->same ? LEXICON_TERM : LEXICON_SHORT;
	e.term = c->args[0];
	e.means = c->args[1];
	e.class = c->o->class;
	err = domain_lexicon_add(tx, &e);
	if (err == OK)
		cli_say(stdout, MSG_LEX_USED, "%s %s %s", e.term, c->o->same ? "=" : "→", e.means);
	return err;
}

static enum err decide(struct call *c, struct tx *tx, struct lexicon_entry *e)
{
	static const char *const verbs[] = {"accept", "", "refuse", "remove", NULL};
	static const enum msg done[] = {MSG_LEX_USED, MSG_LEX_USED, MSG_LEX_REFUSED, MSG_LEX_REMOVED};
	enum err err;

	e->state = names_find(verbs, c->verb);
	err = domain_lexicon_put(tx, e);
	if (err == OK)
		cli_say(stdout, done[e->state], "%s %s %s", e->term, e->kind == LEXICON_SHORT ? "→" : "=",
			e->means);
	return err;
}

/* Proposals by their numbers. */
static enum err decide_all(struct tx *tx, void *ctx)
{
	struct call *c = ctx;
	enum err err = OK;

	for (int i = 0; i < c->n && err == OK; i++) {
		struct lexicon_entry e;

		err = store_lexicon_get(tx->db, tx->arena, strtoll(c->args[i], NULL, 10), &e);
		if (err == ERR_NOT_FOUND || (err == OK && e.state != LEXICON_PROPOSED))
			return fault_set(tx->fault, ERR_NOT_FOUND, MSG_LEX_NO_PROPOSAL, c->args[i]);
		err = err == OK ? decide(c, tx, &e) : err;
	}
	return err;
}

/* Whatever it is, short for something or a term. */
static enum err drop(struct tx *tx, void *ctx)
{
	struct call *c = ctx;
	bool found = false;

	for (int kind = LEXICON_SHORT; kind <= LEXICON_TERM; kind++) {
		struct lexicon_entry e;
		enum err err =
			store_lexicon_used(tx->db, tx->arena, kind, text_fold(tx->arena, c->args[0]), &e);

		if (err == OK)
			err = decide(c, tx, &e);
		found = found || err == OK;
		if (err != OK && err != ERR_NOT_FOUND)
			return err;
	}
	return found ? OK : fault_set(tx->fault, ERR_NOT_FOUND, MSG_LEX_NO_WORD, c->args[0]);
}

/* ---- a file ---- */

struct bringing {
	struct call *call;
	struct lexicon_import im;
};

static enum err bring(struct tx *tx, void *ctx)
{
	return domain_lexicon_import(tx, &((struct bringing *)ctx)->im);
}

/* Any encoding that tables are saved in; a byte order mark is none of its words. */
static enum err read_text(struct call *c, const char *path, const char **out)
{
	const char *encoding;
	struct buf b;
	size_t len;
	enum err err;

	buf_init(&b);
	err = cli_read_file(path, LEXICON_FILE_MAX + 1, &b, c->fault);
	if (err == OK && b.len > LEXICON_FILE_MAX)
		err = fault_set(c->fault, ERR_TOO_BIG, MSG_LEX_TOO_LONG, path);
	*out = err == OK ? encoding_read(b.data, b.len, NULL, &len, &encoding, c->arena) : NULL;
	if (err == OK && !*out)
		err = fault_set(c->fault, ERR_INVALID, MSG_KB_DOC_BINARY, path);
	buf_release(&b);
	return err;
}

static enum err print_wrong(struct call *c, const struct lexicon_import *im)
{
	for (size_t i = 0; i < im->wrong && i < LEXICON_WRONG_MAX; i++) {
		fprintf(stderr, "%s: ", c->args[0]);
		cli_say(stderr, im->faults[i].msg, "%lld", (long long)im->faults[i].line);
	}
	return fault_set(c->fault, ERR_INVALID, MSG_LEX_WRONG_N, arena_printf(c->arena, "%zu", im->wrong));
}

static enum err import(struct call *c, struct db *db)
{
	struct bringing *b = arena_new(c->arena, struct bringing);
	struct store_job job = {.fn = bring,
		.ctx = b,
		.actor = {NONE, "jixiu kb lexicon"},
		.arena = c->arena,
		.fault = c->fault};
	enum err err = read_text(c, c->args[0], &b->im.text);

	if (err == OK)
		err = domain_lexicon_read(db, c->arena, &b->im);
	if (err == OK && b->im.wrong)
		return print_wrong(c, &b->im);
	if (err == OK && c->o->apply)
		err = store_write(c->store, &job);
	if (err != OK)
		return err;
	cli_say(stdout, c->o->apply ? MSG_LEX_DONE : MSG_LEX_WOULD, "%lld", (long long)b->im.added);
	cli_say(stdout, MSG_LEX_KNOWN_N, "%lld", (long long)b->im.known);
	return OK;
}

/* ---- the verbs ---- */

typedef enum err read_fn(struct call *c, struct db *db);
static const struct verb {
	const char *name;
	int least, most; /* arguments */
	bool writes;	 /* --apply and --look make the others write too */
	read_fn *read;
	store_fn *write;
} verbs[] = {
	{"list", 0, 1, false, list, NULL},
	{"export", 0, 0, false, export_file, NULL},
	{"import", 1, 1, false, import, NULL},
	{"add", 2, 2, true, NULL, add},
	{"remove", 1, 1, true, NULL, drop},
	{"proposals", 0, 0, false, proposals, NULL},
	{"accept", 1, INT_MAX, true, NULL, decide_all},
	{"refuse", 1, INT_MAX, true, NULL, decide_all},
};

static enum err do_verb(struct call *c, const struct verb *v)
{
	struct db *db;
	enum err err;

	if (v->write)
		return write_by(c, v->write);
	db = store_reader(c->store);
	err = failed(c, db, c->o->look && v->read == proposals ? look(c, db) : v->read(c, db));
	store_reader_return(c->store, db);
	return err;
}

static const struct verb *find(const char *name)
{
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (strcmp(verbs[i].name, name) == 0)
			return &verbs[i];
	return NULL;
}

int kb_lexicon(const struct config *config, const struct kb_options *o, char **args, int n)
{
	const struct verb *v = n ? find(args[0]) : find("list");
	struct fault fault = {0};
	struct arena arena;
	struct app app;
	struct call c = {.o = o, .args = args + !!n, .n = n - !!n, .arena = &arena, .fault = &fault};
	enum err err;

	if (!v)
		return cli_usage(&command_kb, MSG_CLI_EXTRA, args[0]);
	if (c.n < v->least)
		return cli_usage(&command_kb, MSG_CLI_TOO_FEW, NULL);
	if (c.n > v->most)
		return cli_usage(&command_kb, MSG_CLI_EXTRA, c.args[v->most]);
	c.verb = v->name;
	if (cli_open(&app, config, v->writes || o->apply || o->look ? STORE_WRITE : STORE_READ, &fault) != OK)
		return cli_fault(&fault);
	arena_init(&arena);
	c.store = app.store;
	err = do_verb(&c, v);
	arena_release(&arena);
	app_close(&app);
	return err == OK ? EXIT_GOOD : cli_fault(&fault);
}
