/* figures.h - MTBF, MTTR, availability, cost over HTTP. */
#ifndef API_FIGURES_H
#define API_FIGURES_H

#include "api/request.h"

api_handler api_figures_get;

#endif
