/* server.h - the HTTP server: civetweb behind one door. */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include "app.h"

struct server;

/* Starts listening; requests are served from here on. ERR_IO when the port can't be had. */
enum err server_start(struct app *app, struct server **out, struct fault *fault);
/* The port in use (when the config said 0). */
int server_port(const struct server *s);
/* Finishes what is in flight and stops. */
void server_stop(struct server *s);

#endif
