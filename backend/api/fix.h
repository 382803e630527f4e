/* fix.h - fixes as things, and experts' trees of them, over HTTP. */
#ifndef API_FIX_H
#define API_FIX_H

#include "api/request.h"

api_handler api_fix_list, api_fix_post, api_fix_get, api_fix_patch, api_fix_cases, api_fix_history,
	api_fix_merge, api_fix_unmerge, api_fix_split;
api_handler api_fix_tree_list, api_fix_tree_post, api_fix_tree_get, api_fix_tree_put;

extern const struct field fix_query[], fix_input[], fix_item_fields[], fix_detail_fields[], fix_case_query[],
	fix_merge_input[], fix_split_input[];
extern const struct field fix_tree_query[], fix_tree_input[], fix_tree_fields[];

#endif
