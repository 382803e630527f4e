/* stock.h - handlers of what moves stock, and of the ledger. Each answers with the movement it made; with an
 * Idempotency-Key a repeated request has the first one's answer. */
#ifndef API_STOCK_H
#define API_STOCK_H

#include "api/request.h"

enum err api_part_receive(struct request *rq);
enum err api_part_adjust(struct request *rq);
enum err api_part_transfer(struct request *rq);
enum err api_part_movements(struct request *rq);
enum err api_movement_list(struct request *rq);

enum err api_ticket_part_list(struct request *rq);
enum err api_ticket_part_post(struct request *rq);
enum err api_ticket_part_return(struct request *rq);

extern const struct field receive_input[], adjust_input[], transfer_input[], issue_input[], return_input[];
extern const struct field movement_query[], part_movement_query[], ticket_parts_fields[];

#endif
