/* app.h - the running program: one struct, made in app.c, passed to whoever needs it, never global. */
#ifndef APP_H
#define APP_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "base/gate.h"
#include "base/i18n.h"
#include "config.h"
#include "domain/live.h"
#include "store/setting.h"
#include "store/store.h"

struct backups;	      /* domain/backups.h */
struct intake;	      /* domain/intake.h */
struct knowledge;     /* domain/knowledge.h */
struct finder;	      /* domain/finder.h */
struct teller;	      /* domain/teller.h */
struct listener;      /* domain/listener.h */
struct figures_cache; /* domain/figures_kept.h */

enum { SEEN = 1024, LOGIN_GUARD = 256 };

struct app {
	struct config config;
	struct store *store;
	struct backups *backups;     /* made while a server runs */
	struct intake *intake;	     /* imports over the network; of a server alone */
	struct knowledge *knowledge; /* past repairs, follows the event log */
	struct finder *finder;	     /* everything by words; of a server alone */
	struct teller *teller;	     /* tells people, here and outside; of a server alone */
	struct listener *listener;   /* readings by MQTT; NULL: off */
	struct figures_cache *figures_kept;
	char secret[65]; /* of this data folder: private links are made from it */
	int64_t started_ms;
	atomic_bool stopping; /* finish what is in flight, take nothing new */
	atomic_uint_fast64_t requests;

	struct gate passwords; /* argon2 takes 19 MiB each */
	struct gate drawings;  /* a sheet of labels as a picture takes up to 180 MB */
	struct gate figures;   /* a year of 200,000 tickets takes 100 MB while it is worked out */

	struct live live; /* requests held open for news */

	/* When each account last asked for anything, by its id; of this process. */
	struct {
		_Atomic int64_t id, ms;
	} seen[SEEN];

	/* What every request asks of the plant's settings; through the functions below. */
	struct {
		pthread_mutex_t mutex;
		char url[128]; /* "": not said */
		enum lang lang;
	} plant;

	/* Wrong passwords lately, by login. */
	struct login_guard {
		pthread_mutex_t mutex;
		struct {
			uint64_t login_hash;
			int failures;
			int64_t last_ms;
		} slots[LOGIN_GUARD];
	} guard;
};

/* Opens everything a command needs; mode as in store.h. The config is copied. */
enum err app_open(struct app *app, const struct config *config, enum store_mode mode, struct fault *fault);
void app_close(struct app *app);

/* The settings are these from now on. */
void app_settings(struct app *app, const struct setting *s);
/* What labels and links begin with: the option's, else the plant's own; NULL: neither says. */
const char *app_url(struct app *app, struct arena *a);
/* Of a reader who asks for none. */
enum lang app_lang(struct app *app);
/* After so many days a restored ticket closes by itself; 0: never. */
int64_t app_close_days(const struct config *config, const struct setting *s);

#endif
