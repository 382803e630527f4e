/* config.c - see config.h. */
#include "config.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OPTION(member, ...)                                                                                  \
	{                                                                                                    \
		.offset = offsetof(struct config, member), __VA_ARGS__                                       \
	}

const struct option config_options[] = {
	OPTION(data, .name = "data", .kind = 's', .standard = "data", .help = "data folder"),
	OPTION(listen, .name = "listen", .kind = 's', .standard = "0.0.0.0", .help = "address to listen on"),
	OPTION(port, .name = "port", .kind = 'n', .standard = "8080", .max = 65535,
		.help = "port to listen on; 0: any"),
	OPTION(url, .name = "url", .kind = 's', .help = "address that labels and links begin with"),
	OPTION(timezone, .name = "timezone", .kind = 's', .standard = "Asia/Shanghai",
		.help = "the plant's time zone"),
	OPTION(lang, .name = "lang", .kind = 's',
		.help = "zh or en, for who asks for neither (default: the plant's setting)"),
	OPTION(workers, .name = "workers", .kind = 'n', .standard = "1024", .min = 4, .max = 4096,
		.help = "threads that serve requests"),
	OPTION(held, .name = "held", .kind = 'n', .standard = "0", .max = 4096,
		.help = "requests held open for news; 0: five eighths of the workers"),
	OPTION(close_after_days, .name = "close-after-days", .kind = 'n', .standard = "-1", .min = -1,
		.max = 3650,
		.help = "days after which a restored ticket closes by itself; 0: never, -1: the plant's "
			"setting"),
	OPTION(body_megabytes, .name = "body-megabytes", .kind = 'n', .standard = "256", .min = 1,
		.max = 65536, .help = "memory for request bodies, all together"),
	OPTION(request_seconds, .name = "request-seconds", .kind = 'n', .standard = "30", .min = 1,
		.max = 3600, .help = "how long a body or answer may be slower than 16 KiB/s"),
	OPTION(stop_seconds, .name = "stop-seconds", .kind = 'n', .standard = "30", .max = 3600,
		.help = "how long a stop waits for requests in progress"),
	OPTION(tell_hosts, .name = "tell-hosts", .kind = 's',
		.help = "hosts and addresses that webhooks and mail may go to, with commas between"),
	OPTION(tell_ca, .name = "tell-ca", .kind = 's',
		.help = "file of certificates that mail servers and webhooks are believed by, besides the "
			"system's"),
	OPTION(tell_minute_ms, .name = "tell-minute-ms", .kind = 'n', .standard = "60000", .min = 10,
		.max = 60000, .help = "length of a minute for sending messages; tests make it shorter"),
	OPTION(mqtt, .name = "mqtt", .kind = 's',
		.help = "broker that readings come from: mqtt://HOST:1883 or mqtts://HOST:8883"),
	OPTION(mqtt_login, .name = "mqtt-login", .kind = 's',
		.help = "file whose first line is USER:PASSWORD for the broker"),
	OPTION(mqtt_ca, .name = "mqtt-ca", .kind = 's',
		.help = "file of certificates that mqtts is believed by (default: the system's)"),
	OPTION(mqtt_topics, .name = "mqtt-topics", .kind = 's', .standard = "jixiu/#",
		.help = "topics that are heard besides those of meters, with commas between"),
	OPTION(mqtt_hosts, .name = "mqtt-hosts", .kind = 's',
		.help = "addresses inside the plant that the broker's name may lead to"),
	OPTION(mqtt_batch_ms, .name = "mqtt-batch-ms", .kind = 'n', .standard = "1000", .min = 10,
		.max = 600000,
		.help = "readings are gathered so long; of each meter the last of them is kept"),
	OPTION(config, .name = "config", .kind = 's',
		.help = "config file (default: jixiu.conf in the data folder)"),
	OPTION(quiet, .name = "quiet", .kind = 'b', .help = "no log line for each request"),
	{.name = NULL},
};

static enum err set(
	struct config *c, const struct option *o, const char *text, struct arena *a, struct fault *fault)
{
	char *at = (char *)c + o->offset, *end;
	int64_t v;

