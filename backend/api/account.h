/* account.h - people and labour rates, for those who lead. */
#ifndef API_ACCOUNT_H
#define API_ACCOUNT_H

#include "api/request.h"

api_handler api_account_list, api_account_post, api_account_get, api_account_patch;
api_handler api_rate_list, api_rate_post;

extern const struct field account_input[], rate_input[];

#endif
