/* count.c - see count.h. */
#include "domain/count.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/json.h"
#include "domain/stock.h"
#include "store/event.h"

static enum err load(struct tx *tx, int64_t id, int64_t version, struct stock_count *c)
{
	enum err err = store_count_get(tx->db, tx->arena, id, c);

	if (err == OK && version != NONE && c->version != version)
		return fault_set(tx->fault, ERR_STALE, MSG_STALE, NULL);
	if (err == OK && c->state != COUNTING_OPEN)
		return fault_set(tx->fault, ERR_CONFLICT, MSG_COUNT_OVER, NULL);
	return err;
}

/* ---- begun ---- */

static enum err overlap(struct tx *tx, int64_t count)
{
	const char *code;
	enum err err = store_count_overlap(tx, count, &code);

	return err == OK && code ? fault_set(tx->fault, ERR_CONFLICT, MSG_COUNT_TWICE, code) : err;
}

enum err domain_count_begin(struct tx *tx, struct stock_count *c, const struct list *bins)
{
	int64_t n = 0;
	struct bin b;
	enum err err = store_count_add(tx, c);

	if (err == OK && !bins->n)
		err = store_count_lines_make(tx, c->id, c->store, NONE, &n);
	for (size_t i = 0; i < bins->n && err == OK; i++) {
		int64_t bin = ((const int64_t *)bins->items)[i];

		err = store_bin_get(tx->db, tx->arena, bin, &b);
		if (err == ERR_NOT_FOUND)
			return fault_field(tx->fault, "bin_ids", MSG_F_NO_SUCH, NULL);
		if (err == OK)
			err = store_count_lines_make(tx, c->id, NULL, bin, &n);
	}
	if (err == OK && !n)
		return fault_field(tx->fault, bins->n ? "bin_ids" : "store", MSG_COUNT_NOTHING, NULL);
	if (err == OK)
		err = overlap(tx, c->id);
	if (err == OK)
		err = store_event_note(tx, "count", c->id, "begun", "name", c->name);
	return err == OK ? store_count_get(tx->db, tx->arena, c->id, c) : err;
}

/* ---- counted ---- */

/* What the difference is worth, as an adjustment now would be. */
static int64_t worth(const struct part *p, int64_t difference)
{
	int64_t up = difference < 0 ? -difference : difference, cents;

	if (!difference)
		return 0;
	if (p->qty > 0)
		cents = domain_stock_share(p->value_cents, up, p->qty);
	else
		cents = p->price_cents == NONE ? 0 : domain_stock_share(p->price_cents, up, 1000);
	return difference < 0 ? -cents : cents;
}

/* Its line; a part that nobody expected there gets one. */
static enum err line_of(struct tx *tx, const struct count_said *said, struct stock_count_line *l)
{
	struct bin b;
	enum err err = store_count_line_of(tx->db, tx->arena, said->count_id, said->bin_id, said->part_id, l);

	if (err != ERR_NOT_FOUND)
		return err;
	if (store_bin_get(tx->db, tx->arena, said->bin_id, &b) != OK)
		return fault_field(tx->fault, "bin_id", MSG_F_NO_SUCH, NULL);
	fields_none(stock_count_line_fields, l);
	l->count_id = said->count_id;
	l->bin_id = said->bin_id;
	l->part_id = said->part_id;
	err = store_count_line_add(tx, l);
	return err == OK ? overlap(tx, said->count_id) : err;
}

static enum err check_said(
	struct tx *tx, const struct count_said *said, const struct stock_count *c, struct part *p)
{
	enum err err = store_part_get(tx->db, tx->arena, said->part_id, p);

	if (err == ERR_NOT_FOUND)
		return fault_field(tx->fault, "part_id", MSG_F_NO_SUCH, NULL);
	if (said->counted == NONE || said->counted < 0 || said->counted > PART_QTY_MAX)
		return fault_field(tx->fault, "counted", MSG_F_RANGE, "0 – 10^9");
	/* A phone's clock may be a little ahead. */
	if (said->counted_at != NONE &&
		(said->counted_at < c->created_at || said->counted_at > tx->now + MINUTE_MS))
		return fault_field(tx->fault, "counted_at", MSG_COUNT_TIME, NULL);
	return err;
}

enum err domain_count_say(struct tx *tx, const struct count_said *said, struct stock_count_line *out)
{
	struct stock_count c;
	struct part p;
	bool now = said->counted_at == NONE || said->counted_at >= tx->now;
	enum err err = load(tx, said->count_id, NONE, &c);

