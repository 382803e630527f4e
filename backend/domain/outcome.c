/* outcome.c - see outcome.h. */
#include "domain/outcome.h"

#include <stddef.h>

#include "base/clock.h"
#include "base/field.h"

const char *const outcomes[] = {"pending", "held", "came_back", NULL};

enum outcome outcome_of(int64_t ended_at, int64_t again_at, bool placed, int64_t days, int64_t now)
{
	int64_t until = ended_at + days * DAY_MS;

	if (ended_at == NONE || !placed)
		return OUTCOME_PENDING;
	if (again_at != NONE && again_at > ended_at && again_at <= until)
		return OUTCOME_CAME_BACK;
	return until > now ? OUTCOME_PENDING : OUTCOME_HELD;
}

double outcome_share(int64_t held, int64_t came_back, double base)
{
	return ((double)held + OUTCOME_IMAGINED * base) / (double)(held + came_back + OUTCOME_IMAGINED);
}
