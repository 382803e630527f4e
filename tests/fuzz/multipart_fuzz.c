/* multipart_fuzz.c - any bytes as a form: the first line is the content type, the rest the body. Every part
 * lies within the body and does not hold its own delimiter. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/multipart.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_part(const struct multipart_part *part, const char *body, size_t len)
{
	if (part->data < body || part->len > len || part->data + part->len > body + len)
		abort();
	if (!*part->name || !part->type || !utf8_clean(part->name, strlen(part->name)))
		abort();
	if (part->filename && strpbrk(part->filename, "/\\\r\n"))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *line = size ? memchr(data, '\n', size) : NULL;
	size_t type_len = line ? (size_t)(line - data) : 0;
	static struct multipart m;
	struct fault fault;
	struct arena a;
	size_t i;

	if (!line)
		return 0;
	arena_init(&a);
	fault_clear(&fault);
	data += type_len + 1;
	size -= type_len + 1;
	if (multipart_parse(&m, arena_strndup(&a, (const char *)line - type_len, type_len), data, size, &a,
		    &fault) == OK) {
		for (i = 0; i < m.n; i++) {
			const char *text;

			check_part(&m.parts[i], (const char *)data, size);
			multipart_text(&m, m.parts[i].name, &text, &a, &fault);
		}
	} else if (m.n || fault.err != ERR_INVALID) {
		abort();
	}
	arena_release(&a);
	return 0;
}
