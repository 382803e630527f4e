/* system.h - what the program says of itself. */
#ifndef API_SYSTEM_H
#define API_SYSTEM_H

#include "api/request.h"

api_handler api_healthz, api_readyz, api_system_get;

extern const struct field system_fields[];

#endif
