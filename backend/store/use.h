/* use.h - what counts as use of a part (domain/demand.h), in the words of a statement; for those that count it alone.
 *
 *   SELECT USE_PART, sum(USE_QTY) FROM movement m USE_JOIN WHERE USE_IS AND USE_TIME >= …
 *
 * Issues less what came back of them, in the week of the issue, and for the part that was asked for: what a substitute was issued
 * for is no use of the substitute. */
#ifndef STORE_USE_H
#define STORE_USE_H

/* i: the issue that a return is of. */
#define USE_JOIN "LEFT JOIN movement i ON i.id = m.reverses "
#define USE_PART "coalesce(i.instead_of_id, m.instead_of_id, m.part_id)"
#define USE_TIME "coalesce(i.time, m.time)"
#define USE_QTY "-m.qty"
/* Nearly every movement is one of these: the index by kind is the long way round. */
#define USE_IS "coalesce(m.kind, '') IN ('issue', 'return') "
/* Of one part: out of its own movements, what was issued instead of it, and what came back of that. */
#define USE_OF(part)                                                                                         \
	"m.id IN (SELECT x.id FROM movement x WHERE x.part_id = " part                                       \
	" UNION ALL SELECT x.id FROM movement x WHERE x.instead_of_id = " part                               \
	" UNION ALL SELECT y.id FROM movement x JOIN movement y ON y.reverses = x.id WHERE x.instead_of_id " \
	"= " part ") AND " USE_PART " = " part " "

#endif
