/* report_find.h - what somebody scanned or typed: the code of a label, or a machine's number. */
#ifndef API_REPORT_FIND_H
#define API_REPORT_FIND_H

#include "api/request.h"
#include "store/asset.h"

enum found_kind {
	FOUND_NOTHING,
	FOUND_MACHINE, /* machine is filled, and component when the code is that of a component */
	FOUND_BLANK,   /* a printed code that is not bound yet */
	FOUND_REVOKED,
	FOUND_OTHER /* a line, a part bin …: name says what */
};
struct report_found {
	enum found_kind kind;
	struct asset machine, component;
	bool has_component;
	const char *code; /* how its page is called: the label's code, the machine's number, or ~ID */
	const char *name;
};

/* Never ERR_NOT_FOUND: that is a kind. Accepts lower case, a whole address, and what is easily confused. */
enum err report_find(struct request *rq, const char *typed, struct report_found *out);

#endif
