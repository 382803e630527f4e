/* system.c - see system.h. */
#include "api/system.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "api/reply.h"

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
	};

	return reply_object(rq, 200, system_fields, &s, NONE);
}
