/* kb_document_fuzz.c - any bytes as a document of the knowledge base: never more sections, longer texts or more memory than
 * was promised, and all of it text. Seeds: tests/fuzz/seeds/kb_document. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "kb/document.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(const char *text, size_t most)
{
	size_t n = strlen(text);

	if (n > most || !utf8_valid(text, n))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct kb_document d;
	struct fault fault;
	struct arena a;
	enum err err;

	arena_init(&a);
	fault_clear(&fault);
	err = kb_document_read(data, size, "name.html", &a, &d, &fault);
	if (err != fault.err || (err == OK) != (d.n > 0) || d.n > KB_DOCUMENT_SECTIONS)
		abort();
	for (size_t i = 0; i < d.n; i++) {
		const struct kb_section *s = &d.sections[i];

		check_text(s->text, KB_SECTION_BYTES);
		check_text(s->title, KB_TITLE_BYTES);
		check_text(s->anchor ? s->anchor : "x", KB_ANCHOR_BYTES);
		if (!*s->title || s->kind >= KB_SECTION_KINDS || s->trouble < 0)
			abort();
	}
	if (a.used > 64 * size + (1 << 20))
		abort();
	arena_release(&a);
	return 0;
}
