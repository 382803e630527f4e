/* movement_verify.c - the proof that stock is the sum of its movements. See part.h. */
#include "store/part.h"

#include <string.h>

const struct field stock_difference_fields[] = {
	FIELD(struct stock_difference, what, F_TEXT),
	FIELD(struct stock_difference, part_id, F_INT),
	FIELD(struct stock_difference, bin_id, F_INT),
	FIELD(struct stock_difference, movement_id, F_INT),
	FIELD(struct stock_difference, found, F_INT),
	FIELD(struct stock_difference, expected, F_INT),
	FIELD_END,
};

/* part.qty is what its movements add up to. */
static const char SQL_PART_QTY[] =
	"SELECT 'part_qty' AS what, p.id AS part_id, NULL AS bin_id, NULL AS movement_id, p.qty AS found, "
	"coalesce(sum(m.qty), 0) AS expected FROM part p LEFT JOIN movement m ON m.part_id = p.id "
	"GROUP BY p.id, p.qty HAVING p.qty <> coalesce(sum(m.qty), 0) OR p.qty < 0 ORDER BY p.id LIMIT 100";

/* So is its value; and nothing is worth nothing. */
static const char SQL_PART_VALUE[] =
	"SELECT 'part_value' AS what, p.id AS part_id, NULL AS bin_id, NULL AS movement_id, "
	"p.value_cents AS found, coalesce(sum(m.value_cents), 0) AS expected "
	"FROM part p LEFT JOIN movement m ON m.part_id = p.id GROUP BY p.id, p.qty, p.value_cents "
	"HAVING p.value_cents <> coalesce(sum(m.value_cents), 0) OR p.value_cents < 0 "
	"OR (p.qty = 0 AND p.value_cents <> 0) ORDER BY p.id LIMIT 100";

/* What lies in a bin is what its movements add up to, whichever of the two is missing. */
static const char SQL_STOCK_QTY[] =
	"SELECT 'stock_qty' AS what, x.part_id AS part_id, x.bin_id AS bin_id, NULL AS movement_id, "
	"sum(x.lies) AS found, sum(x.moved) AS expected FROM ("
	"SELECT part_id, bin_id, qty AS lies, 0 AS moved FROM stock "
	"UNION ALL SELECT part_id, bin_id, 0 AS lies, qty AS moved FROM movement) AS x "
	"GROUP BY x.part_id, x.bin_id HAVING sum(x.lies) <> sum(x.moved) OR sum(x.lies) < 0 "
	"ORDER BY x.part_id, x.bin_id LIMIT 100";

/* The balances written on each movement are the running sums, and none was ever below zero. */
#define RUNNING(name, column, after, over)                                                                   \
	"SELECT '" name "' AS what, x.part_id AS part_id, x.bin_id AS bin_id, x.id AS movement_id, "         \
	"x.written AS found, x.running AS expected FROM (SELECT id, part_id, bin_id, " after " AS written, " \
	"sum(" column ") OVER (PARTITION BY " over " ORDER BY id) AS running FROM movement) AS x "           \
	"WHERE x.written <> x.running OR x.running < 0 ORDER BY x.id LIMIT 100"
static const char SQL_QTY_AFTER[] = RUNNING("qty_after", "qty", "qty_after", "part_id");
static const char SQL_VALUE_AFTER[] = RUNNING("value_after", "value_cents", "value_after", "part_id");
static const char SQL_BIN_AFTER[] = RUNNING("bin_after", "qty", "bin_after", "part_id, bin_id");

/* Each kind has its sign and what it hangs on. */
static const char SQL_SIGN[] =
	"SELECT 'sign' AS what, part_id, bin_id, id AS movement_id, qty AS found, NULL AS expected "
	"FROM movement WHERE (kind = 'receive' AND (qty <= 0 OR value_cents < 0)) "
	"OR (kind = 'issue' AND (qty >= 0 OR value_cents > 0 OR ticket_id IS NULL)) "
	"OR (kind = 'return' AND (qty <= 0 OR value_cents < 0 OR reverses IS NULL)) "
	"OR (kind = 'adjust' AND (reason IS NULL OR (qty < 0 AND value_cents > 0) "
	"OR (qty >= 0 AND value_cents < 0))) OR (kind = 'transfer' AND (value_cents <> 0 "
	"OR (qty < 0) <> (pair_id IS NOT NULL))) ORDER BY id LIMIT 100";

/* What was transferred went out of one bin and came into another, each half with its own other half. */
static const char SQL_TRANSFER[] =
	"SELECT 'transfer' AS what, i.part_id AS part_id, i.bin_id AS bin_id, i.id AS movement_id, "
	"sum(o.qty) AS found, -i.qty AS expected FROM movement i LEFT JOIN movement o ON o.pair_id = i.id "
	"WHERE (i.kind = 'transfer' AND i.qty > 0) OR o.id IS NOT NULL "
	"GROUP BY i.id, i.part_id, i.bin_id, i.qty, i.kind "
	"HAVING i.kind <> 'transfer' OR count(o.id) <> 1 OR sum(o.qty) <> -i.qty "
	"OR sum(CASE WHEN o.kind = 'transfer' AND o.part_id = i.part_id AND o.bin_id = i.other_bin_id "
	"AND o.other_bin_id = i.bin_id AND o.time = i.time THEN 0 ELSE 1 END) > 0 ORDER BY i.id LIMIT 100";