	if (err == OK)
		err = check_said(tx, said, &c, &p);
	if (err == OK)
		err = line_of(tx, said, out);
	/* Two phones, of which one was in the cellar: the other's number is the better one. */
	if (err == OK && !now && out->counted_at != NONE && said->counted_at < out->counted_at)
		return OK;
	if (err == OK)
		err = now ? store_stock_qty(tx->db, said->part_id, said->bin_id, &out->expected)
			  : store_stock_at(
				    tx->db, said->part_id, said->bin_id, said->counted_at, &out->expected);
	if (err != OK)
		return err;
	out->counted = said->counted;
	out->counted_at = now ? tx->now : said->counted_at;
	out->value_cents = worth(&p, out->counted - out->expected);
	out->account_id = tx->actor.account;
	out->reason = said->reason;
	err = store_count_line_put(tx, out);
	/* So that who counts beside sees it; who counted what is on the lines. */
	if (err == OK)
		err = store_event_note(tx, "count", c.id, "counted", "part", p.code);
	return err == OK ? store_count_line_get(tx->db, tx->arena, out->id, out) : err;
}

enum err domain_count_explain(
	struct tx *tx, int64_t count, int64_t line, const char *reason, struct stock_count_line *out)
{
	struct stock_count c;
	enum err err = load(tx, count, NONE, &c);

	if (err == OK)
		err = store_count_line_get(tx->db, tx->arena, line, out);
	if (err == OK && out->count_id != count)
		err = ERR_NOT_FOUND;
	if (err != OK)
		return err;
	out->reason = reason;
	err = store_count_line_put(tx, out);
	return err == OK ? store_event_note(tx, "count", count, "explained", "part", out->part_code) : err;
}

/* ---- ended ---- */

static enum err ready(struct tx *tx, const struct stock_count *c, bool leave)
{
	char n[24];

	snprintf(n, sizeof(n), "%lld", (long long)(c->lines - c->counted));
	if (c->counted < c->lines && !leave)
		return fault_set(tx->fault, ERR_CONFLICT, MSG_COUNT_LEFT, n);
	snprintf(n, sizeof(n), "%lld", (long long)c->unexplained);
	return c->unexplained ? fault_set(tx->fault, ERR_CONFLICT, MSG_COUNT_WHY, n) : OK;
}

static enum err adjust(struct tx *tx, const struct stock_count *c, struct stock_count_line *l)
{
	struct stock_move in;
	struct movement out;
	int64_t have = 0;
	enum err err = store_stock_qty(tx->db, l->part_id, l->bin_id, &have);

	if (err != OK)
		return err;
	if (have + l->difference < 0)
		return fault_set(tx->fault, ERR_CONFLICT, MSG_COUNT_AGAIN,
			arena_printf(tx->arena, "%s · %s", l->bin_code, l->part_code));
	stock_move_none(&in);
	in.part_id = l->part_id;
	in.bin_id = l->bin_id;
	in.counted = have + l->difference;
	in.reason = l->reason ? l->reason : c->name;
	in.count_id = c->id;
	err = domain_stock_adjust(tx, &in, &out);
	if (err != OK)
		return err;
	l->movement_id = out.id;
	l->value_cents = out.value_cents;
	return store_count_line_put(tx, l);
}

static enum err end(struct tx *tx, struct stock_count *c, int state)
{
	enum err err;

	c->state = state;
	err = store_count_end(tx, c);
	if (err == ERR_STALE)
		return fault_set(tx->fault, ERR_STALE, MSG_STALE, NULL);
	return err == OK ? store_event_note(tx, "count", c->id, count_states[state], "name", c->name) : err;
}

enum err domain_count_close(struct tx *tx, int64_t id, int64_t version, bool leave)
{
	struct stock_count c;
	struct count_line_filter f;
	struct list lines;
	enum err err = load(tx, id, version, &c);

	if (err == OK)
		err = ready(tx, &c, leave);
	count_line_filter_none(&f);
	f.count_id = id;
	f.open = 0;
	f.limit = INT64_C(1) << 30;
	if (err == OK)
		err = store_count_lines(tx->db, tx->arena, &f, &lines);
	for (size_t i = 0; err == OK && i < lines.n; i++)
		err = adjust(tx, &c, list_at(&lines, i, sizeof(struct stock_count_line)));
	return err == OK ? end(tx, &c, COUNTING_CLOSED) : err;
}

enum err domain_count_cancel(struct tx *tx, int64_t id, int64_t version)
{
	struct stock_count c;
	enum err err = load(tx, id, version, &c);

	return err == OK ? end(tx, &c, COUNTING_CANCELLED) : err;
}
