/* part.h - handlers of /api/v1/parts (the catalogue) and /api/v1/bins. */
#ifndef API_PART_H
#define API_PART_H

#include "api/request.h"

enum err api_part_list(struct request *rq);
enum err api_part_low(struct request *rq);
enum err api_part_post(struct request *rq);
enum err api_part_get(struct request *rq);
enum err api_part_patch(struct request *rq);
enum err api_part_machines(struct request *rq);

enum err api_bin_list(struct request *rq);
enum err api_bin_post(struct request *rq);
enum err api_bin_get(struct request *rq);
enum err api_bin_patch(struct request *rq);
enum err api_bin_contents(struct request *rq);
enum err api_store_list(struct request *rq);

extern const struct field part_input[], part_query[], part_low_query[], part_machine_query[];
extern const struct field bin_input[], bin_query[], bin_contents_fields[];

#endif
