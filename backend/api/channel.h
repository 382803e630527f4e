/* channel.h - where messages go outside, and what went there. */
#ifndef API_CHANNEL_H
#define API_CHANNEL_H

#include "api/request.h"

api_handler api_channel_list, api_channel_post, api_channel_get, api_channel_patch, api_channel_delete,
	api_channel_test;
api_handler api_message_list, api_message_get, api_message_again;

extern const struct field channel_view_fields[], channel_input[], channel_change[];
extern const struct field message_query[], message_view_fields[], message_detail_fields[];

#endif
