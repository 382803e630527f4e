/* setting.c - see setting.h. */
#include "domain/setting.h"

#include <string.h>

#include "base/json.h"
#include "store/event.h"

enum { URL_MAX = 100 };

static bool is_address(const char *url)
{
	static const char host[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]";
	size_t n = strncmp(url, "http://", 7) == 0 ? 7 : strncmp(url, "https://", 8) == 0 ? 8 : 0;

	return n && url[n] && url[n] != ':' && strspn(url + n, host) == strlen(url + n) &&
	       strlen(url) <= URL_MAX;
}

enum err domain_setting_check(struct setting *s, struct arena *a, struct fault *fault)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	enum err err = OK;

	if (s->url) {
		size_t n = strlen(s->url);

		while (n && s->url[n - 1] == '/')
			n--;
		s->url = arena_strndup(a, s->url, n);
		if (!is_address(s->url))
			err = fault_field(fault, "url", MSG_SETTING_URL, NULL);
	}
	if (!s->currency || strlen(s->currency) != 3 || strspn(s->currency, letters) != 3)
		err = fault_field(fault, "currency", MSG_SETTING_CURRENCY, NULL);
	return err;
}

enum err domain_setting_put(struct tx *tx, struct setting *s)
{
	struct setting before;
	struct buf b;
	enum err err = store_setting_get(tx->db, tx->arena, &before);

	if (err != OK)
		return err;
	if (before.version != s->version)
		return ERR_STALE;
	buf_init(&b);
	if (json_write_changes(&b, setting_fields, &before, s)) {
		err = store_setting_put(tx, s);
		if (err == OK)
			err = store_event_add(tx, "setting", 1, "changed", buf_text(&b));
	}
	buf_release(&b);
	return err;
}
