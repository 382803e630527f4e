/* label.h - printed codes as pictures: the bare code, single labels, sheets. For everybody with an account.
 *
 * What is printed is the address in the configuration's `url` (or the one the reader came by) and /q/CODE. */
#ifndef API_LABEL_H
#define API_LABEL_H

#include "api/request.h"

api_handler api_code_svg;
api_handler api_label_svg, api_label_png, api_label_pdf;
api_handler api_labels_svg, api_labels_png, api_labels_pdf;
api_handler api_calibration_pdf;

/* ?size=&dpi= of one label; ?codes= | under= | blank=, sheet=, page=, dpi= of many. */
extern const struct field label_query[], labels_query[];

#endif
