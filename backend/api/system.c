/* system.c - see system.h. */
#include "api/system.h"

#include <stdio.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "api/reply.h"
#include "domain/backups.h"
#include "domain/knowledge.h"
#include "store/usage.h"

/* The process answers. */
enum err api_healthz(struct request *rq)
{
	return reply_bytes(rq, 200, "text/plain; charset=utf-8", "ok\n", 3);
}

/* The store answers too. */
enum err api_readyz(struct request *rq)
{
	static const char SQL_ONE[] = "SELECT 1";
	int64_t one;
	enum err err = db_int(request_db(rq), SQL_ONE, NO_ARGS, &one);

	return err == OK ? reply_bytes(rq, 200, "text/plain; charset=utf-8", "ready\n", 6) : err;
}

struct system_info {
	const char *version;
	int64_t now, started_at, events, requests, workers, worker_stack_bytes, resident_bytes;
	int64_t disk_bytes, disk_free_bytes; /* of the disk the data folder is on */
	int64_t database_bytes, log_bytes;
	struct usage usage;
	int64_t last_backup_at, last_backup_bytes;
	int64_t live; /* readers held open for news */
	int64_t knowledge_ready, knowledge_records, knowledge_bytes, knowledge_ms;
	const char *data, *timezone;
};
const struct field system_fields[] = {
	FIELD(struct system_info, version, F_TEXT, F_SURE),
	FIELD(struct system_info, now, F_TIME, F_SURE),
	FIELD(struct system_info, started_at, F_TIME, F_SURE),
	FIELD(struct system_info, events, F_INT, F_SURE),
	FIELD(struct system_info, requests, F_INT, F_SURE),
	FIELD(struct system_info, workers, F_INT, F_SURE),
	FIELD(struct system_info, worker_stack_bytes, F_INT, F_SURE),
	FIELD(struct system_info, resident_bytes, F_INT, F_SURE),
	FIELD(struct system_info, data, F_TEXT, F_SURE),
	FIELD(struct system_info, timezone, F_TEXT, F_SURE),
	FIELD(struct system_info, disk_bytes, F_INT, F_SURE),
	FIELD(struct system_info, disk_free_bytes, F_INT, F_SURE),
	FIELD(struct system_info, database_bytes, F_INT, F_SURE),
	FIELD(struct system_info, log_bytes, F_INT, F_SURE),
	JOIN(struct system_info, usage, usage_fields),
	FIELD(struct system_info, last_backup_at, F_TIME),
	FIELD(struct system_info, last_backup_bytes, F_INT),
	FIELD(struct system_info, live, F_INT, F_SURE),
	FIELD(struct system_info, knowledge_ready, F_BOOL, F_SURE),
	FIELD(struct system_info, knowledge_records, F_INT, F_SURE),
	FIELD(struct system_info, knowledge_bytes, F_INT, F_SURE),
	FIELD(struct system_info, knowledge_ms, F_INT, F_SURE),
	FIELD_END,
};

/* Of the thread that serves this request: civetweb's own stacks would be too small. */
static int64_t stack_size(void)
{
	pthread_attr_t attr;
	size_t size = 0;

	if (pthread_getattr_np(pthread_self(), &attr) != 0)
		return 0;
	pthread_attr_getstacksize(&attr, &size);
	pthread_attr_destroy(&attr);
	return (int64_t)size;
}

static int64_t resident(void)
{
	FILE *f = fopen("/proc/self/statm", "re");
	long long total, pages = 0;

	if (f && fscanf(f, "%lld %lld", &total, &pages) != 2)
		pages = 0;
	if (f)
		fclose(f);
	return pages * sysconf(_SC_PAGESIZE);
}

static void add_disk(struct request *rq, struct system_info *s)
{
	struct statvfs v;

	if (statvfs(rq->app->config.data, &v) == 0) {
		s->disk_bytes = (int64_t)v.f_blocks * (int64_t)v.f_frsize;
		s->disk_free_bytes = (int64_t)v.f_bavail * (int64_t)v.f_frsize;
	}
	store_file_bytes(rq->app->store, &s->database_bytes, &s->log_bytes);
}

static void add_backup(struct request *rq, struct system_info *s)
{
	struct list all;

	backups_list(rq->app->backups, rq->arena, &all);
	for (size_t i = 0; i < all.n && s->last_backup_at == NONE; i++) {
		const struct backup_view *v = list_at(&all, i, sizeof(*v));

		if (v->state != BACKUP_DONE)
			continue;
		s->last_backup_at = v->started_at;
		s->last_backup_bytes = v->bytes;
	}
}

static void add_knowledge(struct request *rq, struct system_info *s)
{
	struct kb_stats stats;

	knowledge_stats(rq->app->knowledge, &stats);
	s->knowledge_ready = knowledge_ready(rq->app->knowledge);
	s->knowledge_ms = knowledge_build_ms(rq->app->knowledge);
	s->knowledge_records = (int64_t)stats.records;
	s->knowledge_bytes = (int64_t)stats.bytes;
}

/* What it knows of itself. */
enum err api_system_get(struct request *rq)
{
	struct system_info s = {
		.version = JIXIU_VERSION,
		.now = clock_now_ms(),
		.started_at = rq->app->started_ms,
		.events = store_seq(rq->app->store),
		.requests = (int64_t)atomic_load(&rq->app->requests),
		.workers = rq->app->config.workers,
		.worker_stack_bytes = stack_size(),
		.resident_bytes = resident(),
		.data = rq->app->config.data,
		.timezone = rq->app->config.timezone,
		.last_backup_at = NONE,
		.last_backup_bytes = NONE,
		.live = live_held(&rq->app->live),
	};
	enum err err = store_usage(request_db(rq), rq->arena, s.now, &s.usage);

	if (err != OK)
		return err;
	request_db_return(rq);
	add_disk(rq, &s);
	add_backup(rq, &s);
	add_knowledge(rq, &s);
	return reply_object(rq, 200, system_fields, &s, NONE);
}
