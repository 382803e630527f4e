/* document.h - manuals and what experts wrote down, cut into sections that can be found and shown beside repairs.
 *
 * Bytes in, plain structs out; nothing is fetched, no file is opened. What is understood:
 *   DITA      troubleshooting topics (condition, cause, remedy), tasks, and any other topic with its sections; several topics in
 *             one file
 *   S1000D    data modules, issues 2 to 5: fault isolation (description, steps with their questions, ends), fault reporting,
 *             procedures, descriptions
 *   HTML      also XHTML and broken pages: headings, tables whose heads say symptom / cause / remedy
 *   text      UTF-8 or GB18030 with headings as people write them: # …, underlined, 1.2 …, 第二章 …, 一、…, 【…】; tables of
 *             Markdown; lines that begin with 现象：, 原因：, 处理：, Symptom:, Cause:, Remedy: …
 * Everything is read as strangers' input: xml.h says what the parser gets to see, encoding.h how bytes become text, and what is
 * below bounds the rest. All memory is the arena's. */
#ifndef KB_DOCUMENT_H
#define KB_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

enum {
	KB_DOCUMENT_BYTES = 4 * 1024 * 1024, /* a longer file is refused */
	KB_DOCUMENT_SECTIONS = 2000,	     /* what comes after is left out, and `cut` says so */
	KB_SECTION_BYTES = 4000,	     /* a longer one goes on in a next one of the same title */
	KB_TITLE_BYTES = 240,
	KB_ANCHOR_BYTES = 80,
};

enum kb_section_kind {
	KB_SECTION_TEXT,
	KB_SECTION_CONDITION, /* what is seen */
	KB_SECTION_CAUSE,
	KB_SECTION_REMEDY,
	KB_SECTION_STEP, /* something to check or do on the way */
	KB_SECTION_KINDS
};
extern const char *const kb_section_kinds[]; /* "text", "condition" …, ends with NULL */

struct kb_section {
	enum kb_section_kind kind;
	/* Sections about one fault have the same number, in the order condition, then causes each followed by its remedies; 0: about
	 * none. */
	int trouble;
	const char *title;  /* "" is never one; of the section, else of what it stands in */
	const char *text;   /* lines; never NULL, may be "" when the title says it all */
	const char *anchor; /* its id in the file, or NULL */
};

enum kb_format { KB_FORMAT_DITA, KB_FORMAT_S1000D, KB_FORMAT_HTML, KB_FORMAT_TEXT };
extern const char *const kb_formats[];

struct kb_document {
	enum kb_format format;
	const char *title; /* the document's own, else the first heading, else the name without its ending */
	const char *lang;  /* "zh" or "en" by what is written in it; NULL: neither */
	const char *key;   /* its own identity: id of a DITA topic, data module code; NULL: it has none */
	const char *encoding; /* it was read as */
	struct kb_section *sections;
	size_t n;
	bool cut;   /* it has more sections than are kept */
	int faulty; /* the first line where it is not well formed (XML); 0: it is */
};

/* name: the file's, for the title and to tell Markdown from the rest; may be NULL. ERR_TOO_BIG. ERR_INVALID: empty, no text (an
 * Office file, a PDF), XML of another kind, nested too deeply, or nothing to read in it. */
enum err kb_document_read(const void *data, size_t len, const char *name, struct arena *a,
	struct kb_document *out, struct fault *fault);

#endif
