/* requisition.h - requisitions and the rules of buying. */
#ifndef API_REQUISITION_H
#define API_REQUISITION_H

#include "api/request.h"

extern const struct field requisition_query[], requisition_view_fields[], requisition_line_input[],
	requisition_reason_input[], requisition_note_input[], requisition_delivery_input[];

api_handler api_requisition_list, api_requisition_post, api_requisition_get, api_requisition_patch,
	api_requisition_line_put, api_requisition_approve, api_requisition_order, api_requisition_close,
	api_requisition_cancel, api_requisition_receive, api_requisition_sheet, api_purchasing_get,
	api_purchasing_put;

#endif
