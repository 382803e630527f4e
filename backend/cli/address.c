/* address.c - see address.h. */
#include "cli/address.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>

static void lan_address(char *out, size_t size)
{
	struct ifaddrs *all = NULL;

	snprintf(out, size, "127.0.0.1");
	if (getifaddrs(&all) != 0)
		return;
	for (struct ifaddrs *i = all; i; i = i->ifa_next) {
		if (!i->ifa_addr || i->ifa_addr->sa_family != AF_INET || !(i->ifa_flags & IFF_UP) ||
			(i->ifa_flags & IFF_LOOPBACK))
			continue;
		inet_ntop(AF_INET, &((struct sockaddr_in *)(void *)i->ifa_addr)->sin_addr, out,
			(socklen_t)size);
		break;
	}
	freeifaddrs(all);
}

void cli_address(const struct config *config, int port, char out[CLI_URL_SIZE])
{
	char ip[128];
	size_t n;

	if (!port)
		port = (int)config->port;
	snprintf(ip, sizeof(ip), "%s", config->listen);
	if (strcmp(ip, "0.0.0.0") == 0)
		lan_address(ip, sizeof(ip));
	if (config->url)
		snprintf(out, CLI_URL_SIZE, "%s", config->url);
	else if (port == 80)
		snprintf(out, CLI_URL_SIZE, "http://%s", ip);
	else
		snprintf(out, CLI_URL_SIZE, "http://%s:%d", ip, port);
	n = strlen(out);
	while (n && out[n - 1] == '/')
		out[--n] = 0;
}
