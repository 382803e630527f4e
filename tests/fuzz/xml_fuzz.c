/* xml_fuzz.c - any text as XML and as HTML: what opens is closed or the reading has ended, limits hold, and what the cleaner
 * hands on has no declaration, comment or instruction in it, whatever came in. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct count {
	size_t open, elements;
};

static bool on_open(void *ctx, const char *name, const struct xml_attribute *attributes, size_t n)
{
	struct count *c = ctx;

	if (strlen(name) > XML_NAME_MAX || n > XML_ATTRIBUTES || ++c->open > XML_DEPTH ||
		++c->elements > XML_NODES)
		abort();
	for (size_t i = 0; i < n; i++)
		if (strlen(attributes[i].name) > XML_NAME_MAX ||
			strlen(attributes[i].value) > XML_VALUE_MAX * 4)
			abort();
	return true;
}

static bool on_close(void *ctx, const char *name)
{
	struct count *c = ctx;

	(void)name;
	if (!c->open--)
		abort();
	return true;
}

static bool on_text(void *ctx, const char *text, size_t len)
{
	(void)ctx;
	if (!utf8_valid(text, len))
		abort();
	return true;
}

static void one(const char *text, size_t len, bool html)
{
	static const struct xml_handler handler = {on_open, on_close, on_text};
	struct count c = {0, 0};
	struct buf b;

	buf_init(&b);
	xml_clean(text, len, html, &b);
	if (strstr(buf_text(&b), "<!") || strstr(buf_text(&b), "<?") || b.len > 8 * len + 64)
		abort();
	buf_release(&b);
	xml_read(text, len, html, &handler, &c, NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (!utf8_valid((const char *)data, size) || memchr(data, 0, size))
		return 0;
	one((const char *)data, size, false);
	one((const char *)data, size, true);
	return 0;
}