	if (o->kind == 's') {
		*(const char **)(void *)at = arena_strdup(a, text);
		return OK;
	}
	if (o->kind == 'b') {
		*(bool *)(void *)at =
			strcmp(text, "0") != 0 && strcmp(text, "no") != 0 && strcmp(text, "false") != 0;
		return OK;
	}
	errno = 0;
	v = strtoll(text, &end, 10);
	if (errno || *end || end == text || v < o->min || v > o->max)
		return fault_set(fault, ERR_INVALID, MSG_OPTION_BAD, o->name);
	*(int64_t *)(void *)at = v;
	return OK;
}

static const struct option *find(const char *name, size_t len)
{
	for (const struct option *o = config_options; o->name; o++)
		if (strlen(o->name) == len && strncmp(o->name, name, len) == 0)
			return o;
	return NULL;
}

/* seen[] says what a stronger source has already set. */
static enum err from_flags(
	struct config *c, int *argc, char **argv, bool *seen, struct arena *a, struct fault *fault)
{
	int kept = 1;
	enum err err = OK;

	for (int i = 1; i < *argc; i++) {
		const char *name = argv[i] + 2, *value;
		const struct option *o;

		if (strcmp(argv[i], "--") == 0) {
			while (i < *argc)
				argv[kept++] = argv[i++];
			break;
		}
		o = strncmp(argv[i], "--", 2) == 0 ? find(name, strcspn(name, "=")) : NULL;
		if (!o) {
			argv[kept++] = argv[i];
			continue;
		}
		value = strchr(name, '=');
		if (value)
			value++;
		else if (o->kind == 'b')
			value = "1";
		else if (i + 1 < *argc)
			value = argv[++i];
		else
			return fault_set(fault, ERR_INVALID, MSG_OPTION_VALUE, o->name);
		err = set(c, o, value, a, fault);
		if (err != OK)
			return err;
		seen[o - config_options] = true;
	}
	argv[kept] = NULL;
	*argc = kept;
	return OK;
}

static enum err from_environment(struct config *c, bool *seen, struct arena *a, struct fault *fault)
{
	for (const struct option *o = config_options; o->name; o++) {
		char name[64];
		const char *value;
		int n = snprintf(name, sizeof(name), "JIXIU_%s", o->name);

		for (int i = 0; i < n; i++)
			name[i] = name[i] == '-' ? '_' : (char)toupper((unsigned char)name[i]);
		value = getenv(name);
		if (!value || seen[o - config_options])
			continue;
		if (set(c, o, value, a, fault) != OK)
			return ERR_INVALID;
		seen[o - config_options] = true;
	}
	return OK;
}

static char *trim(char *s)
{
	char *end;

	s += strspn(s, " \t");
	end = s + strlen(s);
	while (end > s && strchr(" \t\r\n", end[-1]))
		*--end = 0;
	return s;
}

static enum err from_file(struct config *c, const bool *seen, struct arena *a, struct fault *fault)
{
	const char *path = c->config ? c->config : arena_printf(a, "%s/jixiu.conf", c->data);
	FILE *f = fopen(path, "re");
	char line[1024];
	enum err err = OK;

	if (!f)
		return c->config ? fault_set(fault, ERR_INVALID, MSG_OPTION_FILE, path) : OK;
	while (err == OK && fgets(line, sizeof(line), f)) {
		char *name = trim(line), *value = strchr(name, '=');
		const struct option *o;

		if (!*name || *name == '#')
			continue;
		if (!value) {
			err = fault_set(fault, ERR_INVALID, MSG_OPTION_LINE, name);
			break;
		}
		*value++ = 0;
		name = trim(name);
		o = find(name, strlen(name));
		if (!o)
			err = fault_set(fault, ERR_INVALID, MSG_OPTION_UNKNOWN, name);
		else if (!seen[o - config_options])
			err = set(c, o, trim(value), a, fault);
	}
	fclose(f);
	return err;
}

enum err config_load(struct config *c, int *argc, char **argv, struct arena *a, struct fault *fault)
{
	bool seen[sizeof(config_options) / sizeof(config_options[0])] = {false};
	enum err err = OK;

	memset(c, 0, sizeof(*c));
	for (const struct option *o = config_options; o->name && err == OK; o++)
		if (o->standard)
			err = set(c, o, o->standard, a, fault);
	if (err == OK)
		err = from_flags(c, argc, argv, seen, a, fault);
	if (err == OK)
		err = from_environment(c, seen, a, fault);
	if (err == OK)
		err = from_file(c, seen, a, fault);
	if (err != OK)
		return err;
	setenv("TZ", c->timezone, 1);
	tzset();
	return OK;
}
