/* xlsx_contents.c - which parts a workbook is made of, and its sheets. See xlsx_read.h. */
#include <stdlib.h>
#include <string.h>

#include "base/xlsx_book.h"

enum { RELATIONS_MAX = 1000 };

struct relation {
	const char *id, *target;
};
struct contents {
	struct xlsx_book *book;
	const char *workbook, *folder; /* its part, and what that stands in: "xl/workbook.xml", "xl/" */
	struct relation relations[RELATIONS_MAX];
	size_t relation_n;
};

static bool ends_with(const char *text, const char *end)
{
	size_t n = strlen(text), m = strlen(end);

	return n >= m && strcmp(text + n - m, end) == 0;
}

static bool is_true(const char *value)
{
	return value && (strcmp(value, "1") == 0 || strcmp(value, "true") == 0);
}

bool xlsx_pass_close(void *ctx, const char *name)
{
	(void)ctx;
	(void)name;
	return true;
}

bool xlsx_pass_text(void *ctx, const char *text, size_t len)
{
	(void)ctx;
	(void)text;
	(void)len;
	return true;
}

/* ---- relations ---- */

/* Where it leads, from the folder of the part that has it or from the top; NULL: upwards. */
static const char *part_of(struct arena *a, const char *folder, const char *target)
{
	while (strncmp(target, "./", 2) == 0)
		target += 2;
	if (strstr(target, ".."))
		return NULL;
	return *target == '/' ? arena_strdup(a, target + 1) : arena_printf(a, "%s%s", folder, target);
}

/* Types end alike in the transitional and the strict kind. */
static bool open_top(void *ctx, const char *name, const struct xml_attribute *attributes, size_t n)
{
	struct contents *c = ctx;
	const char *type = xml_attribute(attributes, n, "Type");
	const char *target = xml_attribute(attributes, n, "Target"), *part;

	if (strcmp(name, "Relationship") != 0 || !type || !target || !ends_with(type, "/officeDocument"))
		return true;
	part = part_of(c->book->arena, "", target);
	if (part && unzip_has(c->book->zip, part))
		c->workbook = part;
	return true;
}

static bool open_relation(void *ctx, const char *name, const struct xml_attribute *attributes, size_t n)
{
	struct contents *c = ctx;
	const char *id = xml_attribute(attributes, n, "Id"), *type = xml_attribute(attributes, n, "Type");
	const char *target = xml_attribute(attributes, n, "Target"), *part;

	if (strcmp(name, "Relationship") != 0 || !id || !type || !target)
		return true;
	part = part_of(c->book->arena, c->folder, target);
	if (!part)
		return true;
	if (ends_with(type, "/sharedStrings"))
		c->book->strings_part = part;
	else if (ends_with(type, "/styles"))
		c->book->styles_part = part;
	else if (ends_with(type, "/worksheet") && c->relation_n < RELATIONS_MAX)
		c->relations[c->relation_n++] = (struct relation){arena_strdup(c->book->arena, id), part};
	return true;
}

/* ---- the workbook ---- */

static bool open_sheet(void *ctx, const char *name, const struct xml_attribute *attributes, size_t n)
{
	struct contents *c = ctx;
	struct xlsx_book *book = c->book;
	const char *state = xml_attribute(attributes, n, "state"), *id = xml_attribute(attributes, n, "id");
	const char *title = xml_attribute(attributes, n, "name");

	if (strcmp(name, "workbookPr") == 0)
		book->date1904 = is_true(xml_attribute(attributes, n, "date1904"));
	if (strcmp(name, "sheet") != 0 || !id || !title || book->sheet_n == XLSX_SHEETS)
		return true;
	if (state && strcmp(state, "visible") != 0)
		return true;
	for (size_t i = 0; i < c->relation_n; i++) {
		if (strcmp(c->relations[i].id, id) != 0)
			continue;
		book->names[book->sheet_n] = arena_strdup(book->arena, title);
		book->targets[book->sheet_n++] = c->relations[i].target;
		break;
	}
	return true;
}

/* The part that the archive says it is about, usually xl/workbook.xml. ERR_NOT_FOUND: it does not say. */
static enum err find_workbook(struct contents *c, struct fault *fault)
{
	static const struct xml_handler top = {open_top, xlsx_pass_close, xlsx_pass_text};
	struct arena *a = c->book->arena;
	const char *stroke;
	enum err err = xlsx_part(c->book, "_rels/.rels", &top, c, fault);

	if (err != OK && err != ERR_NOT_FOUND)
		return err;
	if (!c->workbook && unzip_has(c->book->zip, "xl/workbook.xml"))
		c->workbook = "xl/workbook.xml";
	if (ends_with(c->workbook ? c->workbook : "", ".bin") ||
		(!c->workbook && unzip_has(c->book->zip, "xl/workbook.bin")))
		return fault_set(fault, ERR_INVALID, MSG_XLSX_OLD, NULL);
	if (!c->workbook)
		return ERR_NOT_FOUND;
	stroke = strrchr(c->workbook, '/');
	c->folder = arena_strndup(a, c->workbook, stroke ? (size_t)(stroke + 1 - c->workbook) : 0);
	c->book->strings_part = arena_printf(a, "%ssharedStrings.xml", c->folder);
	c->book->styles_part = arena_printf(a, "%sstyles.xml", c->folder);
	return OK;
}

static enum err read_contents(struct contents *c, struct fault *fault)
{
	static const struct xml_handler relations = {open_relation, xlsx_pass_close, xlsx_pass_text};
	static const struct xml_handler sheets = {open_sheet, xlsx_pass_close, xlsx_pass_text};
	enum err err = find_workbook(c, fault);

	if (err == OK)
		err = xlsx_part(c->book,
			arena_printf(c->book->arena, "%s_rels/%s.rels", c->folder,
				c->workbook + strlen(c->folder)),
			&relations, c, fault);
	return err == OK ? xlsx_part(c->book, c->workbook, &sheets, c, fault) : err;
}

enum err xlsx_contents(struct xlsx_book *book, struct fault *fault)
{
	struct contents *c = xcalloc(1, sizeof(*c));
	enum err err;

	c->book = book;
	book->names = arena_calloc(book->arena, XLSX_SHEETS, sizeof(*book->names));
	book->targets = arena_calloc(book->arena, XLSX_SHEETS, sizeof(*book->targets));
	err = read_contents(c, fault);
	free(c);
	if (err == ERR_NOT_FOUND)
		return fault_set(fault, ERR_INVALID, MSG_XLSX_OTHER, NULL);
	if (err == OK && !book->sheet_n)
		return fault_set(fault, ERR_INVALID, MSG_XLSX_NO_SHEET, NULL);
	return err;
}
