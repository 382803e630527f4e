/* find.c - see find.h. */
#include "store/find.h"

const char *const find_kinds[] = {
	"code", "ticket", "machine", "asset", "fix", "document", "part", "bin", NULL};

const struct field find_word_fields[] = {FIELD(struct find_word, word, F_TEXT, F_SURE), FIELD_END};

const struct field find_item_fields[] = {
	FIELD(struct find_item, kind, F_ENUM, F_SURE, .names = find_kinds),
	FIELD(struct find_item, id, F_INT),
	FIELD(struct find_item, code, F_TEXT),
	FIELD(struct find_item, name, F_TEXT),
	FIELD(struct find_item, name_en, F_TEXT),
	FIELD(struct find_item, detail, F_TEXT),
	FIELD(struct find_item, detail_en, F_TEXT),
	FIELD(struct find_item, state, F_TEXT),
	FIELD(struct find_item, text, F_TEXT),
	FIELD(struct find_item, section, F_INT),
	FIELD(struct find_item, time, F_TIME),
	FIELD(struct find_item, qty, F_QTY),
	FIELD(struct find_item, unit, F_TEXT),
	FIELD(struct find_item, exact, F_BOOL, F_NO_COLUMN | F_SURE),
	FIELD(struct find_item, words, F_LIST, F_NO_COLUMN, SUB(find_word_fields, struct find_word)),
	FIELD_END,
};
