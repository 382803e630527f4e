/* i18n.c - see i18n.h. */
#include "base/i18n.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

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

enum lang lang_accept(const char *header, enum lang otherwise)
{
	enum lang best = otherwise;
	double best_q = 0;

	while (header && *header) {
		size_t n = strcspn(header, ",");
		const char *q = memchr(header, ';', n);
		double weight = 1;

		while (n && (*header == ' ' || *header == '\t')) {
			header++;
			n--;
		}
		if (q && (q = strstr(q, "q=")) && q < header + n)
			weight = strtod(q + 2, NULL);
		if (weight > best_q &&
			(strncasecmp(header, "zh", 2) == 0 || strncasecmp(header, "en", 2) == 0)) {
			best = strncasecmp(header, "zh", 2) == 0 ? LANG_ZH : LANG_EN;
			best_q = weight;
		}
		header += n;
		if (*header)
			header++;
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

	if (!hole)
		snprintf(out, size, "%s", text);
	else
		snprintf(out, size, "%.*s%s%s", (int)(hole - text), text, arg_text(arg, lang), hole + 2);
	return out;
}
