/* gauges.c - see gauges.h. */
#include "demo/gauges.h"

#include <math.h>
#include <stdlib.h>

#include "base/clock.h"
#include "demo/rng.h"
#include "domain/meter.h"

enum { WEEKS = 3, STREAM = 0x4745, WARM_DAY = 9, WARM_HOURS = 5, FAILING_DAYS = 6 };

enum course { WARMED_ONCE, FAILING, STEADY, SILENT };

struct gauge {
	enum demo_class class;
	const char *name, *name_en, *unit, *topic, *path;
	enum course course;
	double base, day, noise; /* by day it is more, by so much */
	int64_t low, high, warn_low, warn_high, hysteresis;
	int64_t hold_minutes, stale_hours;
	bool ticket;
};

static const struct gauge gauges[] = {
	{DEMO_PRESS, "液压油温", "Hydraulic oil temperature", "°C", "jixiu/press-1/oil", "temp", WARMED_ONCE,
		40, 7, 1.2, 10000, 60000, NONE, 55000, 3000, 10, 6, false},
	{DEMO_MACHINING, "主轴振动", "Spindle vibration", "mm/s", "jixiu/spindle-1", "vibration.rms", FAILING,
		1.9, 0.5, 0.15, NONE, 7100, NONE, 4500, 500, 10, 6, false},
	{DEMO_COMPRESSOR, "排气压力", "Discharge pressure", "MPa", "jixiu/air-1", NULL, STEADY, 0.68, 0.03,
		0.008, 550, 800, 600, NONE, 20, 5, 6, true},
	{DEMO_LATHE, "主轴温度", "Spindle temperature", "°C", "jixiu/lathe-1/spindle", NULL, SILENT, 31, 14,
		1.5, NONE, 75000, NONE, 65000, 3000, 10, 6, false},
};
enum { GAUGES = sizeof(gauges) / sizeof(gauges[0]) };

static const struct demo_machine *first_of(const struct factory *f, enum demo_class class)
{
	for (size_t i = 0; i < f->machine_n; i++) {
		const struct demo_machine *m = &f->machines[i];

		if (m->class == class && m->id != NONE && m->to >= f->options.now && !m->retires && !m->rests)
			return m;
	}
	return NULL;
}

static struct meter meter_of(const struct gauge *g, int64_t machine)
{
	struct meter m;

	meter_none(&m);
	m.asset_id = machine;
	m.name = g->name;
	m.name_en = g->name_en;
	m.unit = g->unit;
	m.kind = METER_GAUGE;
	m.low = g->low;
	m.high = g->high;
	m.warn_low = g->warn_low;
	m.warn_high = g->warn_high;
	m.hysteresis = g->hysteresis;
	m.hold_ms = g->hold_minutes * MINUTE_MS;
	m.stale_ms = g->stale_hours * HOUR_MS;
	m.ticket = g->ticket;
	m.topic = g->topic;
	m.path = g->path;
	return m;
}

/* `ago` ms before now. */
static int64_t value_at(const struct gauge *g, struct rng *rng, int64_t ago, int64_t time)
{
	double hour = (double)((time + 8 * HOUR_MS) % DAY_MS) / (double)HOUR_MS;
	double v = g->base + g->day * (0.5 - 0.5 * cos((hour - 3) / 12 * 3.14159265)) +
		   g->noise * (rng_unit(rng) - rng_unit(rng)) * 2;

	if (g->course == WARMED_ONCE && ago <= WARM_DAY * DAY_MS &&
		ago > WARM_DAY * DAY_MS - WARM_HOURS * HOUR_MS)
		v += 22;
	if (g->course == FAILING && ago < FAILING_DAYS * DAY_MS)
		v += 5.6 * pow(1 - (double)ago / (double)(FAILING_DAYS * DAY_MS), 2);
	return llround(v * 1000);
}

static enum err add_gauge(struct tx *tx, const struct factory *f, const struct gauge *g, int64_t machine)
{
	struct meter m = meter_of(g, machine);
	struct rng rng = rng_of((uint64_t)f->options.seed, (uint64_t)STREAM + (uint64_t)(g - gauges));
	int64_t silent = g->course == SILENT ? 9 * HOUR_MS : 0;
	enum err err = domain_meter_add(tx, &m);

	for (int64_t ago = WEEKS * 7 * DAY_MS; ago > silent && err == OK; ago -= HOUR_MS) {
		struct reading r = {.meter_id = m.id,
			.time = f->options.now - ago + 20 * MINUTE_MS,
			.source = READ_MQTT,
			.account_id = NONE};
		bool kept;

		r.value = value_at(g, &rng, ago, r.time);
		err = domain_reading_hear(tx, &m, &r, true, &kept);
	}
	return err == OK ? store_meter_keep(tx, &m) : err;
}

enum err gauges_add(struct tx *tx, void *ctx)
{
	const struct factory *f = ctx;
	int64_t refused;
	enum err err = OK;

	for (size_t i = 0; i < GAUGES && err == OK; i++) {
		const struct demo_machine *m = first_of(f, gauges[i].class);

		if (m)
			err = add_gauge(tx, f, &gauges[i], m->id);
	}
	return err == OK ? domain_meter_sweep(tx, &refused) : err;
}
