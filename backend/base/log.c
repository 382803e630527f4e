/* log.c - see log.h. */
#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"

void log_line(enum log_level level, const char *fmt, ...)
{
	static const char *const names[] = {"error", "warn", "info"};
	char line[1024], when[32];
	int n = snprintf(line, sizeof(line), "%s %s ", clock_rfc3339(clock_now_ms(), when), names[level]), m;
	va_list ap;

	va_start(ap, fmt);
	m = vsnprintf(line + n, sizeof(line) - (size_t)n - 1, fmt, ap);
	va_end(ap);
	if (m > 0)
		n += m < (int)sizeof(line) - n - 1 ? m : (int)sizeof(line) - n - 2;
	for (int i = 0; i < n; i++)
		if ((unsigned char)line[i] < 32 || line[i] == 127)
			line[i] = '?';
	line[n++] = '\n';
	/* One write, so that lines of several threads do not mix. A log that cannot be written is nobody's
	 * error. */
	if (write(STDERR_FILENO, line, (size_t)n) < 0)
		return;
}
