/* socket.c - see socket.h. recvfrom, sendto and ppoll are the same system calls under names that civetweb does
 * not use, so no pointer to the real functions must be kept or looked up. */
#include "http/socket.h"

#include <dlfcn.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>

#include "base/clock.h"

enum { FDS_MAX = 8, PAGE = 4096, STACK_KEPT = PAGE };

static _Thread_local struct {
	bool ours;
	int wake, fd;		    /* fd: of the connection it read from last, plus one; 0: none */
	uintptr_t stack;	    /* its lowest address; 0: not known */
	int64_t patience, deadline; /* µs; when it ends, monotonic (0: none now) */
	const char *first;
} thread;

static uintptr_t stack_of_this(void)
{
	pthread_attr_t attr;
	void *low = NULL;
	size_t size;

	if (pthread_getattr_np(pthread_self(), &attr) != 0)
		return 0;
	if (pthread_attr_getstack(&attr, &low, &size) != 0)
		low = NULL;
	pthread_attr_destroy(&attr);
	return (uintptr_t)low;
}

void socket_thread(int wake)
{
	thread.ours = true;
	thread.wake = wake;
	thread.stack = stack_of_this();
}

void socket_stack_rest(void)
{
	uintptr_t here = (uintptr_t)__builtin_frame_address(0),
		  end = (here - STACK_KEPT) & ~(uintptr_t)(PAGE - 1);

	if (thread.stack && end > thread.stack)
		madvise((void *)thread.stack, end - thread.stack, MADV_DONTNEED);
}

static bool too_late(void)
{
	return thread.deadline && clock_mono_us() > thread.deadline;
}

static int wait(struct pollfd *fds, nfds_t n, int ms)
{
	struct timespec t = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L};

	return ppoll(fds, n, ms < 0 ? NULL : &t, NULL);
}

bool socket_gone(void)
{
	struct pollfd p = {.fd = thread.fd - 1, .events = POLLRDHUP};

	return thread.fd && wait(&p, 1, 0) > 0 && (p.revents & (POLLRDHUP | POLLHUP | POLLERR));
}

void socket_patience(int64_t seconds)
{
	thread.patience = seconds * 1000000;
	thread.deadline = clock_mono_us() + thread.patience;
}

bool socket_patience_end(void)
{
	bool late = too_late();

	thread.deadline = 0;
	return late;
}

const char *socket_first_read(void)
{
	return thread.first;
}

/* Never more than the whole patience from now: megabytes that fell into the system's buffer at once are no reason to
 * wait minutes for a reader who stopped. */
static void went_through(ssize_t n)
{
	int64_t most = clock_mono_us() + thread.patience;

	if (!thread.deadline || n <= 0)
		return;
	thread.deadline += n * INT64_C(1000000) / SOCKET_RATE;
	if (thread.deadline > most)
		thread.deadline = most;
}

int pthread_attr_setstacksize(pthread_attr_t *attr, size_t size)
{
	int (*real)(pthread_attr_t *, size_t) =
		(int (*)(pthread_attr_t *, size_t))(uintptr_t)dlsym(RTLD_NEXT, "pthread_attr_setstacksize");

	return real(attr, size < SOCKET_STACK ? SOCKET_STACK : size);
}

ssize_t recv(int fd, void *data, size_t n, int flags)
{
	ssize_t got;

	if (too_late()) {
		errno = ETIMEDOUT;
		return -1;
	}
	if (thread.ours && !thread.first)
		thread.first = data;
	thread.fd = fd + 1;
	got = recvfrom(fd, data, n, flags, NULL, NULL);
	went_through(got);
	return got;
}

ssize_t send(int fd, const void *data, size_t n, int flags)
{
	ssize_t sent;

	if (too_late()) {
		errno = ETIMEDOUT;
		return -1;
	}
	sent = sendto(fd, data, n, flags, NULL, 0);
	went_through(sent);
	return sent;
}

int poll(struct pollfd *fds, nfds_t n, int ms)
{
	struct pollfd all[FDS_MAX + 1];
	int64_t left;
	int found;

	if (!thread.ours || n == 0 || n > FDS_MAX)
		return wait(fds, n, ms);
	if (thread.deadline) {
		left = (thread.deadline - clock_mono_us()) / 1000 + 1;
		if (left <= 0) {
			errno = ETIMEDOUT;
			return -1;
		}
		ms = ms < 0 || ms > left ? (int)left : ms;
	}
	memcpy(all, fds, n * sizeof(*fds));
	all[n] = (struct pollfd){.fd = thread.wake, .events = POLLIN};
	found = wait(all, n + 1, ms);
	memcpy(fds, all, n * sizeof(*fds));
	return found > 0 && all[n].revents ? found - 1 : found;
}
