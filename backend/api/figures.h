/* figures.h - MTBF, MTTR, availability, cost over HTTP. */
#ifndef API_FIGURES_H
#define API_FIGURES_H

#include "api/request.h"

api_handler api_figures_get;

extern const struct field figures_query[], figures_fields[];

#endif
