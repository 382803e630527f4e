/* routes_fix.c - rows of the table of routes.h: the knowledge base: documents, own words, fixes. */
#include "http/routes_area.h"

#include "api/fix.h"
#include "api/lexicon.h"
#include "api/manual.h"
#include "domain/lexicon.h"
#include "store/event.h"
#include "store/fix.h"
#include "store/manual.h"
#include "store/repair.h"

static const struct route rows[] = {
	/* documents of the knowledge base */
	{"GET", "/api/v1/manuals", ROLE_USER, NO_BODY, api_manual_list,
		"documents that were read into sections: text, machine", QUERY(manual_query),
		PAGES(manual_fields)},
	{"POST", "/api/v1/manuals", ROLE_LEAD, 4 * MB, api_manual_post,
		"read a file and keep it, or a new edition: ?name=, asset= or model=",
		QUERY(manual_new_query), TAKES_RAW(TEXT_TYPES), GIVES(manual_view_fields), CREATES_ONCE},
	{"POST", "/api/v1/manuals/preview", ROLE_LEAD, 4 * MB, api_manual_preview,
		"what would be read of a file: ?name=", QUERY(manual_preview_query), TAKES_RAW(TEXT_TYPES),
		GIVES(manual_preview_fields)},
	{"GET", "/api/v1/manuals/{id}", ROLE_USER, NO_BODY, api_manual_get, "one document with its sections",
		GIVES(manual_view_fields)},
	{"PATCH", "/api/v1/manuals/{id}", ROLE_LEAD, 4 * KB, api_manual_patch,
		"its title, and for which machines", TAKES(manual_input), IF_MATCH(manual_fields),
		GIVES(manual_view_fields)},
	{"DELETE", "/api/v1/manuals/{id}", ROLE_LEAD, NO_BODY, api_manual_delete, "remove it", GIVES_NOTHING},
	{"GET", "/api/v1/manuals/{id}/content", ROLE_USER, NO_BODY, api_manual_content,
		"the file, as plain text", GIVES_RAW("text/plain")},
	/* the plant's own words */
	{"GET", "/api/v1/lexicon", ROLE_USER, NO_BODY, api_lexicon_list, "own words, and what is proposed",
		QUERY(lexicon_query), LISTS(lexicon_entry_fields)},
	{"POST", "/api/v1/lexicon", ROLE_LEAD, 4 * KB, api_lexicon_post, "add a word", TAKES(lexicon_input),
		WITH_KEY, GIVES(lexicon_entry_fields), CREATES_ONCE},
	{"PATCH", "/api/v1/lexicon/{id}", ROLE_LEAD, 4 * KB, api_lexicon_patch,
		"accept, refuse, remove it, or let it mean something else", TAKES(lexicon_change),
		IF_MATCH(lexicon_entry_fields), GIVES(lexicon_entry_fields)},
	{"GET", "/api/v1/lexicon/concepts", ROLE_USER, NO_BODY, api_lexicon_concepts,
		"what is known, shipped and own", QUERY(lexicon_concept_query),
		PAGES(lexicon_concept_fields)},
	{"GET", "/api/v1/lexicon/lexicon.tsv", ROLE_LEAD, NO_BODY, api_lexicon_file, "own words as a file",
		GIVES_RAW("text/tab-separated-values")},
	{"POST", "/api/v1/lexicon/import", ROLE_LEAD, 512 * KB, api_lexicon_import, "bring such a file in",
		TAKES(lexicon_import_input), GIVES(lexicon_import_fields)},
	{"POST", "/api/v1/lexicon/proposals", ROLE_LEAD, NO_BODY, api_lexicon_mine,
		"look for words of the plant's own in its repairs", GIVES(lexicon_mined_fields)},
	/* fixes as things */
	{"GET", "/api/v1/fixes", ROLE_USER, NO_BODY, api_fix_list, "by how many repairs they have",
		QUERY(fix_query), PAGES(fix_item_fields)},
	{"POST", "/api/v1/fixes", ROLE_REPAIR, 32 * KB, api_fix_post, "write a fix down", TAKES(fix_input),
		WITH_KEY, GIVES(fix_detail_fields), CREATES_ONCE},
	{"GET", "/api/v1/fixes/{id}", ROLE_USER, NO_BODY, api_fix_get,
		"with all that is known of its repairs", GIVES(fix_detail_fields)},
	{"PATCH", "/api/v1/fixes/{id}", ROLE_REPAIR, 32 * KB, api_fix_patch, "rename it, write it down",
		TAKES(fix_input), IF_MATCH(fix_item_fields), GIVES(fix_detail_fields)},
	{"GET", "/api/v1/fixes/{id}/cases", ROLE_USER, NO_BODY, api_fix_cases, "its repairs",
		QUERY(fix_case_query), PAGES(repair_case_fields)},
	{"GET", "/api/v1/fixes/{id}/history", ROLE_USER, NO_BODY, api_fix_history, "who did what to it",
		QUERY(fix_case_query), PAGES(event_fields)},
	{"POST", "/api/v1/fixes/{id}/merge", ROLE_LEAD, 4 * KB, api_fix_merge, "into another",
		TAKES(fix_merge_input), IF_MATCH(fix_item_fields), GIVES(fix_detail_fields)},
	{"POST", "/api/v1/fixes/{id}/unmerge", ROLE_LEAD, NO_BODY, api_fix_unmerge, "take that back",
		IF_MATCH(fix_item_fields), GIVES(fix_detail_fields)},
	{"POST", "/api/v1/fixes/{id}/split", ROLE_LEAD, 16 * KB, api_fix_split,
		"chosen repairs become another fix", TAKES(fix_split_input), IF_MATCH(fix_item_fields),
		GIVES(fix_detail_fields), CREATES},
	{"GET", "/api/v1/fix-trees", ROLE_USER, NO_BODY, api_fix_tree_list,
		"what experts check, newest first", QUERY(fix_tree_query), LISTS(fix_tree_row_fields)},
	{"POST", "/api/v1/fix-trees", ROLE_REPAIR, 128 * KB, api_fix_tree_post, "add one",
		TAKES(fix_tree_input), WITH_KEY, GIVES(fix_tree_fields), CREATES_ONCE},
	{"GET", "/api/v1/fix-trees/{id}", ROLE_USER, NO_BODY, api_fix_tree_get, "with its branches",
		GIVES(fix_tree_fields)},
	{"PUT", "/api/v1/fix-trees/{id}", ROLE_REPAIR, 128 * KB, api_fix_tree_put, "change it as a whole",
		TAKES(fix_tree_input), IF_MATCH(fix_tree_row_fields), GIVES(fix_tree_fields)},
};
const struct route_area routes_fix = {rows, sizeof(rows) / sizeof(rows[0])};
