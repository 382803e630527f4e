/* mqtt.c - see mqtt.h. The only file that includes mosquitto.h. */
#include "base/mqtt.h"

#include <errno.h>
#include <fcntl.h>
#include <mosquitto.h>
#include <mqtt_protocol.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/token.h"

enum { KEEPALIVE_S = 30, REACH_MS = 5000, WELCOME_MS = 8000, SLICE_MS = 100, AT_ONCE = 256 };

const char *const mqtt_ends[] = {"good", "forbidden", "unreached", "untrusted", "refused", "lost", NULL};

struct mqtt {
	struct mqtt_options options;
	struct mosquitto *line; /* NULL: none */
	bool welcome;		/* the broker has answered */
	int answer;		/* with this: 0 is good */
	bool old_only;		/* it does not speak version 5 */
	size_t heard;		/* messages of this turn */
};

struct mqtt *mqtt_new(const struct mqtt_options *o)
{
	struct mqtt *m = xcalloc(1, sizeof(*m));

	mosquitto_lib_init();
	m->options = *o;
	return m;
}

static void drop(struct mqtt *m)
{
	if (m->line)
		mosquitto_destroy(m->line);
	m->line = NULL;
}

void mqtt_free(struct mqtt *m)
{
	if (!m)
		return;
	drop(m);
	mosquitto_lib_cleanup();
	free(m);
}

void mqtt_close(struct mqtt *m)
{
	if (m->line)
		mosquitto_disconnect(m->line);
	drop(m);
}

/* ---- what the library calls ---- */

static void on_welcome(struct mosquitto *line, void *ctx, int answer)
{
	struct mqtt *m = ctx;

	(void)line;
	m->welcome = true;
	m->answer = answer;
}

static void on_message(struct mosquitto *line, void *ctx, const struct mosquitto_message *got)
{
	struct mqtt *m = ctx;

	(void)line;
	m->heard++;
	m->options.heard(m->options.ctx, got->topic, got->payload ? got->payload : "",
		got->payloadlen > 0 ? (size_t)got->payloadlen : 0, got->retain);
}

/* ---- where to ---- */

static bool stopped(const struct mqtt *m)
{
	return m->options.stop && atomic_load(m->options.stop);
}

/* The library waits for a host that does not answer as long as the system does, minutes; so somebody is met there first. */
static bool reach(const struct mqtt *m, const struct addrinfo *to)
{
	int fd = socket(to->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), error = 0;
	struct pollfd p = {.fd = fd, .events = POLLOUT};
	socklen_t size = sizeof(error);
	bool there = false;

	if (fd < 0)
		return false;
	if (connect(fd, to->ai_addr, to->ai_addrlen) == 0)
		there = true;
	else if (errno == EINPROGRESS)
		for (int ms = 0; ms < REACH_MS && !there && !error && !stopped(m); ms += SLICE_MS) {
			if (poll(&p, 1, SLICE_MS) <= 0)
				continue;
			error = getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) ? EIO : error;
			there = !error;
		}
	close(fd);
	return there;
}

/* The first of its addresses that may be spoken to and where somebody is, as text. */
static enum mqtt_end find(const struct mqtt *m, char out[NI_MAXHOST])
{
	const struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_ADDRCONFIG};
	struct addrinfo *all = NULL;
	enum mqtt_end end = MQTT_UNREACHED;
	char port[8];

	if (!allow_host(m->options.allowed, m->options.host))
		return MQTT_FORBIDDEN;
	snprintf(port, sizeof(port), "%d", m->options.port);
	if (getaddrinfo(m->options.host, port, &hints, &all) != 0)
		return MQTT_UNREACHED;
	for (const struct addrinfo *a = all; a && end != MQTT_GOOD; a = a->ai_next) {
		if (!allow_address(m->options.allowed, a->ai_addr))
			end = MQTT_FORBIDDEN;
		else if (reach(m, a) && getnameinfo(a->ai_addr, a->ai_addrlen, out, NI_MAXHOST, NULL, 0,
						NI_NUMERICHOST) == 0)
			end = MQTT_GOOD;
	}
	freeaddrinfo(all);
	return end;
}

/* ---- a line ---- */

