/* people.h - everybody, for those who lead: who was here when, who has what to do, and who forgot the password. */
#ifndef API_PEOPLE_H
#define API_PEOPLE_H

#include "api/request.h"

api_handler api_people_list, api_account_password;

extern const struct field person_fields[], account_password_fields[];

#endif
