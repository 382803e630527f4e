/* png.h - the one thing of a PNG file that cairo does not write: at which resolution it is to be printed. */
#ifndef QR_PNG_H
#define QR_PNG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

/* Puts a pHYs chunk (PNG 11.3.5.3) into the file that begins at `start` of the buffer, right behind its header. False:
 * that is no PNG file, or the buffer is full. */
bool png_set_resolution(struct buf *b, size_t start, uint32_t dots_per_metre);

#endif
