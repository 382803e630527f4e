/* reorder_bench.c - what is worked out when to buy (domain/reorder.h), tried on made-up parts against a minimum and a maximum
 * that somebody sets by hand.
 *
 *   reorder_bench [--markdown] [PARTS a family, 300] [SEED, 1]
 *
 * The families and the shelf are in reorder_plant.h: two years behind, two years tried, a look a week. Five rows a family:
 *   worked out     reorder.h with 95 %, an order costs 50, a year in stock 20 % of the price
 *   by hand        as storekeepers do: the minimum is twice last year's mean use in the supplier's lead time and a week, at least
 *                  one; the maximum a quarter's use above it; set anew every year; nothing used in a year: as it was
 *   same money     by hand, all minima of the family raised or lowered until as much lies in stock as with "worked out"
 *   same service   by hand, raised until as much is served at once as with "worked out"; "-": no minimum up to 40 times does
 *   economic lots  the same, but bought in the lots of reorder.h: what is left of the difference is the point alone
 * Columns: served at once (share of units), days on which somebody waits (share of parts' days), mean stock (money a part),
 * orders (a part and year), and what the two cost (money a part and year). The last three rows are what fairness asks for: "by hand"
 * alone may hold more or serve less. Their factors are found with hindsight, for each family, which no storekeeper could. */
#include "reorder_plant.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/field.h"
#include "domain/reorder.h"

#define ORDER_COST 50.0
#define HOLDING 0.2

static double look_worked(const struct spare *p, const struct shelf *s, int day, void *ctx)
{
	size_t n = (size_t)(day / 7);
	const struct reorder_ask ask = {
		.lead = reorder_lead(s->came, s->n_came, (int64_t)llround(p->lead_mean)),
		.cycle_days = 7,
		.service = 0.95,
		.price = p->price,
		.order_cost = ORDER_COST,
		.holding_year = HOLDING,
	};
	struct reorder r = reorder_of(p->weeks, n, &ask);
	double position = s->on_hand - s->waiting + s->on_order;

	(void)ctx;
	return (double)reorder_quantity((int64_t)llround(position * 1000),
		       (int64_t)ceil(r.point * 1000 - 1e-6), (int64_t)ceil(r.up_to) * 1000, NONE, NONE,
		       true) /
	       1000;
}

struct by_hand {
	double factor; /* times what the mean says */
	bool economic; /* lots of reorder.h, else a quarter's use */
};

static double look_hand(const struct spare *p, const struct shelf *s, int day, void *ctx)
{
	const struct by_hand *h = ctx;
	int set = day / 7 - day / 7 % 52;
	double year = 0, min, max, position = s->on_hand - s->waiting + s->on_order;

	/* The last year in which something was used. */
	for (; set >= 52 && year <= 0; set -= 52)
		for (int w = set - 52; w < set; w++)
			year += p->weeks[w];
	if (year <= 0)
		return fmax(0, -position);
	min = fmax(1, ceil(h->factor * year / 364 * (p->lead_mean + 7)));
	max = min +
	      fmax(1, ceil(h->economic ? fmin(year, reorder_economic_lot(year, ORDER_COST, p->price, HOLDING))
				       : year / 4));
	return position < min ? max - position : 0;
}

static struct score try(const struct spare *parts, size_t n, policy_fn *policy, struct by_hand hand)
{
	struct score sum = {0};

	for (size_t i = 0; i < n; i++) {
		double year = 0;

		for (int w = HISTORY - WARM - 52; w < HISTORY - WARM; w++)
			year += parts[i].weeks[w];
		live(&parts[i], ceil(year / 4), policy, &hand, &sum);
	}
	return sum;
}

static double served(const struct score *s)
{
	return s->served / s->wanted;
}

enum { HALVINGS = 12 };
#define FACTOR_MOST 40.0

/* The factor by hand at which the stock (or the service) is that of `goal`. */
static struct score match(
	const struct spare *parts, size_t n, const struct score *goal, bool money, bool economic, bool *found)
{
	double low = 0, high = FACTOR_MOST;
	struct score best = try(parts, n, look_hand, (struct by_hand){high, economic});

	*found = money ? best.stock >= goal->stock : served(&best) >= served(goal);
	for (int i = 0; i < HALVINGS && *found; i++) {
		double middle = (low + high) / 2;
		struct score s = try(parts, n, look_hand, (struct by_hand){middle, economic});
		bool enough = money ? s.stock >= goal->stock : served(&s) >= served(goal);

		if (enough)
			best = s;
		*(enough ? &high : &low) = middle;
	}
	return best;
}

static void print(
	bool markdown, const char *family, const char *row, const struct score *s, size_t n, bool is)
{
	const double percent = 100 * served(s), waiting = 100 * s->waited / s->days,
		     stock = s->stock / s->days, orders = s->orders / (double)n / (TESTED / 52.0),
		     cost = orders * ORDER_COST + stock * HOLDING;

	if (!is)
		printf(markdown ? "| %s | %s | - | - | - | - | - |\n" : "%-14s %-14s -\n", family, row);
	else if (markdown)
		printf("| %s | %s | %.1f %% | %.1f %% | %.0f | %.1f | %.0f |\n", family, row, percent,
			waiting, stock, orders, cost);
	else
		printf("%-14s %-14s %6.1f %% %8.1f %% %10.0f %8.1f %8.0f\n", family, row, percent, waiting,
			stock, orders, cost);
}

static void try_family(bool markdown, const char *name, const struct spare *parts, size_t n)
{
	const struct score worked = try(parts, n, look_worked, (struct by_hand){0}),
			   hand = try(parts, n, look_hand, (struct by_hand){2, false});
	bool found;
	struct score row;

	print(markdown, name, "worked out", &worked, n, true);
	print(markdown, "", "by hand", &hand, n, true);
	row = match(parts, n, &worked, true, false, &found);
	print(markdown, "", "same money", &row, n, found);
	row = match(parts, n, &worked, false, false, &found);
	print(markdown, "", "same service", &row, n, found);
	row = match(parts, n, &worked, false, true, &found);
	print(markdown, "", "economic lots", &row, n, found);
}

int main(int argc, char **argv)
{
	bool markdown = argc > 1 && !strcmp(argv[1], "--markdown");
	size_t n = argc > 1 + markdown ? (size_t)strtoul(argv[1 + markdown], NULL, 10) : 300;
	uint64_t seed = argc > 2 + markdown ? strtoull(argv[2 + markdown], NULL, 10) : 1;
	struct spare *parts = calloc(n ? n : 1, sizeof(*parts));

	if (!parts || !n) {
		fprintf(stderr, "usage: reorder_bench [--markdown] [PARTS] [SEED]\n");
		free(parts);
		return 2;
	}
	puts(markdown ? "| demand | bought | served | waiting | stock | orders | cost |\n"
			"|---|---|---:|---:|---:|---:|---:|"
		      : "demand         bought          served   waiting      stock   orders     cost");
	for (size_t f = 0; f < FAMILIES; f++) {
		for (size_t i = 0; i < n; i++)
			spare_make(&parts[i], &families[f], seed * 1000003 + f * 100003 + i);
		try_family(markdown, families[f].name, parts, n);
	}
	free(parts);
	return 0;
}
