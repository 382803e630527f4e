/* count.h - handlers of countings 盘点. */
#ifndef API_COUNT_H
#define API_COUNT_H

#include "api/request.h"

api_handler api_count_list, api_count_post, api_count_get, api_count_lines, api_count_say, api_count_explain,
	api_count_close, api_count_cancel;

extern const struct field count_query[], count_input[], count_detail_fields[], count_line_query[],
	count_line_input[], count_line_change[], count_close_input[];

#endif
