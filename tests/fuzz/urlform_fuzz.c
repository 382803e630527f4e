/* urlform_fuzz.c - any bytes as a url-encoded form: all names and values are clean text within their limits.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/urlform.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct urlform form;
	struct fault fault;
	struct arena a;
	size_t i;

	arena_init(&a);
	fault_clear(&fault);
	if (urlform_parse(&form, (const char *)data, size, &a, &fault) &&
		(form.n || fault.err != ERR_INVALID))
		abort();
	for (i = 0; i < form.n; i++) {
		const char *name = form.pairs[i].name, *value = form.pairs[i].value;

		if (!utf8_clean(name, strlen(name)) || strlen(name) > URLFORM_NAME_MAX)
			abort();
		if (!utf8_clean(value, strlen(value)) || strlen(value) > URLFORM_VALUE_MAX)
			abort();
	}
	for (i = 0; i < 2; i++) {
		const char *text = url_decode((const char *)data, size, i == 1, &a);

		if (text && (strlen(text) > size || !utf8_valid(text, strlen(text)) ||
				    strpbrk(text, "\t\r\n\x7f")))
			abort();
	}
	arena_release(&a);
	return 0;
}
