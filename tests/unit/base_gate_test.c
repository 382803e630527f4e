/* base_gate_test.c - a few at a time, a bounded number waiting. */
#include "unit/test.h"

#include <stdatomic.h>
#include <unistd.h>

#include "base/gate.h"

enum { THREADS = 20, ROOM = 2, QUEUE = 5 };

struct crowd {
	struct gate gate;
	atomic_int inside, most, refused, done;
	atomic_bool open;
};

static void *come(void *arg)
{
	struct crowd *c = arg;
	int now, most;

	if (!gate_enter(&c->gate)) {
		atomic_fetch_add(&c->refused, 1);
		return NULL;
	}
	now = atomic_fetch_add(&c->inside, 1) + 1;
	most = atomic_load(&c->most);
	while (now > most && !atomic_compare_exchange_weak(&c->most, &most, now))
		;
	while (!atomic_load(&c->open))
		usleep(1000);
	atomic_fetch_sub(&c->inside, 1);
	atomic_fetch_add(&c->done, 1);
	gate_leave(&c->gate);
	return NULL;
}

/* Two are inside, five wait, thirteen are sent away; who waited comes in, and never more than two together. */
static void a_crowd_is_let_in_two_by_two(void **state)
{
	struct crowd c = {.inside = 0};
	pthread_t threads[THREADS];

	(void)state;
	gate_init(&c.gate, ROOM, QUEUE);
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, come, &c), 0);
	for (int i = 0; i < 10000 && atomic_load(&c.refused) < THREADS - ROOM - QUEUE; i++)
		usleep(1000);
	assert_int_equal(atomic_load(&c.refused), THREADS - ROOM - QUEUE);
	atomic_store(&c.open, true);
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(atomic_load(&c.done), ROOM + QUEUE);
	assert_int_equal(atomic_load(&c.most), ROOM);
	/* Empty again: the next comes in at once. */
	assert_true(gate_enter(&c.gate));
	gate_leave(&c.gate);
	gate_release(&c.gate);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(a_crowd_is_let_in_two_by_two)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
