/* listener_rules.h - what listener.c and listener_batch.c share; nobody else includes it. */
#ifndef DOMAIN_LISTENER_RULES_H
#define DOMAIN_LISTENER_RULES_H

#include <pthread.h>

#include "base/arena.h"
#include "domain/listener.h"
#include "store/meter.h"

enum { LISTENER_FILTERS = 64, LISTENER_LOGIN_MAX = 512 };

struct listener_heard {
	int64_t meter_id, time, value, seq; /* seq: in the order of hearing */
};

/* What a meter has in the ring since it was emptied last. */
struct listener_room {
	int64_t turn, seq; /* seq: of its last one, */
	size_t at;	   /* which lies there unless it gave way */
	int n;
};

struct listener {
	struct store *store;
	struct arena own; /* of the options */
	char host[256], login[LISTENER_LOGIN_MAX];
	int64_t batch_ms;
	const char *password; /* behind the login */
	int port;
	const char *filters[LISTENER_FILTERS];
	size_t filter_n;
	struct allow *allowed;
	pthread_t hearer, writer;
	bool hearing, writing;
	atomic_bool stop, changed;

	/* of the hearer alone */
	struct mqtt *mqtt;
	struct arena maps[2]; /* the map that is used, and the one to come */
	int at;
	struct list map;	     /* struct meter_topic, by topic */
	struct listener_room *rooms; /* of each */

	pthread_mutex_t mutex; /* guards what follows */
	pthread_cond_t more;   /* the ring has something, or it is over */
	bool over;
	struct listener_status status;
	struct listener_heard ring[LISTENER_RING];
	size_t first, n;
	int64_t seq, turn; /* turn: how often the ring was emptied */
};

/* What is written in one transaction: by meter and time, of each instant the newest. */
struct listener_batch {
	struct listener_heard *all;
	size_t n;
	int64_t same;			/* that stood beside a newer one of their instant */
	int64_t kept, thinned, refused; /* what came of it, */
	bool written;			/* if it was written */
};
/* A struct listener_batch. What one meter cannot take is refused by itself: it keeps the others' readings out no more than it
 * keeps them waiting. ERR_IO, ERR_FULL: nothing was taken, it may run again. */
enum err listener_take(struct tx *tx, void *batch);

void *listener_write_main(void *arg);

#endif
