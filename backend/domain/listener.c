/* listener.c - the thread that hears, and what is seen of it. What becomes of readings is in listener_batch.c. See listener.h. */
#include "domain/listener_rules.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/token.h"
#include "base/utf8.h"
#include "base/wait.h"
#include "domain/meter.h"

enum { TURN_MS = 200, PORT = 1883, PORT_TLS = 8883 };

const char *const listener_states[] = {"off", "connecting", "connected", "waiting", NULL};

/* ---- one message ---- */

/* What came from outside as text that can be shown. */
static void plain(char *out, size_t size, const char *in, size_t len)
{
	char text[256];

	len = len < sizeof(text) - 1 ? len : sizeof(text) - 1;
	len = len < size - 1 ? len : size - 1;
	memcpy(text, in, len);
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)text[i] < ' ' || text[i] == 127)
			text[i] = ' ';
	/* It may have been cut within a character. */
	for (int cut = 0; cut < 3 && len && !utf8_clean(text, len); cut++)
		len--;
	text[len] = 0;
	utf8_copy(out, size, utf8_clean(text, len) ? text : "?");
}

/* Unknown topics and messages that make no sense: the newest few, each topic once. */
static void note(
	struct listener_topic *all, int *n, int most, const char *topic, const char *payload, size_t len)
{
	struct listener_topic *t = NULL;
	char name[sizeof(t->topic)];

	plain(name, sizeof(name), topic, strlen(topic));
	for (int i = 0; i < *n && !t; i++)
		if (strcmp(all[i].topic, name) == 0)
			t = &all[i];
	if (!t && *n < most) {
		t = &all[(*n)++];
	} else if (!t) {
		t = &all[0];
		for (int i = 1; i < most; i++)
			if (all[i].last_at < t->last_at)
				t = &all[i];
	}
	if (strcmp(t->topic, name) != 0)
		t->count = 0;
	memcpy(t->topic, name, sizeof(name));
	plain(t->sample, sizeof(t->sample), payload, len);
	t->count++;
	t->last_at = clock_now_ms();
}

static void push(struct listener *l, size_t meter, int64_t time, int64_t value)
{
	const struct listener_heard x = {
		((const struct meter_topic *)l->map.items)[meter].id, time, value, l->seq++};
	struct listener_room *room = &l->rooms[meter];

	if (room->turn != l->turn)
		*room = (struct listener_room){.turn = l->turn};
	if (room->n == LISTENER_EACH && l->ring[room->at].seq == room->seq) {
		l->status.dropped++;
	} else {
		if (l->n == LISTENER_RING) {
			l->first = (l->first + 1) % LISTENER_RING;
			l->n--;
			l->status.dropped++;
		}
		room->at = (l->first + l->n) % LISTENER_RING;
		room->n += room->n < LISTENER_EACH;
		if (!l->n++)
			pthread_cond_signal(&l->more);
	}
	room->seq = x.seq;
	l->ring[room->at] = x;
}

static int by_topic(const void *a, const void *b)
{
	return strcmp(((const struct meter_topic *)a)->topic, ((const struct meter_topic *)b)->topic);
}

