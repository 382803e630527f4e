/* lexicon.h - the plant's own words over HTTP: list, add, change, bring in and take out as a file, what is proposed. */
#ifndef API_LEXICON_H
#define API_LEXICON_H

#include "api/request.h"

api_handler api_lexicon_list, api_lexicon_post, api_lexicon_patch, api_lexicon_concepts, api_lexicon_file,
	api_lexicon_import, api_lexicon_mine;

extern const struct field lexicon_entry_fields[], lexicon_query[], lexicon_input[], lexicon_change[],
	lexicon_concept_query[], lexicon_import_input[], lexicon_import_fields[], lexicon_mined_fields[];

#endif
