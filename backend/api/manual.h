/* manual.h - documents of the knowledge base over HTTP: tried out, imported, listed, read, put to machines, removed.
 *
 * What was read goes out as texts, never as markup; the file itself as plain text under a policy where nothing runs. */
#ifndef API_MANUAL_H
#define API_MANUAL_H

#include "api/request.h"
#include "store/manual.h"

extern const struct field manual_query[], manual_new_query[], manual_preview_query[], manual_input[];
extern const struct field manual_view_fields[], manual_preview_fields[];
api_handler api_manual_list, api_manual_post, api_manual_preview, api_manual_get, api_manual_patch,
	api_manual_delete, api_manual_content;

#endif
