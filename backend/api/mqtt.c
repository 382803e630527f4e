/* mqtt.c - how readings come in by MQTT, for who looks after it. See meter.h. */
#include "api/meter.h"

#include <stdlib.h>

#include "api/reply.h"
#include "domain/listener.h"

struct topic_view {
	const char *topic, *sample;
	int64_t count, last_at;
};
static const struct field mqtt_topic_fields[] = {
	FIELD(struct topic_view, topic, F_TEXT, F_SURE),
	FIELD(struct topic_view, sample, F_TEXT),
	FIELD(struct topic_view, count, F_INT, F_SURE),
	FIELD(struct topic_view, last_at, F_TIME, F_SURE),
	FIELD_END,
};

struct mqtt_view {
	int state, fault;
	const char *host;
	int64_t tls, state_at, next_at, last_at;
	int64_t connects, messages, kept, thinned, dropped, refused, malformed, unmapped, retained, topics;
	struct list unknown_topics, bad;
};
#define V(member, ...) FIELD(struct mqtt_view, member, __VA_ARGS__)
const struct field mqtt_fields[] = {
	V(state, F_ENUM, F_SURE, .names = listener_states),
	V(fault, F_ENUM, F_SURE, .names = mqtt_ends),
	V(host, F_TEXT),
	V(tls, F_BOOL, F_SURE),
	V(state_at, F_TIME),
	V(next_at, F_TIME),
	V(last_at, F_TIME),
	V(connects, F_INT, F_SURE),
	V(messages, F_INT, F_SURE),
	V(kept, F_INT, F_SURE),
	V(thinned, F_INT, F_SURE),
	V(dropped, F_INT, F_SURE),
	V(refused, F_INT, F_SURE),
	V(malformed, F_INT, F_SURE),
	V(unmapped, F_INT, F_SURE),
	V(retained, F_INT, F_SURE),
	V(topics, F_INT, F_SURE),
	V(unknown_topics, F_LIST, SUB(mqtt_topic_fields, struct topic_view)),
	V(bad, F_LIST, SUB(mqtt_topic_fields, struct topic_view)),
	FIELD_END,
};

static int newest_first(const void *a, const void *b)
{
	const struct topic_view *x = a, *y = b;

	return x->last_at > y->last_at ? -1 : x->last_at < y->last_at;
}

static struct list views(struct arena *a, const struct listener_topic *all, int n)
{
	struct topic_view *out = arena_calloc(a, (size_t)n + 1, sizeof(*out));

	for (int i = 0; i < n; i++)
		out[i] = (struct topic_view){
			all[i].topic, all[i].sample[0] ? all[i].sample : NULL, all[i].count, all[i].last_at};
	qsort(out, (size_t)n, sizeof(*out), newest_first);
	return (struct list){out, (size_t)n};
}

/* What was counted since the server started. */
enum err api_mqtt_get(struct request *rq)
{
	struct listener_status *s = arena_new(rq->arena, struct listener_status);
	struct mqtt_view v;

	listener_status(rq->app->listener, s);
	v = (struct mqtt_view){.state = (int)s->state,
		.fault = (int)s->fault,
		.host = s->host[0] ? s->host : NULL,
		.tls = s->tls,
		.state_at = s->state_at,
		.next_at = s->next_at,
		.last_at = s->last_at,
		.connects = s->connects,
		.messages = s->messages,
		.kept = s->kept,
		.thinned = s->thinned,
		.dropped = s->dropped,
		.refused = s->refused,
		.malformed = s->malformed,
		.unmapped = s->unmapped,
		.retained = s->retained,
		.topics = s->topics,
		.unknown_topics = views(rq->arena, s->unknown_topics, s->unknown_n),
		.bad = views(rq->arena, s->bad, s->bad_n)};
	return reply_object(rq, 200, mqtt_fields, &v, NONE);
}
