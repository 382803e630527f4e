/* kb_import.c - jixiu kb import: manuals and what experts wrote, read into sections. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "cli/cli.h"
#include "cli/kb.h"
#include "domain/manual.h"
#include "store/asset.h"
#include "store/file.h"

static enum err put(struct tx *tx, void *ctx)
{
	return domain_manual_put(tx, ctx);
}

/* By its number, else by the very name of a place. */
static enum err find_place(
	struct db *db, struct arena *a, const struct kb_options *o, int64_t *id, struct fault *fault)
{
	struct asset_filter f;
	struct asset machine;
	struct list all;
	enum err err = OK;

	*id = NONE;
	if (o->machine) {
		err = store_asset_by_code(db, a, o->machine, &machine);
		*id = err == OK ? machine.id : NONE;
		return err == ERR_NOT_FOUND ? fault_set(fault, err, MSG_SUGGEST_MACHINE, o->machine) : err;
	}
	if (!o->under)
		return OK;
	asset_filter_none(&f);
	f.text = o->under;
	err = store_asset_list(db, a, &f, &all);
	for (size_t i = 0; err == OK && i < all.n && *id == NONE; i++) {
		const struct asset *x = list_at(&all, i, sizeof(*x));

		if (strcmp(x->name, o->under) == 0 || (x->code && strcmp(x->code, o->under) == 0))
			*id = x->id;
	}
	return err == OK && *id == NONE ? fault_set(fault, ERR_NOT_FOUND, MSG_SUGGEST_MACHINE, o->under)
					: err;
}

static void say(const struct manual_file *f)
{
	const struct manual *m = &f->made;

	cli_say(stdout,
		f->again      ? MSG_MANUAL_SAME
		: f->replaced ? MSG_MANUAL_REPLACED
			      : MSG_MANUAL_IMPORTED,
		"%s (%s, %s, %lld)", m->title, manual_formats[m->format], m->encoding,
		(long long)m->sections);
	if (m->faulty_line != NONE)
		cli_say(stdout, MSG_MANUAL_FAULTY, "%lld", (long long)m->faulty_line);
	if (m->cut)
		cli_say(stdout, MSG_MANUAL_CUT, "%lld", (long long)m->sections);
}

static enum err import_one(struct app *app, const struct kb_options *o, int64_t place, const char *path,
	struct arena *a, struct fault *fault)
{
	const char *slash = strrchr(path, '/');
	char digest[DIGEST_SIZE];
	struct kb_document d;
	struct manual_file f = {.read = &d,
		.name = slash ? slash + 1 : path,
		.digest = digest,
		.asset_id = place,
		.model = o->model};
	struct store_job job = {
		.fn = put, .ctx = &f, .actor = {NONE, "jixiu kb import"}, .arena = a, .fault = fault};
	struct buf b;
	enum err err;

	buf_init(&b);
	err = cli_read_file(path, KB_DOCUMENT_BYTES + 1, &b, fault);
	if (err == OK)
		err = kb_document_read(b.data, b.len, f.name, a, &d, fault);
	f.size = (int64_t)b.len;
	if (err == OK)
		err = store_file_put(app->store, b.data, b.len, digest, fault);
	if (err == OK)
		err = store_write(app->store, &job);
	if (err == OK)
		say(&f);
	buf_release(&b);
	return err;
}

int kb_import(const struct config *config, const struct kb_options *o, char **files, int n)
{
	struct fault fault = {0};
	struct arena arena;
	struct app app;
	int64_t place = NONE;
	struct db *db;
	enum err err = cli_open(&app, config, STORE_WRITE, &fault);
	int status = EXIT_GOOD;

	if (err != OK)
		return cli_fault(&fault);
	arena_init(&arena);
	db = store_reader(app.store);
	err = find_place(db, &arena, o, &place, &fault);
	store_reader_return(app.store, db);
	if (err != OK)
		status = cli_fault(&fault);
	for (int i = 0; i < n && err == OK; i++) {
		fault_clear(&fault);
		if (import_one(&app, o, place, files[i], &arena, &fault) != OK) {
			fprintf(stderr, "%s: ", files[i]);
			status = cli_fault(&fault);
		}
		arena_clear(&arena);
	}
	arena_release(&arena);
	app_close(&app);
	return status;
}
