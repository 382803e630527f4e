/* report_page.h - the HTML of the two public pages: what a scan opens, and a ticket's progress. Plain structs
 * in. */
#ifndef API_REPORT_PAGE_H
#define API_REPORT_PAGE_H

#include "api/page.h"
#include "store/asset.h"
#include "store/ticket.h"

enum { REPORT_CHIPS = 8, REPORT_PHOTOS = 6 };

/* What a reporter says, from a form or from JSON. Texts may be NULL. */
struct report_input {
	const char *code;      /* of the label, a machine number, or ~ID */
	const char *symptom;   /* a chip */
	const char *text;      /* own words; one of the two is needed */
	int64_t stopped;       /* 0/1; NONE: not said */
	int64_t since_minutes; /* since when: so long before the button was pressed */
	int64_t age_ms;	       /* the button was pressed so long ago (the phone's clock may be wrong) */
	const char *reporter, *contact;
	/* of the form alone */
	const char *since, *since_at, *key;
};

struct report_ticket {
	struct ticket ticket;
	const char *link; /* of one who watches */
};
/* What a scan shows. */
struct report_view {
	const char *path; /* of this page: "/q/CODE" */
	const char *code; /* what the form reports on */
	struct asset machine;
	const struct asset *component; /* when the code is that of a component; else NULL */
	struct list places;	       /* struct asset, from the top down */
	const char *photo;	       /* address, or NULL */
	const struct report_ticket *open;
	size_t open_n;
	const char *chips[REPORT_CHIPS];
	size_t chips_n;
	const struct report_input *in;
};
/* Complaints come from rq->fault. */
enum err report_page(struct request *rq, int status, const struct report_view *v);

/* A name in the reader's language. */
const char *report_asset_name(const struct asset *x, enum lang lang);

/* Who opens a ticket's page by its link. */
enum watcher { WATCH_NOBODY, WATCH_SAME, WATCH_REPORTER };
struct progress_view {
	const char *link;
	enum watcher who;
	const struct ticket *ticket;
	const char *wait_reason; /* in the reader's language */
	int64_t wait_since;
	const char *action;	  /* what was done, in words */
	const char *machine_path; /* page of the machine, or NULL */
	struct list comments;	  /* struct ticket_comment */
	struct list sames;	  /* struct ticket_same */
	const int64_t *photos;	  /* document ids */
	size_t photos_n;
	bool photo_refused;
	bool withdraw; /* may be withdrawn now */
};
/* The ticket of params[0]. A wrong link is answered already: *id is NONE, and what it returns is the
 * handler's. */
enum err report_open_link(struct request *rq, int64_t *id, enum watcher *who);
/* Ids of a ticket's photos, oldest first. */
enum err report_photos_of(struct request *rq, int64_t ticket, const int64_t **ids, size_t *n);
/* The newest photo of a machine, or NONE. */
enum err report_first_photo(struct request *rq, int64_t machine, int64_t *id);
enum err progress_page(struct request *rq, int status, const struct progress_view *v);
/* The part of it that changes by itself. */
enum err progress_live(struct request *rq, const struct progress_view *v);

#endif
