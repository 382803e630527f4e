/* report.h - scan to report: the pages anyone may open, and their JSON twin. No account, no script, no cookie
 * needed.
 *
 *   GET  /q/CODE      the machine's page: its open tickets with "same problem", the form
 *   POST /q/CODE      the form → 303 to the ticket's page
 *   POST /api/v1/reports   the same as JSON, for the script's outbox
 *   GET  /t/LINK      the ticket's page. LINK is private: the reporter's may withdraw, confirm and send back;
 *                     the one of who had the "same problem" may look, comment and add photos
 *
 * A report sent twice is one ticket: the form carries a key made by the server, JSON the header
 * Idempotency-Key. Of the form's key a digest with the content is used, so that a form that comes back out of
 * the browser's history with other content is another report. */
#ifndef API_REPORT_H
#define API_REPORT_H

#include "api/request.h"

enum err api_code_page(struct request *rq);    /* GET /q: type a code; with ?code= goes to its page */
enum err api_report_page(struct request *rq);  /* GET /q/{code} */
enum err api_report_form(struct request *rq);  /* POST /q/{code} */
enum err api_report_bind(struct request *rq);  /* POST /q/{code}/bind */
enum err api_report_photo(struct request *rq); /* GET /q/{code}/photo: the machine's first photo */
enum err api_report_post(struct request *rq);  /* POST /api/v1/reports */

enum err api_progress_page(struct request *rq);	     /* GET /t/{link} */
enum err api_progress_live(struct request *rq);	     /* GET /t/{link}/live: the part that changes */
enum err api_progress_same(struct request *rq);	     /* POST /t/{link}/same: key */
enum err api_progress_comment(struct request *rq);   /* POST /t/{link}/comments: text, key */
enum err api_progress_withdraw(struct request *rq);  /* POST /t/{link}/withdraw */
enum err api_progress_confirm(struct request *rq);   /* POST /t/{link}/confirm: it is fixed, close */
enum err api_progress_reopen(struct request *rq);    /* POST /t/{link}/reopen: reason */
enum err api_progress_photos(struct request *rq);    /* POST /t/{link}/photos: multipart, photo … */
enum err api_progress_photo_put(struct request *rq); /* PUT /t/{link}/photos/{photo}: one photo, raw */
enum err api_progress_photo(struct request *rq);     /* GET /t/{link}/photos/{photo} */

extern const struct field report_input[], report_answer_fields[];

struct form;
/* The photos of a form onto a ticket; a repeated key is the same photo. Stops at the first that is refused:
 * ERR_INVALID. */
enum err report_add_photos(struct request *rq, const struct form *f, int64_t ticket, const char *key);
/* The page of a ticket, as the path "/t/LINK": of the reporter, or of one who had the same problem. */
const char *report_link(struct request *rq, int64_t ticket, bool reporter);

#endif
