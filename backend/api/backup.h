/* backup.h - backups from the desk: now, listed, taken away, removed. See domain/backups.h. */
#ifndef API_BACKUP_H
#define API_BACKUP_H

#include "api/request.h"

api_handler api_backup_list, api_backup_post, api_backup_get, api_backup_delete;

extern const struct field backup_fields[];

#endif
