/* setting.h - what the plant says of itself, read and changed. */
#ifndef API_SETTING_H
#define API_SETTING_H

#include "api/request.h"

api_handler api_setting_get, api_setting_patch;

extern const struct field setting_view_fields[], setting_input[];

#endif
