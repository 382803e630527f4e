/* qr.h - printed codes: made, bound, revoked, looked up. Labels are in api/label.h. */
#ifndef API_QR_H
#define API_QR_H

#include "api/request.h"

extern const struct field code_view_fields[], code_blank_input[], code_binding_input[], code_query[];
api_handler api_code_list, api_code_post, api_code_get, api_code_put, api_code_delete;
api_handler api_asset_code_list, api_asset_code_post, api_bin_code_list, api_bin_code_post;

#endif
