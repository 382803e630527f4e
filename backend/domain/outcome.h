/* outcome.h - did a repair hold? Worked out of the tickets alone; pure functions.
 *
 * A repair *came back* when the same was reported of its machine within `days` after it ran again: the same component, or,
 * where neither ticket says one, the same failure mode. It *held* when that time is over and nothing was. Until then it is
 * *pending*; so is for ever what says neither component nor failure mode, for nothing can be told of it.
 *
 * The time counts from when the machine ran again; of a repair that came with an import and does not say when that was,
 * from when it was closed, which may be a mere day (its beginning). What was reported at that very moment is no recurrence:
 * two lines of a list with the same day are as likely one fault written down twice.
 *
 * The share of a fix that holds is not held ÷ (held + came back): of two repairs that held one cannot say "always". So two
 * imagined repairs are added that went as repairs of that component usually go:
 *     share = (held + 2 base) ÷ (held + came back + 2)
 * base: how often repairs of the component hold, whatever was done (a wear part comes back by nature); that in turn leans
 * on all repairs of the plant with two imagined ones, and where nothing is known at all it is one half. */
#ifndef DOMAIN_OUTCOME_H
#define DOMAIN_OUTCOME_H

#include <stdbool.h>
#include <stdint.h>

enum { OUTCOME_DAYS = 30, OUTCOME_IMAGINED = 2 };

enum outcome { OUTCOME_PENDING, OUTCOME_HELD, OUTCOME_CAME_BACK };
extern const char *const outcomes[];

/* ended_at NONE: it does not say when it was over. again_at: when the same was next reported after that, NONE: it was
 * not. placed: it says a component or a failure mode. */
enum outcome outcome_of(int64_t ended_at, int64_t again_at, bool placed, int64_t days, int64_t now);

/* As above: of a fix with its component's base, of a component with the plant's, of the plant with one half. 0..1 */
double outcome_share(int64_t held, int64_t came_back, double base);

#endif
