/* plan.h - planned maintenance over HTTP: jobs, plans, dues, tasks of a ticket, compliance, and the calendar's feed. */
#ifndef API_PLAN_H
#define API_PLAN_H

#include "api/request.h"
#include "store/due.h"
#include "store/plan.h"

api_handler api_job_list, api_job_post, api_job_get, api_job_put;
api_handler api_plan_list, api_plan_sheet, api_plan_post, api_plan_get, api_plan_put, api_plan_preview,
	api_plan_pause, api_plan_resume;
api_handler api_due_list, api_due_days, api_due_skip, api_due_move, api_due_make;
api_handler api_task_put, api_compliance_get;
api_handler api_feed_list, api_feed_post, api_feed_delete, api_feed_read;

extern const struct field job_input[], plan_query[], plan_input[], plan_row_fields[], plan_view_fields[],
	plan_preview_fields[], plan_pause_input[];
extern const struct field due_query[], due_day_query[], due_view_fields[], due_day_fields[], due_skip_input[],
	due_move_input[];
extern const struct field tasks_input[], compliance_query[], compliance_fields[];
extern const struct field calendar_feed_input[];

/* What the list is asked for. */
enum err api_plan_filter(struct request *rq, struct plan_filter *f);

/* A due as it goes out, with how it stands today and what this person may do with it. */
struct due_view {
	struct due_row row;
	int standing; /* enum due_standing */
	int64_t actions;
};
struct list /* due_view */ api_due_views(struct request *rq, const struct list *rows);

#endif
