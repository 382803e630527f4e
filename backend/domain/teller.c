/* teller.c - see teller.h. */
#include "domain/teller.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/wait.h"
#include "domain/tell.h"

enum {
	WAIT_MS = 1000,
	LOOK_EVERY_MS = 20000,
	IDLE_MS = 30000,
	FAILED_MS = 1000,
	LAST_WAIT_MS = 5000,
	TRY_MS = 15000,
	TRY_LEAST_MS = 1500
};

/* A channel whose message is on its way, or has come back and could not be written down yet. */
struct way {
	int64_t channel_id; /* 0: free */
	struct channel channel;
	struct arena arena; /* of the channel's texts */
	bool over;
	struct message_end end;
	char detail[240];
};

struct teller {
	struct store *store;
	struct teller_options options;
	struct tell_allow allow;
	pthread_t follower, sender;
	bool following, sending;
	atomic_bool stop;
	atomic_int under_way;
	pthread_mutex_t mutex; /* guards the two below; courier is made once and then stays */
	pthread_cond_t woken_up;
	bool woken;
	struct courier *courier; /* made for the first message */
	struct way ways[CHANNELS_MAX];
};

static enum err write_job(struct teller *t, struct arena *a, store_fn *fn, void *ctx)
{
	struct store_job job = {.fn = fn, .ctx = ctx, .actor = {NONE, "system"}, .arena = a};

	return store_write(t->store, &job);
}

static void wake_sender(struct teller *t)
{
	pthread_mutex_lock(&t->mutex);
	t->woken = true;
	pthread_cond_signal(&t->woken_up);
	if (t->courier)
		courier_wake(t->courier);
	pthread_mutex_unlock(&t->mutex);
}

/* ---- following the log ---- */

static enum err place(struct tx *tx, void *ctx)
{
	return domain_tell_place(tx, ctx);
}

static enum err follow(struct tx *tx, void *ctx)
{
	return domain_tell_follow(tx, ctx);
}

static enum err escalate(struct tx *tx, void *ctx)
{
	return domain_tell_escalate(tx, ctx);
}

/* One batch; *seq moves behind it. */
static enum err batch(struct teller *t, struct arena *a, int64_t *seq)
{
	struct tell_follow f = {.from = *seq};
	struct db *db = store_reader(t->store);
	int64_t last;
	bool any;
	enum err err = domain_tell_look(db, a, *seq, &last, &any);

	store_reader_return(t->store, db);
	if (err == OK && any) {
		err = write_job(t, a, follow, &f);
		last = f.seq;
	}
	if (err == OK)
		*seq = last;
	return err;
}

/* Nothing to be told twice: where it is comes from the store. */
static void *follow_main(void *arg)
{
	struct teller *t = arg;
	struct arena a;
	int64_t seq = -1, looked_us = 0, n;

	arena_init(&a);
	while (!atomic_load(&t->stop)) {
		enum err err = seq >= 0 ? OK : write_job(t, &a, place, &seq);

		if (err == OK && clock_mono_us() - looked_us > LOOK_EVERY_MS * INT64_C(1000)) {
			looked_us = clock_mono_us();
			err = write_job(t, &a, escalate, &n);
		}
		if (err == OK && store_wait(t->store, seq, WAIT_MS)) {
			err = batch(t, &a, &seq);
			wake_sender(t);
		}
		arena_clear(&a);
		if (err != OK && !atomic_load(&t->stop))
			store_wait(t->store, INT64_MAX, FAILED_MS);
	}
	arena_release(&a);
	return NULL;
}

void teller_look(struct teller *t)
{
	struct arena a;
	int64_t n;

	arena_init(&a);
	write_job(t, &a, escalate, &n);
	arena_release(&a);
	wake_sender(t);
}

/* ---- sending ---- */

static struct way *way_of(struct teller *t, int64_t channel)
{
	for (int i = 0; i < CHANNELS_MAX; i++)
		if (t->ways[i].channel_id == channel)
			return &t->ways[i];
	return NULL;
}

static enum err begin(struct tx *tx, void *ctx)
{
	return domain_message_begin(tx, ctx);
}

static enum err ended(struct tx *tx, void *ctx)
{
	return domain_message_ended(tx, ctx);
}

static struct courier *courier_of(struct teller *t)
{
	if (!t->courier) {
		struct courier *c = courier_new(t->allow.all, t->allow.ca);

		pthread_mutex_lock(&t->mutex);
		t->courier = c;
		pthread_mutex_unlock(&t->mutex);
	}
	return t->courier;
}

static enum err start_one(struct teller *t, int64_t channel)
{
	struct way *w = way_of(t, 0);
	struct message_try try = {
		.channel_id = channel, .minute_ms = t->options.minute_ms, .url = t->options.url};
	struct courier_request request;
	struct arena *a;
	enum err err;

	if (!w)
		return ERR_BUSY;
	a = &w->arena;
	arena_init(a);
	err = write_job(t, a, begin, &try);
	if (err != OK) {
		arena_release(a);
		return err == ERR_NOT_FOUND ? OK : err;
	}
	robot_request(a, &try.channel, &try.message, clock_now_ms(), &request);
	request.timeout_ms = TRY_MS * t->options.minute_ms / ROBOT_MINUTE_MS;
	if (request.timeout_ms < TRY_LEAST_MS)
		request.timeout_ms = TRY_LEAST_MS;
	w->channel_id = channel;
	w->channel = try.channel;
	w->over = false;
	w->end = (struct message_end){.id = try.message.id, .minute_ms = t->options.minute_ms};
	courier_send(courier_of(t), &request);
	atomic_fetch_add(&t->under_way, 1);
	return OK;
}

