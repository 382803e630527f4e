/* hello.c - see hello.h. */
#include "api/hello.h"

#include "api/reply.h"
#include "store/account.h"

struct hello {
	const char *version;
	int64_t now; /* the server's clock: a phone's own may be wrong */
	struct account *account;
};
const struct field hello_fields[] = {
	FIELD(struct hello, version, F_TEXT, F_SURE),
	FIELD(struct hello, now, F_TIME, F_SURE),
	FIELD(struct hello, account, F_OBJECT, SUB(account_fields, struct account)),
	FIELD_END,
};

/* account: whose session or token it is, null for nobody's. */
enum err api_hello_get(struct request *rq)
{
	struct account a;
	struct hello h = {.version = JIXIU_VERSION, .now = clock_now_ms()};
	enum err err = OK;

	if (rq->user.id != NONE) {
		err = store_account_get(request_db(rq), rq->arena, rq->user.id, &a);
		h.account = &a;
	}
	return err == OK ? reply_object(rq, 200, hello_fields, &h, NONE) : err;
}
