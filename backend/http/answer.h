/* answer.h - the bytes of an answer: status line, headers, and the body when it is in memory. */
#ifndef HTTP_ANSWER_H
#define HTTP_ANSWER_H

#include "api/request.h"

/* Appends the answer in rq->reply to *out, so that it goes out in one write; compressed when the client takes
 * gzip and it is worth it. To HEAD it is the same without the body. A reply from a file of file_size bytes gets
 * its headers only; the file follows. Adds what every answer carries: Date, length, caching, and the headers that
 * keep a browser from guessing types, framing pages, or lending them to other sites. */
void answer_write(struct request *rq, bool keep, struct buf *out);

#endif
