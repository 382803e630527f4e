/* figures.h - MTBF, MTTR, availability, cost over HTTP: of a window, and step by step. */
#ifndef API_FIGURES_H
#define API_FIGURES_H

#include "api/request.h"

api_handler api_figures_get, api_figures_trend;

extern const struct field figures_query[], figures_fields[], trend_query[], trend_fields[];

#endif
