/* allow.c - see allow.h. */
#include "base/allow.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"

enum { HOST_MAX = 253, MAPPED_BITS = 96 };

/* An address as sixteen bytes; one of version 4 is ::ffff:a.b.c.d. */
struct range {
	unsigned char at[16];
	int bits;
};
struct entry {
	char host[HOST_MAX + 1]; /* lower case; "": a range */
	struct range range;
};
struct allow {
	struct entry *entries;
	size_t n;
};

static const unsigned char mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

/* What is not on the public net: the registries of RFC 6890, and what wraps addresses of version 4 into those of version 6. */
static const char *const special[] = {"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8",
	"169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
	"198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "::/96",
	"64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
	"5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8"};

static bool parse_address(const char *text, unsigned char out[16])
{
	struct in_addr four;

	if (inet_pton(AF_INET, text, &four) == 1) {
		memcpy(out, mapped, 12);
		memcpy(out + 12, &four, 4);
		return true;
	}
	return inet_pton(AF_INET6, text, out) == 1;
}

static bool is_mapped(const unsigned char at[16])
{
	return memcmp(at, mapped, 12) == 0;
}

static bool parse_range(const char *text, struct range *out)
{
	char address[INET6_ADDRSTRLEN + 1];
	const char *slash = strchr(text, '/');
	size_t n = slash ? (size_t)(slash - text) : strlen(text);
	int most;
	char *end;
	long bits;

	if (n == 0 || n >= sizeof(address))
		return false;
	memcpy(address, text, n);
	address[n] = 0;
	if (!parse_address(address, out->at))
		return false;
	most = is_mapped(out->at) && !strchr(address, ':') ? 32 : 128;
	bits = most;
	if (slash) {
		if (!isdigit((unsigned char)slash[1]))
			return false;
		bits = strtol(slash + 1, &end, 10);
		if (*end || bits > most)
			return false;
	}
	out->bits = (int)bits + (most == 32 ? MAPPED_BITS : 0);
	return true;
}

static bool inside(const struct range *r, const unsigned char at[16])
{
	int whole = r->bits / 8, rest = r->bits % 8;
	unsigned char mask = (unsigned char)(0xff00 >> rest);

	if (memcmp(r->at, at, (size_t)whole) != 0)
		return false;
	return rest == 0 || ((r->at[whole] ^ at[whole]) & mask) == 0;
}

/* Letters, digits and hyphens between dots, and not digits alone: "10.1" is no name. */
static bool is_name(const char *s, size_t n)
{
	bool letter = false;

	if (n == 0 || n > HOST_MAX || s[0] == '.' || s[0] == '-' || s[n - 1] == '-')
		return false;
	for (size_t i = 0; i < n; i++) {
		if (!isalnum((unsigned char)s[i]) && s[i] != '-' && s[i] != '.' && s[i] != '_')
			return false;
		if (s[i] == '.' && i + 1 < n && s[i + 1] == '.')
			return false;
		letter = letter || isalpha((unsigned char)s[i]);
	}
	return letter;
}

static bool parse_entry(const char *s, size_t n, struct entry *out)
{
	char text[HOST_MAX + 1];

	*out = (struct entry){.host = ""};
	if (n > HOST_MAX)
		return false;
	memcpy(text, s, n);
	text[n] = 0;
	if (parse_range(text, &out->range))
		return true;
	if (!is_name(text, n))
		return false;
	for (size_t i = 0; i <= n; i++)
		out->host[i] = (char)tolower((unsigned char)text[i]);
	return true;
}

struct allow *allow_new(const char *text, const char **bad)
{
	static const char between[] = ", \t\r\n";
	struct allow *l = xcalloc(1, sizeof(*l));
	const char *at = text ? text : "";

	for (at += strspn(at, between); *at; at += strspn(at, between)) {
		size_t n = strcspn(at, between);

		l->entries = xrealloc(l->entries, (l->n + 1) * sizeof(*l->entries));
		if (!parse_entry(at, n, &l->entries[l->n])) {
			*bad = at;
			allow_free(l);
			return NULL;
		}
		l->n++;
		at += n;
	}
	return l;
}

void allow_free(struct allow *l)
{
	if (!l)
		return;
	free(l->entries);
	free(l);
}

static bool named(const struct allow *l, const unsigned char at[16])
{
	for (size_t i = 0; i < l->n; i++)
		if (!l->entries[i].host[0] && inside(&l->entries[i].range, at))
			return true;
	return false;
}

bool allow_host(const struct allow *l, const char *host)
{
	unsigned char at[16];
	char text[HOST_MAX + 3];
	size_t n = strlen(host);

	if (n > 2 && host[0] == '[' && host[n - 1] == ']') {
		host++;
		n -= 2;
	}
	if (n > HOST_MAX)
		return false;
	memcpy(text, host, n);
	text[n] = 0;
	if (parse_address(text, at))
		return named(l, at);
	if (n && text[n - 1] == '.')
		text[n - 1] = 0;
	for (size_t i = 0; i < l->n; i++)
		if (l->entries[i].host[0] && strcasecmp(l->entries[i].host, text) == 0)
			return true;
	return false;
}

bool allow_address(const struct allow *l, const struct sockaddr *to)
{
	unsigned char at[16];
	struct range r;

	if (to->sa_family == AF_INET) {
		memcpy(at, mapped, 12);
		memcpy(at + 12, &((const struct sockaddr_in *)(const void *)to)->sin_addr, 4);
	} else if (to->sa_family == AF_INET6) {
		memcpy(at, &((const struct sockaddr_in6 *)(const void *)to)->sin6_addr, 16);
	} else {
		return false;
	}
	if (named(l, at))
		return true;
	for (size_t i = 0; i < sizeof(special) / sizeof(special[0]); i++)
		if (parse_range(special[i], &r) && inside(&r, at))
			return false;
	return true;
}
