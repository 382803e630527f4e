/* session.h - who is asking: the session cookie and API tokens. */
#ifndef API_SESSION_H
#define API_SESSION_H

#include "api/request.h"

/* Fills rq->user (id NONE when nobody) and rq->lang from the account's setting. A token that is wrong is
 * ERR_LOGIN; a cookie that is no longer valid counts as none. */
enum err session_identify(struct request *rq);

/* The hash of a password / whether it fits, at most two at a time in the whole program. */
enum err session_hash(struct app *app, const char *password, char *out, struct fault *fault);

extern const struct field login_input[], profile_input[], token_input[];
api_handler api_session_get, api_session_post, api_session_patch, api_session_delete;
api_handler api_session_list, api_session_delete_others;
api_handler api_token_list, api_token_post, api_token_delete;

#endif
