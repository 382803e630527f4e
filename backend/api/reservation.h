/* reservation.h - handlers of what is kept for tickets. */
#ifndef API_RESERVATION_H
#define API_RESERVATION_H

#include "api/request.h"

api_handler api_reservation_list, api_ticket_reservation_list, api_ticket_reserve, api_ticket_release;

extern const struct field reservation_query[], reserve_input[], release_input[];

#endif
