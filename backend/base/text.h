/* text.h - folding for search: what people type and what is stored meet in one form. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/arena.h"

/* Lower-case ASCII and Latin-1 letters, full-width forms as half-width, runs of white space as one space.
 * NULL gives "". A byte that is not UTF-8 counts as the Latin-1 letter of that number: what comes out is UTF-8. */
char *text_fold(struct arena *a, const char *s);
/* The folded texts joined by spaces; NULL and "" are left out. */
char *text_fold_all(struct arena *a, const char *const *texts, size_t n);
/* A folded text as a LIKE pattern that finds it anywhere, with % _ and \ escaped by \. NULL gives NULL. Not
 * longer than a database takes; what follows is not looked for. */
enum { TEXT_LIKE_MAX = 400 }; /* bytes */
char *text_like(struct arena *a, const char *s);

#endif
