/* document.h - files of equipment, tickets and parts: raw PUT bodies that may be repeated, lists, contents.
 *
 * Contents go out with the type found at upload, nosniff, and a policy under which nothing in them runs.
 * Everybody with an account sees them; without one, only what a page hands out after a check of its own
 * (document_reply). */
#ifndef API_DOCUMENT_H
#define API_DOCUMENT_H

#include "api/request.h"
#include "store/document.h"

extern const struct field document_query[], document_put_query[];
api_handler api_asset_document_list, api_ticket_document_list, api_part_document_list;
api_handler api_asset_document_put, api_ticket_document_put, api_part_document_put;
api_handler api_document_get, api_document_content, api_document_delete;

/* For pages that have checked that the reader may: the content, cacheable for ever. ERR_NOT_FOUND: no such
 * document, removed, or its file is lost. */
enum err document_reply(struct request *rq, int64_t id);
/* For pages that have checked that the sender may: keeps `data` as a document of the thing. kind -1 and name
 * NULL leave that to the content. *again: it was there already. Errors of domain_document_check and
 * domain_document_add. */
enum err document_keep(struct request *rq, int entity, int64_t id, const char *key, int kind,
	const char *name, const void *data, size_t len, struct document *out, bool *again);

#endif
