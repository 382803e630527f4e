/* intake_run.c - the thread of intake.c: reads the file, tries it out on a copy, or brings it in. */
#include "domain/intake_run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "domain/import_file.h"

void intake_path(const struct intake *in, const struct intake_job *j, char out[FOLDER_PATH])
{
	snprintf(out, FOLDER_PATH, "%s/%lld", in->dir, (long long)j->id);
}

int64_t intake_lines(const char *data, size_t len)
{
	const char *p = data, *end = data + len, *stop;
	int64_t n = 0;

	while (p < end) {
		stop = memchr(p, '\n', (size_t)(end - p));
		n += (stop ? stop : end) - p > 1;
		p = stop ? stop + 1 : end;
	}
	return n > 0 ? n - 1 : 0;
}

/* One run, out of the mutex: it has its own copy of what was asked. */
struct run {
	struct intake *in;
	struct intake_job job;
	struct import_watch *watch;
	struct import import;
	struct arena arena; /* of the result */
	struct list columns;
	struct fault fault;
	enum err err;
};

/* ---- columns and samples ---- */

static const char *field_of(const struct import *im, const char *heading)
{
	for (size_t i = 0; i < im->columns.n; i++) {
		const struct import_map *m = list_at(&im->columns, i, sizeof(*m));

		if (strcmp(m->theirs, heading) == 0)
			return m->ours;
	}
	return NULL;
}

static void add_column(struct run *r, const char *heading, const char *field)
{
	struct intake_column *c = list_at(&r->columns, r->columns.n++, sizeof(*c));

	*c = (struct intake_column){.heading = heading, .field = field};
}

/* As the import told them, without samples: of JSON Lines, where the objects may differ. */
static void told_columns(struct run *r)
{
	const struct import *im = &r->import;

	r->columns = (struct list){
		arena_calloc(&r->arena, im->columns.n + im->unused.n, sizeof(struct intake_column)), 0};
	for (size_t i = 0; i < im->columns.n; i++) {
		const struct import_map *m = list_at(&im->columns, i, sizeof(*m));

		add_column(r, m->theirs, m->ours);
	}
	for (size_t i = 0; i < im->unused.n; i++)
		add_column(r, *(const char **)list_at(&im->unused, i, sizeof(char *)), NULL);
}

static void add_samples(struct run *r, const struct csv_row *row)
{
	for (size_t i = 0; i < r->columns.n; i++) {
		struct intake_column *c = list_at(&r->columns, i, sizeof(*c));

		((const char **)c->samples.items)[c->samples.n++] =
			arena_strdup(&r->arena, csv_cell(row, (int)i));
	}
}

/* In the order of the file, each with the cells of the first rows. */
static void file_columns(struct run *r)
{
	struct arena scratch;
	struct fault fault = {0};
	struct import_file file;
	struct csv_row row;

	arena_init(&scratch);
	if (import_file_open(&file, &r->import, &scratch, &fault) == OK) {
		const struct csv_row *head = &file.csv.head;

		r->columns = (struct list){arena_calloc(&r->arena, head->n, sizeof(struct intake_column)), 0};
		for (size_t i = 0; i < head->n; i++) {
			const char *heading = import_heading(&r->arena, head->cells[i]);
			struct intake_column *c = list_at(&r->columns, i, sizeof(*c));

			add_column(r, heading, field_of(&r->import, heading));
			c->samples.items = arena_calloc(&r->arena, INTAKE_SAMPLES, sizeof(char *));
		}
		for (int i = 0; i < INTAKE_SAMPLES && import_file_next(&file, &row, &scratch, &fault) == OK;
			i++)
			add_samples(r, &row);
	}
	arena_release(&scratch);
}

/* ---- the run ---- */

static enum err do_import(struct run *r, struct store *s)
{
	struct store_job job = {.fn = domain_import,
		.ctx = &r->import,
		.actor = r->job.by,
		.arena = &r->arena,
		.fault = &r->fault};

	return store_write(s, &job);
}

static enum err try_out(struct run *r)
{
	char dir[FOLDER_PATH], path[FOLDER_PATH + 16];
	struct store *copy = NULL;
	enum err err;

	snprintf(dir, sizeof(dir), "%s/try-%lld", r->in->dir, (long long)r->job.id);
	snprintf(path, sizeof(path), "%s/jixiu.db", dir);
	if (folder_remove(dir) != OK || mkdir(dir, 0700) != 0)
		return fault_set(&r->fault, ERR_IO, MSG_FILE_WRITE, "imports");
	err = store_copy(r->in->store, path, &r->fault);
	if (err == OK)
		err = store_open(dir, STORE_WRITE, &copy, &r->fault);
	if (err == OK)
		err = do_import(r, copy);
	store_close(copy);
	folder_remove(dir);
	return err;
}

