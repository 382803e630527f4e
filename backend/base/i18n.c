/* i18n.c - see i18n.h. */
#include "base/i18n.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"

static const struct {
	const char *id, *text[LANG_COUNT];
} messages[MSG_COUNT] = {
#define M(id, zh, en) {#id, {zh, en}},
#include "base/messages.def"
#undef M
};

const char *lang_code(enum lang lang)
{
	return lang == LANG_EN ? "en" : "zh";
}

enum lang lang_parse(const char *text, enum lang otherwise)
{
	if (text && strncasecmp(text, "zh", 2) == 0)
		return LANG_ZH;
	if (text && strncasecmp(text, "en", 2) == 0)
		return LANG_EN;
	return otherwise;
}

/* "en", "en-GB" and "EN ;q=1" are English, "enm" is not. */
static bool range_is(const char *range, const char *code)
{
	return strncasecmp(range, code, 2) == 0 && strchr("-_;, \t", range[2]);
}

/* The q of one range (n bytes), 1 when it has none. */
static double weight_of(const char *range, size_t n)
{
	const char *end = range + n, *q = memchr(range, ';', n);

	while (q && q < end) {
		q++;
		q += strspn(q, " \t");
		if (strncasecmp(q, "q=", 2) == 0)
			return strtod(q + 2, NULL);
		q = memchr(q, ';', q < end ? (size_t)(end - q) : 0);
	}
	return 1;
}

enum lang lang_accept(const char *header, enum lang otherwise)
{
	enum lang best = otherwise;
	double best_q = 0;

	while (header && *header) {
		size_t n;
		double weight;

		header += strspn(header, " \t,");
		n = strcspn(header, ",");
		weight = weight_of(header, n);
		if (weight > best_q && (range_is(header, "zh") || range_is(header, "en"))) {
			best = range_is(header, "zh") ? LANG_ZH : LANG_EN;
			best_q = weight;
		}
		header += n;
	}
	return best;
}

const char *msg_text(enum msg msg, enum lang lang)
{
	return messages[msg].text[lang];
}

const char *msg_id(enum msg msg)
{
	return messages[msg].id;
}

static const char *arg_text(const char *arg, enum lang lang)
{
	for (int i = 0; arg && *arg == '@' && i < MSG_COUNT; i++)
		if (strcmp(arg + 1, messages[i].id) == 0)
			return messages[i].text[lang];
	return arg ? arg : "";
}

const char *msg_format(char *out, size_t size, enum msg msg, enum lang lang, const char *arg)
{
	const char *text = msg_text(msg, lang), *hole = strstr(text, "%s");
	size_t at = hole ? (size_t)(hole - text) : 0;

	if (!hole) {
		utf8_copy(out, size, text);
		return out;
	}
	utf8_copy(out, at < size ? at + 1 : size, text);
	at = strlen(out);
	utf8_copy(out + at, size - at, arg_text(arg, lang));
	at = strlen(out);
	utf8_copy(out + at, size - at, hole + 2);
	return out;
}
