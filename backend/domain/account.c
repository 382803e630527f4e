/* account.c - see account.h. */
#include "domain/account.h"

#include <string.h>

#include "store/event.h"

enum err domain_account_check(const struct account *a, struct fault *fault)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789._-";
	enum err err = OK;

	if (a->login && (strlen(a->login) < 2 || strlen(a->login) > 40 ||
				strspn(a->login, allowed) != strlen(a->login)))
		err = fault_field(fault, "login", MSG_ACCOUNT_LOGIN, NULL);
	if (a->role && names_find(account_roles, a->role) < 0)
		err = fault_field(fault, "role", MSG_F_ENUM, "technician | storekeeper | manager | admin");
	if (a->lang && strcmp(a->lang, "zh") != 0 && strcmp(a->lang, "en") != 0)
		err = fault_field(fault, "lang", MSG_F_ENUM, "zh | en");
	return err;
}

enum err domain_password_check(const char *password, struct fault *fault)
{
	size_t n = password ? strlen(password) : 0;

	if (n < 8)
		return fault_field(fault, "password", MSG_F_SHORT, "8");
	if (n > 128)
		return fault_field(fault, "password", MSG_F_LONG, "128");
	return OK;
}

enum err domain_account_add(struct tx *tx, struct account *a)
{
	enum err err = store_account_add(tx, a);

	if (err == ERR_CONFLICT)
		return fault_set(tx->fault, ERR_CONFLICT, MSG_ACCOUNT_TAKEN, a->login);
	if (err != OK)
		return err;
	return store_event_note(tx, "account", a->id, "created", "role", a->role);
}

/* Without an enabled admin nobody could ever let anyone in again. */
static enum err keep_an_admin(struct tx *tx, const struct account *changed)
{
	struct list all;
	enum err err;

	if (!changed->disabled && strcmp(changed->role, "admin") == 0)
		return OK;
	err = store_account_list(tx->db, tx->arena, &all);
	for (size_t i = 0; i < all.n && err == OK; i++) {
		const struct account *a = list_at(&all, i, sizeof(*a));

		if (a->id != changed->id && !a->disabled && strcmp(a->role, "admin") == 0)
			return OK;
	}
	return err == OK ? fault_set(tx->fault, ERR_CONFLICT, MSG_ACCOUNT_LAST_ADMIN, NULL) : err;
}

enum err domain_account_put(struct tx *tx, struct account *a, int64_t version)
{
	struct account before;
	enum err err = store_account_get(tx->db, tx->arena, a->id, &before);

	if (err == OK)
		err = keep_an_admin(tx, a);
	if (err == OK)
		err = store_account_put(tx, a, version);
	if (err == ERR_CONFLICT && tx->fault && tx->fault->err == OK)
		return fault_set(tx->fault, ERR_CONFLICT, MSG_ACCOUNT_TAKEN, a->login);
	if (err != OK)
		return err;
	a->version = version + 1;
	if (a->disabled || strcmp(a->password, before.password) != 0)
		err = store_session_drop_all(tx, a->id);
	return err == OK ? store_event_note(tx, "account", a->id, "changed", "role", a->role) : err;
}

enum err domain_account_first(struct tx *tx, const char *hash, bool *made)
{
	struct account a = {.login = "admin", .name = "Admin", .role = "admin", .password = hash};
	int64_t n = 0;
	enum err err = store_account_count(tx->db, &n);

	*made = false;
	if (err != OK || n > 0)
		return err;
	*made = true;
	return domain_account_add(tx, &a);
}
