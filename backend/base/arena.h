/* arena.h - memory that lives as long as one request (or one command) and is freed at once.
 *
 * Everything a request makes (rows, decoded JSON, answers) is allocated here and never freed singly. What
 * must live longer is copied by its one named owner. Running out of memory aborts: the store is transactional
 * and the supervisor restarts us, so callers never see NULL. Not safe for two threads at once. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

struct arena_chunk;
struct arena {
	struct arena_chunk *head; /* newest chunk */
	size_t used;		  /* bytes handed out since the last clear */
};

void arena_init(struct arena *a);
/* Frees everything but one chunk of ordinary size, ready to be used again. */
void arena_clear(struct arena *a);
void arena_release(struct arena *a);

/* Zeroed, aligned for any type. */
void *arena_alloc(struct arena *a, size_t size);
/* n * size with overflow check. */
void *arena_calloc(struct arena *a, size_t n, size_t size);
/* NULL gives NULL. */
char *arena_strdup(struct arena *a, const char *s);
char *arena_strndup(struct arena *a, const char *s, size_t n);
void *arena_memdup(struct arena *a, const void *p, size_t n);
char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *a, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));

#define arena_new(a, type) ((type *)arena_alloc((a), sizeof(type)))

/* malloc family for the few things with another owner; they abort instead of returning NULL. */
void *xmalloc(size_t size);
void *xcalloc(size_t n, size_t size);
void *xrealloc(void *p, size_t size);
char *xstrdup(const char *s);

#endif
