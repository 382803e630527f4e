/* budget.h - budgets of a year, and how they stand. */
#ifndef API_BUDGET_H
#define API_BUDGET_H

#include "api/request.h"

extern const struct field budget_query[], budget_year_fields[], budget_input[], budget_change[];

enum err api_budget_year(struct request *rq);
enum err api_budget_post(struct request *rq);
enum err api_budget_patch(struct request *rq);
enum err api_budget_delete(struct request *rq);

#endif
