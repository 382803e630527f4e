/* meter.h - meters of machines over HTTP: set up, read, looked at. Rules: domain/meter.h. */
#ifndef API_METER_H
#define API_METER_H

#include "api/request.h"
#include "store/meter.h"

api_handler api_meter_page, api_meter_list, api_meter_post, api_meter_get, api_meter_patch;
api_handler api_reading_post, api_reading_batch, api_reading_list, api_reading_delete;
api_handler api_meter_trend, api_alarm_list, api_mqtt_get;

extern const struct field meter_query[], meter_input[], meter_card_fields[];
extern const struct field reading_query[], reading_input[], reading_batch_input[], reading_batch_fields[];
extern const struct field meter_trend_query[], meter_trend_fields[], alarm_query[], mqtt_fields[];

#endif