/* Starts what is due; *next is when the next thing will be. */
static enum err start_due(struct teller *t, struct arena *a, int64_t *next)
{
	struct db *db = store_reader(t->store);
	struct list due;
	int64_t now = clock_now_ms();
	enum err err = store_channel_due(db, a, &due);

	store_reader_return(t->store, db);
	*next = INT64_MAX;
	for (size_t i = 0; err == OK && i < due.n; i++) {
		const struct channel_due *d = list_at(&due, i, sizeof(*d));
		int64_t when =
			way_of(t, d->channel_id) ? INT64_MAX : domain_channel_when(d, t->options.minute_ms);

		if (when <= now)
			err = start_one(t, d->channel_id);
		else if (when < *next)
			*next = when;
	}
	return err;
}

static void came_back(struct teller *t, const struct courier_answer *got)
{
	for (int i = 0; i < CHANNELS_MAX; i++) {
		struct way *w = &t->ways[i];

		if (!w->channel_id || w->over || w->end.id != got->id)
			continue;
		w->over = true;
		w->end.status = got->status;
		w->end.says = robot_answer(&w->arena, &w->channel, got);
		if (w->end.says.detail) {
			utf8_copy(w->detail, sizeof(w->detail), w->end.says.detail);
			w->end.says.detail = w->detail;
		}
	}
}

/* What came back is written down before anything else of that channel is sent; where the store cannot, it is tried again. */
static enum err write_ends(struct teller *t, struct arena *a)
{
	enum err err = OK;

	for (int i = 0; i < CHANNELS_MAX; i++) {
		struct way *w = &t->ways[i];

		if (!w->channel_id || !w->over)
			continue;
		err = write_job(t, a, ended, &w->end);
		if (err != OK && err != ERR_NOT_FOUND)
			return err;
		err = OK;
		w->channel_id = 0;
		arena_release(&w->arena);
		atomic_fetch_sub(&t->under_way, 1);
	}
	return err;
}

static void rest(struct teller *t, int64_t ms)
{
	struct timespec until = wait_until(ms);

	pthread_mutex_lock(&t->mutex);
	while (!t->woken && pthread_cond_timedwait(&t->woken_up, &t->mutex, &until) == 0)
		continue;
	t->woken = false;
	pthread_mutex_unlock(&t->mutex);
}

static void wait_for(struct teller *t, struct courier_answer *got, int64_t ms)
{
	if (!t->courier)
		rest(t, ms);
	else if (courier_wait(t->courier, (int)ms, got))
		came_back(t, got);
}

static int64_t until_next(int64_t next)
{
	int64_t ms = next == INT64_MAX ? IDLE_MS : next - clock_now_ms();

	return ms < 1 ? 1 : ms > IDLE_MS ? IDLE_MS : ms;
}

static void *send_main(void *arg)
{
	struct teller *t = arg;
	struct courier_answer *got = xmalloc(sizeof(*got));
	struct arena a;
	int64_t next = INT64_MAX, stopped_us = 0;

	arena_init(&a);
	for (;;) {
		enum err err = write_ends(t, &a);

		if (atomic_load(&t->stop)) {
			stopped_us = stopped_us ? stopped_us : clock_mono_us();
			if (!atomic_load(&t->under_way) ||
				clock_mono_us() - stopped_us > LAST_WAIT_MS * INT64_C(1000))
				break;
			next = 0;
		} else if (err == OK) {
			err = start_due(t, &a, &next);
		}
		arena_clear(&a);
		wait_for(t, got, err != OK ? FAILED_MS : stopped_us ? 50 : until_next(next));
	}
	arena_release(&a);
	free(got);
	return NULL;
}

/* ---- both ---- */

enum err teller_start(
	struct store *store, const struct teller_options *o, struct teller **out, struct fault *fault)
{
	struct tell_allow allow;
	struct teller *t;
	enum err err = domain_tell_allow(o->hosts, o->ca, &allow, fault);

	if (err != OK)
		return err;
	t = xcalloc(1, sizeof(*t));
	t->store = store;
	t->options = *o;
	t->allow = allow;
	pthread_mutex_init(&t->mutex, NULL);
	wait_init(&t->woken_up);
	t->following = pthread_create(&t->follower, NULL, follow_main, t) == 0;
	t->sending = pthread_create(&t->sender, NULL, send_main, t) == 0;
	*out = t;
	return OK;
}

void teller_stop(struct teller *t)
{
	if (!t)
		return;
	atomic_store(&t->stop, true);
	store_wake(t->store);
	wake_sender(t);
	if (t->following)
		pthread_join(t->follower, NULL);
	if (t->sending)
		pthread_join(t->sender, NULL);
	for (int i = 0; i < CHANNELS_MAX; i++)
		if (t->ways[i].channel_id)
			arena_release(&t->ways[i].arena);
	courier_free(t->courier);
	domain_tell_allow_free(&t->allow);
	pthread_mutex_destroy(&t->mutex);
	pthread_cond_destroy(&t->woken_up);
	free(t);
}

const struct tell_allow *teller_allow(const struct teller *t)
{
	return &t->allow;
}

int teller_under_way(struct teller *t)
{
	return atomic_load(&t->under_way);
}
