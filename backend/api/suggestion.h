/* suggestion.h - what fixed it before, over HTTP. */
#ifndef API_SUGGESTION_H
#define API_SUGGESTION_H

#include "api/request.h"

api_handler api_suggestion_of_ticket, api_suggestion_get, api_suggestion_mark, api_suggestion_quality;

extern const struct field suggestion_query[], ticket_suggestion_query[], suggestion_mark_input[];

#endif