static enum err read_file(struct run *r, char **data)
{
	char path[FOLDER_PATH];
	size_t len = (size_t)r->job.size;
	FILE *f;
	bool good;

	intake_path(r->in, &r->job, path);
	*data = malloc(len + 1);
	f = fopen(path, "re");
	good = *data && f && fread(*data, 1, len, f) == len;
	if (f)
		fclose(f);
	if (!good)
		return fault_set(&r->fault, ERR_IO, MSG_FILE_READ, r->job.name);
	(*data)[len] = 0;
	return OK;
}

static enum err recall(struct run *r)
{
	struct db *db = store_reader(r->in->store);
	enum err err = import_recall(db, &r->arena, &r->import);

	store_reader_return(r->in->store, db);
	return err;
}

static void run(struct run *r)
{
	char *data = NULL;

	arena_init(&r->arena);
	r->err = read_file(r, &data);
	r->import = (struct import){.what = r->job.what,
		.name = r->job.name,
		.data = data,
		.len = (size_t)r->job.size,
		.maps = r->job.maps,
		.map_n = r->job.map_n,
		.apply = r->job.apply,
		.skip_errors = r->job.skip_errors == 1,
		.bin = r->job.bin,
		.sheet = r->job.sheet,
		.head_row = r->job.head_row,
		.watch = r->watch};
	if (r->err == OK)
		r->err = recall(r);
	if (r->err == OK)
		r->err = import_prepare(&r->import, &r->arena, &r->fault);
	if (r->err == OK)
		r->err = r->job.apply ? do_import(r, r->in->store) : try_out(r);
	if (data && r->import.encoding && strcmp(r->import.encoding, "JSON Lines") == 0)
		told_columns(r);
	else if (data && (r->import.file || !r->import.sheets.n))
		file_columns(r);
	free(data);
}

/* ---- the queue ---- */

/* A whole report of a dry run is no failure; neither is one of rows that came to be refused since it was checked. */
static enum intake_state outcome(const struct run *r)
{
	if (r->err == OK)
		return INTAKE_DONE;
	return r->import.finished ? INTAKE_READY : INTAKE_FAILED;
}

static void publish(struct intake_job *j, struct run *r)
{
	if (j->result_made)
		arena_release(&j->result);
	j->result = r->arena;
	j->result_made = true;
	j->ran = true;
	j->state = outcome(r);
	j->encoding = r->import.encoding;
	j->sheet_read = r->import.sheet_read;
	j->head_read = r->import.head_read;
	j->sheets = r->import.sheets;
	j->columns = r->columns;
	j->rows = r->import.finished ? r->import.rows : (struct list){NULL, 0};
	j->total = r->import.finished ? (int64_t)r->import.rows.n : j->lines;
	memcpy(j->counts, r->import.counts, sizeof(j->counts));
	fault_clear(&j->fault);
	if (j->state == INTAKE_FAILED || (j->state == INTAKE_READY && j->apply))
		j->fault = r->fault;
}

static struct intake_job *next_job(struct intake *in)
{
	struct intake_job *first = NULL;

	for (int i = 0; i < INTAKE_MAX; i++) {
		struct intake_job *j = &in->jobs[i];

		if (j->id && j->state == INTAKE_QUEUED && (!first || j->id < first->id))
			first = j;
	}
	return first;
}

static void one(struct intake *in, struct intake_job *j)
{
	struct run r = {.in = in, .watch = &j->watch};
	char path[FOLDER_PATH];

	j->state = j->apply ? INTAKE_APPLYING : INTAKE_CHECKING;
	atomic_store(&j->watch.rows, 0);
	r.job = *j;
	pthread_mutex_unlock(&in->mutex);
	run(&r);
	pthread_mutex_lock(&in->mutex);
	publish(j, &r);
	if (!j->dropped)
		return;
	intake_path(in, j, path);
	unlink(path);
	arena_release(&j->result);
	arena_release(&j->arena);
	*j = (struct intake_job){.id = 0};
}

void *intake_work(void *intake)
{
	struct intake *in = intake;
	struct intake_job *j;

	pthread_mutex_lock(&in->mutex);
	while (!in->stopping) {
		j = next_job(in);
		if (j)
			one(in, j);
		else
			pthread_cond_wait(&in->changed, &in->mutex);
		if (j)
			pthread_cond_broadcast(&in->changed);
	}
	pthread_mutex_unlock(&in->mutex);
	return NULL;
}
