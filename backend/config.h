/* config.h - every option of the program in one table: flag --name, environment JIXIU_NAME, or `name = value`
 * in the config file; in that order of precedence. */
#ifndef CONFIG_H
#define CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

struct config {
	const char *data;     /* data folder */
	const char *listen;   /* address, "0.0.0.0" */
	int64_t port;	      /* 0: any free one */
	const char *url;      /* what labels and links begin with; NULL: the plant's setting, else as asked */
	const char *timezone; /* IANA name */
	const char *lang;     /* of a reader who asks for neither; NULL: the plant's setting */
	int64_t workers;      /* threads that serve requests */
	int64_t close_after_days; /* a restored ticket closes by itself after this; 0: never, -1: the plant's setting */
	int64_t request_seconds; /* so long a body or an answer may be slower than 16 KiB/s on the line */
	int64_t body_megabytes;	 /* memory for request bodies, all together */
	int64_t held;		 /* requests held open for news; 0: five eighths of the workers */
	int64_t stop_seconds;	 /* a stop waits so long for what is in progress */
	const char *
		tell_hosts; /* to whom messages may be sent, beside the makers of robots (base/allow.h); NULL: nobody */
	const char *tell_ca;	/* file of certificates that are believed besides the system's; NULL: none */
	int64_t tell_minute_ms; /* how long a minute is for sending: room between messages, repeats */
	const char *
		mqtt; /* the broker that readings come from; NULL: none (domain/listener.h, the next five too) */
	const char *mqtt_login; /* file of USER:PASSWORD */
	const char *mqtt_ca;	/* file of certificates */
	const char *mqtt_topics;
	const char *mqtt_hosts;
	int64_t mqtt_batch_ms; /* so long readings are gathered before they are written */
	const char *config;    /* config file; NULL: DIR/jixiu.conf when it is there */
	bool quiet;	       /* no line a request */
};

struct option {
	const char *name; /* "close-after-days" */
	char kind;	  /* 's' text, 'n' number, 'b' switch */
	size_t offset;
	const char *standard; /* default, as text; NULL none */
	int64_t min, max;
	const char *help;
};
extern const struct option config_options[];

/* Reads flags (known options are taken out of argv, *argc shrinks; anything else is left for the command),
 * then the environment, then the file. "--" ends the flags. Texts live in the arena. ERR_INVALID with the
 * option's name. */
enum err config_load(struct config *c, int *argc, char **argv, struct arena *a, struct fault *fault);

#endif