static bool prepare(struct mqtt *m)
{
	const struct mqtt_options *o = &m->options;
	char name[sizeof("jixiu-") + TOKEN_SIZE], token[TOKEN_SIZE];
	int err = MOSQ_ERR_SUCCESS;

	token_new(token);
	snprintf(name, sizeof(name), "jixiu-%.12s", token);
	drop(m);
	m->welcome = false;
	m->line = mosquitto_new(name, true, m);
	if (!m->line)
		return false;
	mosquitto_connect_callback_set(m->line, on_welcome);
	mosquitto_message_callback_set(m->line, on_message);
	mosquitto_int_option(
		m->line, MOSQ_OPT_PROTOCOL_VERSION, m->old_only ? MQTT_PROTOCOL_V311 : MQTT_PROTOCOL_V5);
	if (o->login)
		err = mosquitto_username_pw_set(m->line, o->login, o->password);
	if (!err && o->tls && o->ca_file)
		err = mosquitto_tls_set(m->line, o->ca_file, NULL, NULL, NULL, NULL);
	else if (!err && o->tls)
		err = mosquitto_int_option(m->line, MOSQ_OPT_TLS_USE_OS_CERTS, 1);
	return !err;
}

static bool open_line(struct mqtt *m, const char *address)
{
	const struct mqtt_options *o = &m->options;
	mosquitto_property *props = NULL;
	int err =
		mosquitto_property_add_int32(&props, MQTT_PROP_MAXIMUM_PACKET_SIZE, MQTT_MESSAGE_MAX + 1024);

	if (!err)
		err = mosquitto_connect_bind_v5(m->line, o->tls ? o->host : address, o->port, KEEPALIVE_S,
			NULL, m->old_only ? NULL : props);
	mosquitto_property_free_all(&props);
	return !err;
}

enum mqtt_end mqtt_connect(struct mqtt *m)
{
	char address[NI_MAXHOST];
	enum mqtt_end end = find(m, address);
	int64_t begun = clock_mono_us();

	if (end != MQTT_GOOD)
		return end;
	if (!prepare(m) || !open_line(m, address))
		return m->options.tls ? MQTT_UNTRUSTED : MQTT_UNREACHED;
	while (!m->welcome) {
		if (stopped(m) || clock_mono_us() - begun > WELCOME_MS * INT64_C(1000))
			return MQTT_LOST;
		if (mosquitto_loop(m->line, SLICE_MS, 1) != MOSQ_ERR_SUCCESS && !m->welcome)
			return m->options.tls ? MQTT_UNTRUSTED : MQTT_LOST;
	}
	if (!m->answer)
		return MQTT_GOOD;
	/* "Unacceptable protocol version", in the words of either version. */
	if (!m->old_only && (m->answer == 1 || m->answer == MQTT_RC_UNSUPPORTED_PROTOCOL_VERSION)) {
		m->old_only = true;
		return mqtt_connect(m);
	}
	return MQTT_REFUSED;
}

enum mqtt_end mqtt_run(struct mqtt *m, int timeout_ms)
{
	if (!m->line)
		return MQTT_LOST;
	/* One turn of the library hears one message: under a flood some are heard before anything else is looked at. */
	for (int i = 0; i < AT_ONCE; i++) {
		m->heard = 0;
		if (mosquitto_loop(m->line, i ? 0 : timeout_ms, 1) != MOSQ_ERR_SUCCESS) {
			drop(m);
			return MQTT_LOST;
		}
		if (!m->heard)
			break;
	}
	return MQTT_GOOD;
}

bool mqtt_subscribe(struct mqtt *m, const char *filter)
{
	return m->line && mosquitto_subscribe(m->line, NULL, filter, 0) == MOSQ_ERR_SUCCESS;
}

bool mqtt_unsubscribe(struct mqtt *m, const char *filter)
{
	return m->line && mosquitto_unsubscribe(m->line, NULL, filter) == MOSQ_ERR_SUCCESS;
}

bool mqtt_filter_good(const char *filter)
{
	return *filter && mosquitto_sub_topic_check(filter) == MOSQ_ERR_SUCCESS;
}

bool mqtt_covers(const char *filter, const char *topic)
{
	bool yes = false;

	return mosquitto_topic_matches_sub(filter, topic, &yes) == MOSQ_ERR_SUCCESS && yes;
}
