/* intake.c - see intake.h. What runs in the thread is in intake_run.c. */
#include "domain/intake.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/wait.h"
#include "base/xlsx_read.h"
#include "domain/intake_run.h"
#include "store/folder.h"

const char *const intake_states[] = {"queued", "checking", "ready", "applying", "done", "failed", NULL};
const char *const import_verdicts[] = {"new", "changed", "same", "error", NULL};

struct intake *intake_start(struct store *s)
{
	struct intake *in = calloc(1, sizeof(*in));

	if (!in)
		abort();
	in->store = s;
	in->next_id = clock_now_ms() / 1000; /* no id of a process before this one comes again */
	snprintf(in->dir, sizeof(in->dir), "%.2000s/imports", store_dir(s));
	folder_remove(in->dir);
	pthread_mutex_init(&in->mutex, NULL);
	wait_init(&in->changed);
	if (pthread_create(&in->thread, NULL, intake_work, in) != 0)
		abort();
	return in;
}

static void forget(struct intake *in, struct intake_job *j)
{
	char path[FOLDER_PATH];

	intake_path(in, j, path);
	unlink(path);
	if (j->result_made)
		arena_release(&j->result);
	arena_release(&j->arena);
	*j = (struct intake_job){.id = 0};
}

void intake_stop(struct intake *in)
{
	if (!in)
		return;
	pthread_mutex_lock(&in->mutex);
	in->stopping = true;
	for (int i = 0; i < INTAKE_MAX; i++)
		atomic_store(&in->jobs[i].watch.stop, true);
	pthread_cond_broadcast(&in->changed);
	pthread_mutex_unlock(&in->mutex);
	pthread_join(in->thread, NULL);
	for (int i = 0; i < INTAKE_MAX; i++)
		if (in->jobs[i].id)
			forget(in, &in->jobs[i]);
	folder_remove(in->dir);
	pthread_mutex_destroy(&in->mutex);
	pthread_cond_destroy(&in->changed);
	free(in);
}

static bool is_busy(const struct intake_job *j)
{
	return j->state == INTAKE_QUEUED || j->state == INTAKE_CHECKING || j->state == INTAKE_APPLYING;
}

static struct intake_job *find(struct intake *in, int64_t id)
{
	for (int i = 0; i < INTAKE_MAX; i++)
		if (in->jobs[i].id == id && !in->jobs[i].dropped)
			return &in->jobs[i];
	return NULL;
}

/* An empty place, else the oldest that nobody works on; NULL: all are in progress. */
static struct intake_job *place(struct intake *in)
{
	struct intake_job *oldest = NULL;

	for (int i = 0; i < INTAKE_MAX; i++) {
		struct intake_job *j = &in->jobs[i];

		if (!j->id)
			return j;
		if (!is_busy(j) && (!oldest || j->id < oldest->id))
			oldest = j;
	}
	if (oldest)
		forget(in, oldest);
	return oldest;
}

static enum err put_file(struct intake *in, const struct intake_job *j, const void *data, size_t len)
{
	char path[FOLDER_PATH];
	FILE *f;
	bool good;

	intake_path(in, j, path);
	mkdir(in->dir, 0700);
	f = fopen(path, "wxe");
	if (!f)
		return ERR_IO;
	good = fwrite(data, 1, len, f) == len;
	good = fclose(f) == 0 && good;
	if (!good)
		unlink(path);
	return good ? OK : ERR_FULL;
}

enum err intake_add(struct intake *in, const struct actor *who, int what, const char *name, const void *data,
	size_t len, int64_t *id, struct fault *fault)
{
	struct intake_job *j;
	enum err err = OK;

	if (!len)
		return fault_set(fault, ERR_INVALID, MSG_INTAKE_EMPTY, NULL);
	pthread_mutex_lock(&in->mutex);
	j = place(in);
	if (!j) {
		err = fault_set(fault, ERR_BUSY, MSG_BUSY, NULL);
	} else {
		*j = (struct intake_job){.id = ++in->next_id,
			.what = what,
			.size = (int64_t)len,
			.created_at = clock_now_ms()};
		arena_init(&j->arena);
		j->name = arena_strdup(&j->arena, name ? name : "");
		j->by = (struct actor){who->account, arena_strdup(&j->arena, who->name)};
		j->lines = xlsx_looks_like(data, len) ? 0 : intake_lines(data, len);
		err = put_file(in, j, data, len);
		*id = j->id;
		if (err != OK)
			forget(in, j);
	}
	pthread_cond_broadcast(&in->changed);
	pthread_mutex_unlock(&in->mutex);
	return err == OK || err == ERR_BUSY ? err : fault_set(fault, err, MSG_FULL, NULL);
}

