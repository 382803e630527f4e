/* gate.c - see gate.h. */
#include "base/gate.h"

#include <string.h>

void gate_init(struct gate *g, int room, int queue)
{
	memset(g, 0, sizeof(*g));
	pthread_mutex_init(&g->mutex, NULL);
	pthread_cond_init(&g->free, NULL);
	g->room = room;
	g->queue = queue;
}

void gate_release(struct gate *g)
{
	pthread_mutex_destroy(&g->mutex);
	pthread_cond_destroy(&g->free);
}

bool gate_enter(struct gate *g)
{
	bool may;

	pthread_mutex_lock(&g->mutex);
	may = g->inside < g->room || g->waiting < g->queue;
	g->waiting += may;
	while (may && g->inside >= g->room)
		pthread_cond_wait(&g->free, &g->mutex);
	g->waiting -= may;
	g->inside += may;
	pthread_mutex_unlock(&g->mutex);
	return may;
}

void gate_leave(struct gate *g)
{
	pthread_mutex_lock(&g->mutex);
	g->inside--;
	pthread_cond_signal(&g->free);
	pthread_mutex_unlock(&g->mutex);
}
