/* role.h - who may. A route of the API and a row of the tables of domain/ name a mask; there is no default. */
#ifndef DOMAIN_ROLE_H
#define DOMAIN_ROLE_H

enum role {
	ROLE_PUBLIC = 1, /* anyone, without an account */
	ROLE_TECHNICIAN = 2,
	ROLE_STOREKEEPER = 4,
	ROLE_MANAGER = 8,
	ROLE_ADMIN = 16,
	ROLE_USER = 2 | 4 | 8 | 16, /* any account */
	ROLE_REPAIR = 2 | 8 | 16,   /* works on tickets */
	ROLE_STOCK = 4 | 8 | 16,    /* moves stock */
	ROLE_LEAD = 8 | 16
};

#endif