/* ---- what it looks like ---- */

static struct list copy_texts(struct arena *a, const struct list *from)
{
	struct list out = {arena_calloc(a, from->n, sizeof(char *)), from->n};

	for (size_t i = 0; i < from->n; i++)
		((const char **)out.items)[i] =
			arena_strdup(a, *(const char **)list_at(from, i, sizeof(char *)));
	return out;
}

static void copy_columns(const struct intake_job *j, struct arena *a, struct list *out)
{
	*out = (struct list){arena_calloc(a, j->columns.n, sizeof(struct intake_column)), j->columns.n};
	for (size_t i = 0; i < out->n; i++) {
		const struct intake_column *from = list_at(&j->columns, i, sizeof(*from));
		struct intake_column *to = list_at(out, i, sizeof(*to));

		to->heading = arena_strdup(a, from->heading);
		to->field = from->field ? arena_strdup(a, from->field) : NULL;
		to->samples = copy_texts(a, &from->samples);
	}
}

static void look(struct intake_job *j, struct arena *a, struct intake_view *v)
{
	*v = (struct intake_view){.id = j->id,
		.what = j->what,
		.state = (int)j->state,
		.name = arena_strdup(a, j->name),
		.size = j->size,
		.account_id = j->by.account,
		.created_at = j->created_at,
		.by = arena_strdup(a, j->by.name),
		.rows_done = atomic_load(&j->watch.rows),
		.rows_total = j->ran			     ? j->total
			      : atomic_load(&j->watch.total) ? atomic_load(&j->watch.total)
							     : j->lines,
		.encoding = j->encoding ? j->encoding : "",
		.skip_errors = j->skip_errors,
		.bin = j->bin ? arena_strdup(a, j->bin) : NULL,
		.sheet = j->sheet_read ? arena_strdup(a, j->sheet_read) : NULL,
		.head_row = j->head_read,
		.fault = j->fault};
	memcpy(v->counts, j->counts, sizeof(v->counts));
}

enum err intake_get(struct intake *in, struct arena *a, int64_t id, struct intake_view *out)
{
	struct intake_job *j;

	pthread_mutex_lock(&in->mutex);
	j = find(in, id);
	if (j) {
		look(j, a, out);
		copy_columns(j, a, &out->columns);
		out->sheets = copy_texts(a, &j->sheets);
	}
	pthread_mutex_unlock(&in->mutex);
	return j ? OK : ERR_NOT_FOUND;
}

void intake_list(struct intake *in, struct arena *a, struct list *out)
{
	struct intake_view *all = arena_calloc(a, INTAKE_MAX, sizeof(*all)), kept;
	size_t n = 0;

	pthread_mutex_lock(&in->mutex);
	for (int i = 0; i < INTAKE_MAX; i++)
		if (in->jobs[i].id && !in->jobs[i].dropped)
			look(&in->jobs[i], a, &all[n++]);
	pthread_mutex_unlock(&in->mutex);
	for (size_t i = 1; i < n; i++)
		for (size_t k = i; k > 0 && all[k].id > all[k - 1].id; k--) {
			kept = all[k];
			all[k] = all[k - 1];
			all[k - 1] = kept;
		}
	*out = (struct list){all, n};
}

static void copy_row(struct arena *a, const struct import_row *from, struct import_row *to)
{
	*to = *from;
	to->key = from->key ? arena_strdup(a, from->key) : NULL;
	to->title = from->title ? arena_strdup(a, from->title) : NULL;
	to->detail = from->detail ? arena_strdup(a, from->detail) : NULL;
	to->fault = from->fault ? arena_memdup(a, from->fault, sizeof(*from->fault)) : NULL;
}

