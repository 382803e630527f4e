/* intake_run.h - what intake.c and its thread share; nobody else includes it. */
#ifndef DOMAIN_INTAKE_RUN_H
#define DOMAIN_INTAKE_RUN_H

#include <pthread.h>

#include "domain/intake.h"
#include "store/folder.h"

struct intake_job {
	int64_t id; /* 0: an empty place */
	enum intake_state state;
	bool dropped; /* its thread forgets it when it is through */
	int what;
	int64_t size, lines, created_at;
	struct arena arena; /* of what was sent along with it */
	const char *name, *bin, *sheet;
	int64_t head_row;
	struct actor by;
	const struct import_map *maps;
	size_t map_n;
	int64_t skip_errors;
	bool apply; /* what it is queued for */
	struct import_watch watch;
	/* of the last run, in `result` */
	bool ran, result_made;
	struct arena result;
	int64_t counts[IMPORT_VERDICTS], total;
	const char *encoding, *sheet_read;
	int64_t head_read;
	struct list columns, rows, sheets;
	struct fault fault;
};

struct intake {
	struct store *store;
	char dir[2048]; /* DATA/imports */
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	pthread_t thread;
	bool stopping;
	int64_t next_id;
	struct intake_job jobs[INTAKE_MAX];
};

/* The thread. */
void *intake_work(void *intake);
void intake_path(const struct intake *in, const struct intake_job *j, char out[FOLDER_PATH]);
/* Lines that hold anything, without the heading: about how many rows there are. */
int64_t intake_lines(const char *data, size_t len);

#endif
