/* log.h - one line a call to standard error, whole or not at all. Only the edges (http, cli) and main write
 * it. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

enum log_level { LOG_ERROR, LOG_WARN, LOG_INFO };

/* "2026-01-31T08:00:00+08:00 info text". Control characters in the text become '?', so that a line is a line.
 */
void log_line(enum log_level level, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
