/* setting.h - the rules of what the plant says of itself.
 *
 * The address must be a scheme and a host, "http://192.168.1.5:8080" or "https://jixiu.example": labels last for years,
 * and nothing else may stand in them. Event: setting 1 changed, with the members that differ. */
#ifndef DOMAIN_SETTING_H
#define DOMAIN_SETTING_H

#include "store/setting.h"

/* Takes the slashes off the end of the address. ERR_INVALID with fields. */
enum err domain_setting_check(struct setting *s, struct arena *a, struct fault *fault);
/* s as it should be, based on s->version. Nothing happens when nothing differs. ERR_STALE */
enum err domain_setting_put(struct tx *tx, struct setting *s);

#endif
