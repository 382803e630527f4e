/* watch.c - see watch.h. */
#include "domain/watch.h"

#include "base/field.h"

void watch_state_none(struct watch_state *s)
{
	*s = (struct watch_state){.last_at = NONE,
		.last_value = NONE,
		.level = WATCH_NORMAL,
		.level_at = NONE,
		.alarm_from = NONE,
		.warn_from = NONE};
}

bool watch_is_alarm(enum watch_level level)
{
	return level == WATCH_LOW || level == WATCH_HIGH;
}

int watch_rank(const struct watch_state *s)
{
	return watch_is_alarm(s->level) ? 0 : s->stale ? 1 : s->level != WATCH_NORMAL ? 2 : 3;
}

/* -1 below, 1 above, 0 between. */
static int beyond(int64_t low, int64_t high, int64_t value)
{
	return high != NONE && value > high ? 1 : low != NONE && value < low ? -1 : 0;
}

static int side_of(enum watch_level level)
{
	return level == WATCH_NORMAL ? 0 : level == WATCH_HIGH || level == WATCH_WARN_HIGH ? 1 : -1;
}

/* Is it still beyond the limit of its side, by the hysteresis? */
static bool still(int side, int64_t low, int64_t high, int64_t hysteresis, int64_t value)
{
	return side > 0 ? high != NONE && value > high - hysteresis : low != NONE && value < low + hysteresis;
}

static enum watch_level fallen(const struct watch_limits *l, enum watch_level level, int64_t value)
{
	int side = side_of(level);

	if (watch_is_alarm(level) && still(side, l->low, l->high, l->hysteresis, value))
		return level;
	if (side && still(side, l->warn_low, l->warn_high, l->hysteresis, value))
		return side > 0 ? WATCH_WARN_HIGH : WATCH_WARN_LOW;
	return WATCH_NORMAL;
}

/* Since when it is beyond on that side, after a value that was on side `was`. */
static int64_t from_when(int64_t from, int was, int side, int64_t time)
{
	return !side ? NONE : from == NONE || was != side ? time : from;
}

static bool held(int64_t from, const struct watch_limits *l, int64_t time)
{
	return from != NONE && time - from >= l->hold_ms;
}

/* The level that follows; timers are up to date. */
static enum watch_level risen(const struct watch_limits *l, const struct watch_state *s,
	enum watch_level level, int64_t value, int64_t time)
{
	int alarm = beyond(l->low, l->high, value), warn = beyond(l->warn_low, l->warn_high, value);

	if (alarm && held(s->alarm_from, l, time))
		return alarm > 0 ? WATCH_HIGH : WATCH_LOW;
	if (warn && held(s->warn_from, l, time) && level == WATCH_NORMAL)
		return warn > 0 ? WATCH_WARN_HIGH : WATCH_WARN_LOW;
	return level;
}

static void turn_to(struct watch_state *s, enum watch_level level, int64_t time, struct watch_turn *t)
{
	t->cleared = watch_is_alarm(s->level) && s->level != level;
	t->raised = watch_is_alarm(level) && s->level != level;
	t->changed = s->level != level;
	if (t->changed)
		s->level_at = time;
	s->level = level;
}

static void judge(const struct watch_limits *l, struct watch_state *s, int64_t value, int64_t time,
	struct watch_turn *t)
{
	turn_to(s, risen(l, s, fallen(l, s->level, value), value, time), time, t);
}

struct watch_turn watch_read(const struct watch_limits *l, struct watch_state *s, int64_t time, int64_t value)
{
	struct watch_turn t = {.old = s->last_at != NONE && time <= s->last_at};
	bool first = s->last_at == NONE;
	int was;

	if (t.old)
		return t;
	was = first ? 0 : beyond(l->low, l->high, s->last_value);
	s->alarm_from = from_when(s->alarm_from, was, beyond(l->low, l->high, value), time);
	was = first ? 0 : beyond(l->warn_low, l->warn_high, s->last_value);
	s->warn_from = from_when(s->warn_from, was, beyond(l->warn_low, l->warn_high, value), time);
	s->last_at = time;
	s->last_value = value;
	t.heard = s->stale;
	s->stale = false;
	judge(l, s, value, time, &t);
	return t;
}

static bool is_silent(const struct watch_limits *l, const struct watch_state *s, int64_t since, int64_t now)
{
	return l->stale_ms != NONE && now - (s->last_at == NONE ? since : s->last_at) >= l->stale_ms;
}

struct watch_turn watch_tick(const struct watch_limits *l, struct watch_state *s, int64_t since, int64_t now)
{
	struct watch_turn t = {.old = false};

	if (s->last_at != NONE && now > s->last_at)
		judge(l, s, s->last_value, now, &t);
	t.silent = !s->stale && is_silent(l, s, since, now);
	s->stale = s->stale || t.silent;
	return t;
}

struct watch_turn watch_again(const struct watch_limits *l, struct watch_state *s, int64_t since, int64_t now)
{
	bool silent = is_silent(l, s, since, now);
	struct watch_turn t = {.silent = silent && !s->stale, .heard = !silent && s->stale};

	s->stale = silent;
	if (s->last_at == NONE) {
		s->alarm_from = s->warn_from = NONE;
		turn_to(s, WATCH_NORMAL, now, &t);
		return t;
	}
	s->alarm_from = beyond(l->low, l->high, s->last_value) ? now : NONE;
	s->warn_from = beyond(l->warn_low, l->warn_high, s->last_value) ? now : NONE;
	judge(l, s, s->last_value, now, &t);
	return t;
}

enum watch_count watch_count(int64_t before, int64_t value, int64_t rollover)
{
	if (value >= before)
		return COUNT_ON;
	return rollover != NONE && value >= 0 && before <= rollover &&
			       value + rollover - before < rollover / 2
		       ? COUNT_OVER
		       : COUNT_BACK;
}