/* What a bin keeps is what tickets keep there, and what a part keeps is what its bins do. */
static const char SQL_RESERVED[] =
	"SELECT 'reserved' AS what, x.part_id AS part_id, x.bin_id AS bin_id, NULL AS movement_id, "
	"sum(x.kept) AS found, sum(x.asked) AS expected FROM ("
	"SELECT part_id, bin_id, reserved AS kept, 0 AS asked FROM stock "
	"UNION ALL SELECT part_id, bin_id, 0 AS kept, qty AS asked FROM reservation "
	"WHERE bin_id IS NOT NULL) AS x "
	"GROUP BY x.part_id, x.bin_id HAVING sum(x.kept) <> sum(x.asked) ORDER BY x.part_id, x.bin_id LIMIT "
	"100";
static const char SQL_PART_RESERVED[] =
	"SELECT 'part_reserved' AS what, p.id AS part_id, NULL AS bin_id, NULL AS movement_id, "
	"p.reserved AS found, coalesce(sum(s.reserved), 0) AS expected FROM part p "
	"LEFT JOIN stock s ON s.part_id = p.id GROUP BY p.id, p.reserved, p.qty "
	"HAVING p.reserved <> coalesce(sum(s.reserved), 0) OR p.reserved > p.qty ORDER BY p.id LIMIT 100";
/* Only a ticket that goes on keeps anything, and none wants what lies free. */
static const char SQL_KEPT_OVER[] =
	"SELECT 'kept_over' AS what, r.part_id AS part_id, r.bin_id AS bin_id, NULL AS movement_id, "
	"r.qty AS found, 0 AS expected FROM reservation r JOIN ticket t ON t.id = r.ticket_id "
	"WHERE r.qty > 0 AND t.state IN ('closed', 'cancelled') ORDER BY r.id LIMIT 100";
static const char SQL_WANTED_FREE[] =
	"SELECT 'wanted_free' AS what, r.part_id AS part_id, NULL AS bin_id, NULL AS movement_id, "
	"p.qty - p.reserved AS found, 0 AS expected FROM reservation r JOIN part p ON p.id = r.part_id "
	"WHERE r.bin_id IS NULL AND r.qty > 0 AND p.qty > p.reserved ORDER BY r.id LIMIT 100";

/* A movement on a ticket is one of that ticket's machine. */
static const char SQL_MACHINE[] =
	"SELECT 'machine' AS what, m.part_id AS part_id, m.bin_id AS bin_id, m.id AS movement_id, "
	"m.machine_id AS found, t.machine_id AS expected FROM movement m JOIN ticket t ON t.id = m.ticket_id "
	"WHERE m.machine_id IS DISTINCT FROM t.machine_id ORDER BY m.id LIMIT 100";

/* What came back is no more than what that issue took, of the same part and ticket. */
static const char SQL_RETURN[] =
	"SELECT 'return' AS what, i.part_id AS part_id, i.bin_id AS bin_id, i.id AS movement_id, "
	"sum(r.qty) AS found, -i.qty AS expected FROM movement i JOIN movement r ON r.reverses = i.id "
	"GROUP BY i.id, i.part_id, i.bin_id, i.kind, i.qty, i.value_cents "
	"HAVING i.kind <> 'issue' OR sum(r.qty) > -i.qty OR sum(r.value_cents) > -i.value_cents "
	"OR (sum(r.qty) = -i.qty AND sum(r.value_cents) <> -i.value_cents) "
	"OR sum(CASE WHEN r.kind = 'return' AND r.part_id = i.part_id AND r.ticket_id = i.ticket_id "
	"THEN 0 ELSE 1 END) > 0 ORDER BY i.id LIMIT 100";

enum err store_stock_verify(struct db *db, struct arena *a, struct list *out)
{
	static const char *const checks[] = {SQL_PART_QTY, SQL_PART_VALUE, SQL_STOCK_QTY, SQL_QTY_AFTER,
		SQL_VALUE_AFTER, SQL_BIN_AFTER, SQL_SIGN, SQL_MACHINE, SQL_RETURN, SQL_TRANSFER, SQL_RESERVED,
		SQL_PART_RESERVED, SQL_KEPT_OVER, SQL_WANTED_FREE};
	const size_t n = sizeof(checks) / sizeof(checks[0]), size = sizeof(struct stock_difference);

	out->items = arena_calloc(a, n * 100, size);
	out->n = 0;
	for (size_t i = 0; i < n; i++) {
		struct list some;
		enum err err = db_list(db, a, checks[i], NO_ARGS, stock_difference_fields, size, &some);

		if (err != OK)
			return err;
		if (some.n)
			memcpy(list_at(out, out->n, size), some.items, some.n * size);
		out->n += some.n;
	}
	return OK;
}
