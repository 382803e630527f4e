/* notice.h - one's own notices; and for those who lead, the table of who is told what and who looks after what. */
#ifndef API_NOTICE_H
#define API_NOTICE_H

#include "api/request.h"

api_handler api_notice_list, api_notice_count, api_notice_read;
api_handler api_tell_rule_list, api_tell_rule_patch, api_duty_list, api_duty_get, api_duty_put;

extern const struct field notice_query[], notice_read_input[], tell_rule_input[], duty_input[];

#endif
