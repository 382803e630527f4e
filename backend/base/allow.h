/* allow.h - to whom the program may speak: a list of hosts and addresses that the operator wrote down.
 *
 * An entry is a host name ("mail.example.com"), an address ("192.168.1.20", "fd00::5") or a range of them ("10.0.0.0/8").
 * A name permits itself, and of the addresses that it leads to only public ones: what is inside a plant (private, loopback,
 * link-local, carrier-grade and other special ranges; RFC 6890 and its registries) is spoken to only where that address or a
 * range around it is in the list too. So a name in foreign hands cannot be turned to a machine inside. */
#ifndef BASE_ALLOW_H
#define BASE_ALLOW_H

#include <stdbool.h>

struct allow;
struct sockaddr;

/* Entries with commas or blanks between them; NULL: none. Of an entry that is none of the above, *bad is its beginning (as it is in
 * text), and NULL is returned. */
struct allow *allow_new(const char *text, const char **bad);
void allow_free(struct allow *l);

/* May this host, as it is in an address (lower case or not, [::1] with its brackets), be asked for at all? */
bool allow_host(const struct allow *l, const char *host);
/* May a connection be made to this address? */
bool allow_address(const struct allow *l, const struct sockaddr *to);

#endif
