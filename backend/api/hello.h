/* hello.h - the first question of the app: who am I talking to, and who am I here? Anyone may ask. */
#ifndef API_HELLO_H
#define API_HELLO_H

#include "api/request.h"

api_handler api_hello_get;

extern const struct field hello_fields[];

#endif