enum err intake_rows(struct intake *in, struct arena *a, int64_t id, int verdict, int64_t after,
	int64_t limit, struct list *out)
{
	struct intake_job *j;

	*out = (struct list){arena_calloc(a, (size_t)limit, sizeof(struct import_row)), 0};
	pthread_mutex_lock(&in->mutex);
	j = find(in, id);
	for (size_t i = 0; j && i < j->rows.n && out->n < (size_t)limit; i++) {
		const struct import_row *row = list_at(&j->rows, i, sizeof(*row));

		if (row->number > after && (verdict < 0 || row->verdict == verdict))
			copy_row(a, row, list_at(out, out->n++, sizeof(*row)));
	}
	pthread_mutex_unlock(&in->mutex);
	return j ? OK : ERR_NOT_FOUND;
}

void intake_wait(struct intake *in, int64_t id, int timeout_ms)
{
	struct timespec until = wait_until(timeout_ms);
	struct intake_job *j;

	pthread_mutex_lock(&in->mutex);
	while ((j = find(in, id)) && is_busy(j))
		if (pthread_cond_timedwait(&in->changed, &in->mutex, &until) != 0)
			break;
	pthread_mutex_unlock(&in->mutex);
}

/* ---- what is done with it ---- */

static void take_change(struct intake_job *j, const struct intake_change *c)
{
	struct import_map *maps = arena_calloc(&j->arena, c->map_n, sizeof(*maps));

	for (size_t i = 0; i < c->map_n; i++)
		maps[i] = (struct import_map){
			arena_strdup(&j->arena, c->maps[i].theirs), arena_strdup(&j->arena, c->maps[i].ours)};
	j->maps = maps;
	j->map_n = c->map_n;
	j->skip_errors = c->skip_errors;
	j->bin = c->bin ? arena_strdup(&j->arena, c->bin) : NULL;
	j->sheet = c->sheet ? arena_strdup(&j->arena, c->sheet) : NULL;
	j->head_row = c->head_row;
}

/* With the mutex held: queued for this, or why not. */
static enum err queue(struct intake *in, struct intake_job *j, bool apply, struct fault *fault)
{
	if (!j)
		return ERR_NOT_FOUND;
	if (is_busy(j) || j->state == INTAKE_DONE || (apply && j->state != INTAKE_READY))
		return fault_set(fault, ERR_CONFLICT, MSG_INTAKE_NOT_NOW, NULL);
	if (apply && j->counts[IMPORT_ERROR] && !j->skip_errors)
		return fault_set(fault, ERR_CONFLICT, MSG_INTAKE_ERRORS, NULL);
	j->state = INTAKE_QUEUED;
	j->apply = apply;
	atomic_store(&j->watch.rows, 0);
	pthread_cond_broadcast(&in->changed);
	return OK;
}

enum err intake_change(struct intake *in, int64_t id, const struct intake_change *c, struct fault *fault)
{
	struct intake_job *j;
	enum err err;

	pthread_mutex_lock(&in->mutex);
	j = find(in, id);
	err = queue(in, j, false, fault);
	if (err == OK)
		take_change(j, c);
	pthread_mutex_unlock(&in->mutex);
	return err;
}

enum err intake_apply(struct intake *in, const struct actor *who, int64_t id, struct fault *fault)
{
	struct intake_job *j;
	enum err err;

	pthread_mutex_lock(&in->mutex);
	j = find(in, id);
	err = queue(in, j, true, fault);
	if (err == OK)
		j->by = (struct actor){who->account, arena_strdup(&j->arena, who->name)};
	pthread_mutex_unlock(&in->mutex);
	return err;
}

enum err intake_drop(struct intake *in, int64_t id)
{
	struct intake_job *j;

	pthread_mutex_lock(&in->mutex);
	j = find(in, id);
	if (j && (j->state == INTAKE_CHECKING || j->state == INTAKE_APPLYING)) {
		/* The thread has hold of it, and lets go at its next row. */
		j->dropped = true;
		atomic_store(&j->watch.stop, true);
	} else if (j) {
		forget(in, j);
	}
	pthread_cond_broadcast(&in->changed);
	pthread_mutex_unlock(&in->mutex);
	return j ? OK : ERR_NOT_FOUND;
}
