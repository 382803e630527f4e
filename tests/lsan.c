/* lsan.c - linked into every program of a sanitizer build: what fontconfig and pango keep until the end of a process
 * by design is no leak of ours. */
const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void)
{
	return "leak:libfontconfig\nleak:libpango\nleak:libcairo\nleak:libglib\n";
}
