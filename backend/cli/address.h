/* address.h - where phones of the plant reach this server. */
#ifndef CLI_ADDRESS_H
#define CLI_ADDRESS_H

#include "config.h"

enum { CLI_URL_SIZE = 512 };

/* The option `url`; else http://ADDRESS:PORT with the address that is listened on, or, for 0.0.0.0, the first of this
 * machine that is not loopback. No slash at the end. port 0: the config's. */
void cli_address(const struct config *config, int port, char out[CLI_URL_SIZE]);

#endif
