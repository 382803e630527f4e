/* kb_folder.h - a folder of past repairs and questions to judge suggestions by: PART/records.jsonl and
 * PART/queries.jsonl, one JSON object a line (kb/README.md tells the members). PART is "dev", or "heldout",
 * whose records follow those of dev.
 *
 * Ids are text there and numbers in kb/: a record's number is its place among the records + 1, machine
 * numbers are hashes of their names. Everything lives in the arena. */
#ifndef CLI_KB_FOLDER_H
#define CLI_KB_FOLDER_H

#include "base/err.h"
#include "kb/replay.h"

struct kb_folder {
	struct kb_replay_record *records; /* by seq */
	const char **ids;		  /* of the records, by number - 1 */
	size_t n_records;
	struct kb_question *questions; /* by seq */
	size_t n_questions;
};

/* ERR_NOT_FOUND: no such file; ERR_INVALID: a line that cannot be read, or one without what it must have. */
enum err kb_folder_read(
	const char *dir, const char *part, struct arena *a, struct kb_folder *out, struct fault *fault);

#endif