/* The first of its meters; they lie side by side. */
static size_t first_of(const struct list *map, const char *topic)
{
	size_t low = 0, high = map->n;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (strcmp(((const struct meter_topic *)map->items)[mid].topic, topic) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* A message came; false: no meter takes it. */
static bool count(
	struct listener *l, const char *topic, const char *payload, size_t len, bool known, bool retained)
{
	pthread_mutex_lock(&l->mutex);
	l->status.messages++;
	l->status.last_at = clock_now_ms();
	if (retained) {
		l->status.retained++;
	} else if (!known) {
		l->status.unmapped++;
		note(l->status.unknown_topics, &l->status.unknown_n, LISTENER_TOPICS, topic, payload, len);
	}
	pthread_mutex_unlock(&l->mutex);
	return known && !retained;
}

static void heard(void *ctx, const char *topic, const char *payload, size_t len, bool retained)
{
	struct listener *l = ctx;
	const struct meter_topic *map = l->map.items;
	int64_t now = clock_now_ms();
	size_t i = first_of(&l->map, topic);
	bool known = i < l->map.n && strcmp(map[i].topic, topic) == 0;
	struct json_tree *said;

	if (!count(l, topic, payload, len, known, retained))
		return;
	said = len > MQTT_MESSAGE_MAX ? NULL : json_tree_read(payload, len);
	for (; i < l->map.n && strcmp(map[i].topic, topic) == 0; i++) {
		double number = 0;
		int64_t value = 0;
		bool good = json_tree_number(said, map[i].path, &number) && meter_value(number, &value);

		pthread_mutex_lock(&l->mutex);
		if (good) {
			push(l, i, now, value);
		} else {
			l->status.malformed++;
			note(l->status.bad, &l->status.bad_n, LISTENER_BAD, topic, payload, len);
		}
		pthread_mutex_unlock(&l->mutex);
	}
	json_tree_free(said);
}

/* ---- the line ---- */

static void become(struct listener *l, enum listener_state state, enum mqtt_end fault, int64_t next_at)
{
	pthread_mutex_lock(&l->mutex);
	l->status.state = state;
	l->status.state_at = clock_now_ms();
	l->status.next_at = next_at;
	if (state == LISTENER_CONNECTED)
		l->status.connects++;
	if (state != LISTENER_CONNECTING)
		l->status.fault = fault;
	pthread_mutex_unlock(&l->mutex);
}

/* Its own topics, where no filter of the option covers them already. */
static bool hears_by_filter(const struct listener *l, const char *topic)
{
	for (size_t i = 0; i < l->filter_n; i++)
		if (mqtt_covers(l->filters[i], topic))
			return true;
	return false;
}

static bool in_map(const struct list *map, const char *topic)
{
	size_t i = first_of(map, topic);

	return i < map->n && strcmp(((const struct meter_topic *)map->items)[i].topic, topic) == 0;
}

/* Subscribes to what is in `now` and not in `before`, or takes leave of it. */
static void settle(struct listener *l, const struct list *now, const struct list *before, bool leave)
{
	const char *last = "";

	for (size_t i = 0; i < now->n; i++) {
		const char *topic = ((const struct meter_topic *)now->items)[i].topic;

		if (strcmp(topic, last) != 0 && !in_map(before, topic) && !hears_by_filter(l, topic))
			(void)(leave ? mqtt_unsubscribe(l->mqtt, topic) : mqtt_subscribe(l->mqtt, topic));
		last = topic;
	}
}

/* A meter was made of it: it is not unknown any more. */
static void forget_known(struct listener *l)
{
	struct listener_topic *all = l->status.unknown_topics;
	int n = 0;

	for (int i = 0; i < l->status.unknown_n; i++)
		if (!in_map(&l->map, all[i].topic))
			all[n++] = all[i];
	l->status.unknown_n = n;
}

/* What the store says of topics now; false: it cannot be read, the old ones stay. */
static bool load(struct listener *l, bool fresh)
{
	struct arena *next = &l->maps[!l->at];
	struct list map, none = {NULL, 0};
	struct db *db = store_reader(l->store);
	enum err err;

	arena_clear(next);
	err = store_meter_topics(db, next, &map);
	store_reader_return(l->store, db);
	if (err != OK)
		return false;
	if (map.n)
		qsort(map.items, map.n, sizeof(struct meter_topic), by_topic);
	settle(l, &map, fresh ? &none : &l->map, false);
	if (!fresh)
		settle(l, &l->map, &map, true);
	l->map = map;
	l->rooms = arena_calloc(next, map.n + 1, sizeof(*l->rooms));
	l->at = !l->at;
	pthread_mutex_lock(&l->mutex);
	l->status.topics = (int64_t)(map.n + l->filter_n);
	forget_known(l);
	pthread_mutex_unlock(&l->mutex);
	return true;
}

/* From the welcome until the line is cut. */
static enum mqtt_end hear(struct listener *l)
{
	enum mqtt_end end = MQTT_GOOD;
	bool loaded = false;

	become(l, LISTENER_CONNECTED, MQTT_GOOD, NONE);
	for (size_t i = 0; i < l->filter_n; i++)
		mqtt_subscribe(l->mqtt, l->filters[i]);
	while (end == MQTT_GOOD && !atomic_load(&l->stop)) {
		if (!loaded)
			loaded = load(l, true);
		else if (atomic_exchange(&l->changed, false) && !load(l, false))
			atomic_store(&l->changed, true);
		end = mqtt_run(l->mqtt, TURN_MS);
	}
	return end;
}

static void pause_for(struct listener *l, int64_t ms)
{
	const struct timespec turn = {.tv_nsec = 50 * 1000000};

	for (int64_t until = clock_mono_us() + ms * 1000; clock_mono_us() < until && !atomic_load(&l->stop);)
		nanosleep(&turn, NULL);
}

static void *hear_main(void *arg)
{
	struct listener *l = arg;
	int64_t wait = LISTENER_WAIT_MS;
	uint32_t random;

	while (!atomic_load(&l->stop)) {
		enum mqtt_end end;

		become(l, LISTENER_CONNECTING, MQTT_GOOD, NONE);
		end = mqtt_connect(l->mqtt);
		if (end == MQTT_GOOD) {
			wait = LISTENER_WAIT_MS;
			end = hear(l);
		}
		if (atomic_load(&l->stop))
			break;
		token_random(&random, sizeof(random));
		wait += wait * (int64_t)(random % 51) / 100 - wait / 4;
		become(l, LISTENER_WAITING, end, clock_now_ms() + wait);
		pause_for(l, wait);
		wait = wait * 2 > LISTENER_WAIT_MOST_MS ? LISTENER_WAIT_MOST_MS : wait * 2;
	}
	mqtt_close(l->mqtt);
	return NULL;
}

/* ---- options ---- */

static enum err read_url(struct listener *l, const char *url, struct fault *fault)
{
	const char *at, *end;
	size_t n;
	long port;
	char *rest;

	l->status.tls = strncmp(url, "mqtts://", 8) == 0;
	if (!l->status.tls && strncmp(url, "mqtt://", 7) != 0)
		return fault_set(fault, ERR_INVALID, MSG_MQTT_URL, url);
	at = url + (l->status.tls ? 8 : 7);
	end = *at == '[' ? strchr(at, ']') : at + strcspn(at, ":/@");
	n = end ? (size_t)(end - at) + (*at == '[') : 0;
	port = l->status.tls ? PORT_TLS : PORT;
	if (n && at[n] == ':') {
		port = strtol(at + n + 1, &rest, 10);
		if (rest == at + n + 1 || (*rest && strcmp(rest, "/") != 0))
			port = 0;
	} else if (n && at[n] && strcmp(at + n, "/") != 0) {
		n = 0;
	}
	if (!n || n >= sizeof(l->host) || port < 1 || port > 65535)
		return fault_set(fault, ERR_INVALID, MSG_MQTT_URL, url);
	snprintf(l->host, sizeof(l->host), "%.*s", (int)(*at == '[' ? n - 2 : n), *at == '[' ? at + 1 : at);
	l->port = (int)port;
	snprintf(l->status.host, sizeof(l->status.host), "%.*s:%d", (int)n, at, l->port);
	return OK;
}

static enum err read_login(struct listener *l, const char *file, struct fault *fault)
{
	FILE *f = file ? fopen(file, "re") : NULL;
	char *colon = NULL;

	if (!file)
		return OK;
	if (f && fgets(l->login, sizeof(l->login), f)) {
		l->login[strcspn(l->login, "\r\n")] = 0;
		colon = strchr(l->login, ':');
	}
	if (f)
		fclose(f);
	if (!colon || colon == l->login)
		return fault_set(fault, ERR_INVALID, MSG_MQTT_LOGIN, file);
	*colon = 0;
	l->password = colon + 1;
	return OK;
}

static enum err read_filters(struct listener *l, const char *text, struct fault *fault)
{
	static const char between[] = ", \t";

	for (text += strspn(text, between); *text; text += strspn(text, between)) {
		size_t n = strcspn(text, between);
		char *filter = arena_strndup(&l->own, text, n);

		if (!mqtt_filter_good(filter) || l->filter_n == LISTENER_FILTERS)
			return fault_set(fault, ERR_INVALID, MSG_MQTT_TOPICS, filter);
		l->filters[l->filter_n++] = filter;
		text += n;
	}
	return OK;
}

/* The host is allowed by being named; where it is a name, addresses inside the plant must be named too. */
static enum err read_hosts(struct listener *l, const char *hosts, struct fault *fault)
{
	const char *bad = "";

	l->allowed = allow_new(arena_printf(&l->own, "%s %s", l->host, hosts ? hosts : ""), &bad);
	return l->allowed ? OK : fault_set(fault, ERR_INVALID, MSG_MQTT_HOSTS, bad);
}

/* ---- both ---- */

static void release(struct listener *l)
{
	mqtt_free(l->mqtt);
	allow_free(l->allowed);
	arena_release(&l->maps[0]);
	arena_release(&l->maps[1]);
	arena_release(&l->own);
	pthread_mutex_destroy(&l->mutex);
	pthread_cond_destroy(&l->more);
	free(l);
}

static void begin(struct listener *l, const struct listener_options *o)
{
	const struct mqtt_options line = {.host = l->host,
		.port = l->port,
		.tls = l->status.tls,
		.ca_file = o->ca ? arena_strdup(&l->own, o->ca) : NULL,
		.login = l->password ? l->login : NULL,
		.password = l->password,
		.allowed = l->allowed,
		.stop = &l->stop,
		.heard = heard,
		.ctx = l};

	l->mqtt = mqtt_new(&line);
	l->hearing = pthread_create(&l->hearer, NULL, hear_main, l) == 0;
	l->writing = pthread_create(&l->writer, NULL, listener_write_main, l) == 0;
}

enum err listener_start(
	struct store *store, const struct listener_options *o, struct listener **out, struct fault *fault)
{
	struct listener *l;
	enum err err;

	*out = NULL;
	if (!o->url || !*o->url)
		return OK;
	l = xcalloc(1, sizeof(*l));
	l->store = store;
	l->turn = 1;
	l->batch_ms = o->batch_ms;
	l->status.state_at = clock_now_ms();
	l->status.next_at = l->status.last_at = NONE;
	pthread_mutex_init(&l->mutex, NULL);
	wait_init(&l->more);
	err = read_url(l, o->url, fault);
	if (err == OK)
		err = read_login(l, o->login, fault);
	if (err == OK)
		err = read_filters(l, o->topics ? o->topics : "", fault);
	if (err == OK)
		err = read_hosts(l, o->hosts, fault);
	if (err != OK) {
		release(l);
		return err;
	}
	begin(l, o);
	*out = l;
	return OK;
}

void listener_stop(struct listener *l)
{
	if (!l)
		return;
	atomic_store(&l->stop, true);
	if (l->hearing)
		pthread_join(l->hearer, NULL);
	pthread_mutex_lock(&l->mutex);
	l->over = true;
	pthread_cond_signal(&l->more);
	pthread_mutex_unlock(&l->mutex);
	if (l->writing)
		pthread_join(l->writer, NULL);
	release(l);
}

void listener_reload(struct listener *l)
{
	if (l)
		atomic_store(&l->changed, true);
}

void listener_status(struct listener *l, struct listener_status *out)
{
	if (!l) {
		*out = (struct listener_status){
			.state = LISTENER_OFF, .state_at = NONE, .next_at = NONE, .last_at = NONE};
		return;
	}
	pthread_mutex_lock(&l->mutex);
	*out = l->status;
	pthread_mutex_unlock(&l->mutex);
}
