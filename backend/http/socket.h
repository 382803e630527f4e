/* socket.h - what civetweb asks of the C library, with the limits it has no option for.
 *
 * The program defines four functions of the C library itself, and the library's calls of them come here:
 * pthread_attr_setstacksize (its workers would get 100 KiB), recv, send and poll. On every thread that never
 * called socket_thread they do what they always did.
 *
 * Patience: between socket_patience and socket_patience_end the thread's reading and writing must end
 * within that many seconds; each SOCKET_RATE bytes that went through win back one of them. So a large file over a slow
 * line is given its time, and one that trickles, or stops for that long, does not hold a worker for ever. */
#ifndef HTTP_SOCKET_H
#define HTTP_SOCKET_H

#include <stdbool.h>
#include <stdint.h>

enum { SOCKET_STACK = 1024 * 1024, SOCKET_RATE = 16 * 1024 };

/* Once on each thread of civetweb: its waits end as soon as the file descriptor `wake` can be read. */
void socket_thread(int wake);
/* Gives back to the system what deeper calls of this thread have used of its stack. A thread between two connections
 * needs none of it, and there are a thousand of them. */
void socket_stack_rest(void);
/* Has the client of this thread's connection hung up? */
bool socket_gone(void);
void socket_patience(int64_t seconds);
/* True: it did not last. */
bool socket_patience_end(void);
/* Where civetweb keeps the request line and headers of the requests of this thread: the place its first bytes
 * were read to. NULL before that. */
const char *socket_first_read(void);

#endif
