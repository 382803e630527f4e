/* clock_file.c - clock_now_ms of builds for tests (CMake's JIXIU_CLOCK_FILE) instead of base/clock_now.c: when the environment
 * names a file in JIXIU_CLOCK_FILE, what stands in it is the time, in ms; otherwise, and while it cannot be read, the real one.
 * It is read each time, so whoever runs the test moves it by putting another file in its place (clock.mjs). */
#include "base/clock.h"

#include <fcntl.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static int64_t said(const char *path)
{
	char text[24] = {0};
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);

	if (fd >= 0)
		close(fd);
	return n > 0 ? strtoll(text, NULL, 10) : 0;
}

int64_t clock_now_ms(void)
{
	const char *path = getenv("JIXIU_CLOCK_FILE");
	int64_t t = path ? said(path) : 0;
	struct timespec ts;

	if (t > 0)
		return t;
	clock_gettime(CLOCK_REALTIME, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}
