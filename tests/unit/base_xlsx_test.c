/* base_xlsx_test.c - workbooks are read as people see them, and what is none, or means harm, is refused in time. */
#include "unit/test.h"

#include <stdio.h>

#include "base/i18n.h"
#include "base/unzip.h"
#include "base/xlsx_cell.h"
#include "base/xlsx_read.h"
#include "base/xml.h"
#include "unit/zip_make.h"

/* ---- numbers ---- */

/* A number is what a spreadsheet shows: 15 digits, days by their format, and what is no number as it stands. */
static void numbers_are_as_people_see_them(void **state)
{
	static const struct {
		const char *v, *code;
		bool date1904;
		const char *text;
	} cases[] = {
		{"12", "General", false, "12"},
		{"12", "G/通用格式", false, "12"},
		{"0.30000000000000004", "", false, "0.3"},
		{"1234567.891", "#,##0.00", false, "1234567.891"},
		{"1E3", "", false, "1000"},
		{"1.5E-3", "", false, "0.0015"},
		{"-0.0", "", false, "0"},
		{"-3.50", "", false, "-3.5"},
		{"123456789012345", "", false, "123456789012345"},
		{"1e300", "", false, "1e300"},
		{"nan", "", false, "nan"},
		{"0x10", "", false, "0x10"},
		{"12abc", "", false, "12abc"},
		{"17", "00000", false, "00017"},
		{"17", "[Red]0000", false, "0017"},
		{"17", "0000\" pcs\"", false, "17"},
		{"1.5", "000", false, "1.5"},
		{"1", "yyyy-mm-dd", false, "1900-01-01"},
		{"59", "yyyy-mm-dd", false, "1900-02-28"},
		{"60", "yyyy-mm-dd", false, "60"},
		{"61", "yyyy-mm-dd", false, "1900-03-01"},
		{"43831", "yyyy\"年\"m\"月\"d\"日\";@", false, "2020-01-01"},
		{"43831.5", "m/d/yy h:mm", false, "2020-01-01 12:00"},
		{"43831.000011574", "yyyy-mm-dd", false, "2020-01-01 00:00:01"},
		{"43830.9999999", "yyyy-mm-dd", false, "2020-01-01"},
		{"2958465", "yyyy", false, "9999-12-31"},
		{"2958466", "yyyy", false, "2958466"},
		{"-1", "yyyy", false, "-1"},
		{"0", "yyyy-mm-dd", true, "1904-01-01"},
		{"42369", "d/m/yyyy", true, "2020-01-01"},
		{"0.354166666666667", "h:mm", false, "08:30"},
		{"0.354178240740741", "hh:mm:ss", false, "08:30:01"},
		{"1.0625", "[h]:mm", false, "25h30m"},
		{"43831", "mmm", false, "2020-01-01"},
		{"0.5", "[Red]0.00\" days\"", false, "0.5"},
		{"0.5", "[Magenta]0.00;[Red]-0.00", false, "0.5"},
		{"43831", "[DBNum1][$-804]yyyy\"年\"m\"月\"d\"日\";@", false, "2020-01-01"},
		{"43831.354166666664", "[$-804]上午/下午h\"时\"mm\"分\";@", false, "2020-01-01 08:30"},
		{"43831", "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", false, "2020-01-01"},
		{"0.354166666666667", "yyyy-mm-dd", false, "08:30"},
		{"0", "yyyy-mm-dd", false, "0"},
		{"1234.5", "_ ¥* #,##0.00_ ;_ ¥* \\-#,##0.00_ ", false, "1234.5"},
		{"5", "0\\d", false, "5"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char out[64];

		xlsx_number(
			cases[i].v, xlsx_format_of_code(cases[i].code), cases[i].date1904, out, sizeof(out));
		if (strcmp(out, cases[i].text) != 0)
			fail_msg("%s as %s: %s, not %s", cases[i].v, cases[i].code, out, cases[i].text);
	}
	for (int id = 0; id < 60; id++) {
		bool day =
			(id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 || id >= 50;

		if ((id < 59) && (xlsx_format_of_id(id).look == XLSX_LOOK_DAY) != day)
			fail_msg("format %d", id);
	}
}

static void places_end_where_a_sheet_ends(void **state)
{
	static const struct {
		const char *ref;
		int64_t column, row; /* row 0: no place */
	} cases[] = {{"A1", 0, 1}, {"Z9", 25, 9}, {"AA10", 26, 10}, {"XFD1048576", 16383, 1048576},
		{"XFE1", 0, 0}, {"ZZZZZZZZZZZZZZZZZZZZ1", 0, 0}, {"A1048577", 0, 0},
		{"A99999999999999999999", 0, 0}, {"A0", 0, 0}, {"1", 0, 0}, {"A", 0, 0}, {"", 0, 0},
		{"a1", 0, 0}, {"A1:B2", 0, 0}, {"A-1", 0, 0}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int64_t column, row;
		bool good = xlsx_place(cases[i].ref, &column, &row);

		if (good != (cases[i].row > 0) ||
			(good && (column != cases[i].column || row != cases[i].row)))
			fail_msg("%s", cases[i].ref);
	}
}

/* ---- rows ---- */

/* "1:a|b;3:c" */
static const char *rows_text(struct arena *a, const struct list *rows)
{
	const char *text = "";

	for (size_t i = 0; i < rows->n; i++) {
		const struct csv_row *row = list_at(rows, i, sizeof(*row));

		text = arena_printf(a, "%s%s%lld:", text, i ? ";" : "", (long long)row->number);
		for (size_t c = 0; c < row->n; c++)
			text = arena_printf(a, "%s%s%s", text, c ? "|" : "", row->cells[c]);
	}
	return text;
}

static enum err read_book(
	const struct zip_make *z, struct arena *a, struct list *rows, bool *more, struct fault *fault)
{
	struct xlsx_book *book;
	enum err err = xlsx_open(&book, z->out.data, z->out.len, a, fault);

	if (err == OK)
		err = xlsx_rows(book, 0, 1000, a, rows, more, fault);
	if (book)
		xlsx_close(book);
	return err;
}

#define SST                                                                                                  \
	"<sst><si><t>one</t></si><si><r><t>t</t></r><r><rPr><b/></rPr><t>wo</t></r><rPh sb=\"0\" "           \
	"eb=\"1\"><t>x</t></rPh></si>"                                                                       \
	"<si><t>a_x000D_b_x0041__x00_</t></si><si/></sst>"
#define SHEET(inner) "<worksheet><sheetData>" inner "</sheetData></worksheet>"
#define CELL(ref, value) "<c r=\"" ref "\"><v>" value "</v></c>"

static void a_sheet_is_rows_of_texts(void **state)
{
	static const struct {
		const char *name, *sheet, *rows;
	} cases[] = {
		{"shared strings, rich ones without their readings",
			SHEET("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" "
			      "t=\"s\"><v>1</v></c></row>"),
			"1:one|two"},
		{"escaped characters", SHEET("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>2</v></c></row>"),
			"1:a\rbA_x00_"},
		{"an empty string is no text", SHEET("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>3</v></c></row>"),
			""},
		{"inline, with entities",
			SHEET("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t xml:space=\"preserve\"> "
			      "a&amp;&#x4E2D; "
			      "</t></is></c></row>"),
			"1: a&中 "},
		{"yes and no",
			SHEET("<row r=\"1\"><c r=\"A1\" t=\"b\"><v>1</v></c><c r=\"B1\" "
			      "t=\"b\"><v>0</v></c></row>"),
			"1:TRUE|FALSE"},
		{"formulas by their value, errors as they stand",
			SHEET("<row r=\"1\"><c r=\"A1\"><f>1+1</f><v>2</v></c><c r=\"B1\" "
			      "t=\"str\"><f>x</f><v>ab</v></c>"
			      "<c r=\"C1\"><f>NOW()</f></c><c r=\"D1\" t=\"e\"><v>#REF!</v></c></row>"),
			"1:2|ab|#CALC!|#REF!"},
		{"days and times",
			SHEET("<row r=\"1\"><c r=\"A1\" s=\"1\"><v>43831</v></c><c r=\"B1\" "
			      "s=\"2\"><v>43831.5</v></c>"
			      "<c r=\"C1\" s=\"3\"><v>0.25</v></c><c r=\"D1\" s=\"4\"><v>42</v></c>"
			      "<c r=\"E1\" s=\"5\"><v>43831</v></c><c r=\"F1\" s=\"6\"><v>1.5</v></c></row>"),
			"1:2020-01-01|2020-01-01 12:00|06:00|00042|2020-01-01|1.5"},
		{"days written as such, as the strict kind may",
			SHEET("<row r=\"1\"><c r=\"A1\" t=\"d\"><v>2020-01-31T00:00:00</v></c><c r=\"B1\" "
			      "t=\"d\"><v>2020-01-31T08:30:00.000Z</v></c><c r=\"C1\" "
			      "t=\"d\"><v>2020-01-31</v></c><c r=\"D1\" t=\"d\"><v>2020-01</v></c></row>"),
			"1:2020-01-31|2020-01-31 08:30|2020-01-31|2020-01"},
		{"a style that is none",
			SHEET("<row r=\"1\"><c r=\"A1\" s=\"99999999999\"><v>1</v></c></row>"), "1:1"},
		{"gaps, rows without text",
			SHEET("<row r=\"2\">" CELL("C2", "1") "</row><row r=\"3\"><c "
							      "r=\"A3\"/></row><row r=\"9\">" CELL(
								      "A9", "2") "</row>"),
			"2:||1;9:2"},
		{"no references at all",
			SHEET("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"),
			"1:1|2;2:3"},
		{"far to the right is left out",
			SHEET("<row r=\"1\">" CELL("A1", "1") CELL("XFD1", "2") "</row>"), "1:1"},
		{"merged below each other, and beside each other",
			"<worksheet><sheetData><row r=\"1\">" CELL("A1", "7") CELL(
				"B1", "8") "</row>"
					   "<row r=\"2\">" CELL("B2", "9") "</row><row r=\"3\">" CELL("B3",
						   "9") "</row></sheetData>"
							"<mergeCells><mergeCell ref=\"A1:A2\"/><mergeCell "
							"ref=\"B3:D3\"/><mergeCell "
							"ref=\"C1:C3\"/>"
							"<mergeCell ref=\"nonsense\"/><mergeCell "
							"ref=\"A1:A1048576\"/></mergeCells></worksheet>",
			"1:7|8;2:7|9;3:7|9"},
		{"prefixed names, as some programs write",
			"<x:worksheet xmlns:x=\"a\"><x:sheetData><x:row r=\"1\"><x:c "
			"r=\"A1\"><x:v>5</x:v></x:c></x:row>"
			"</x:sheetData></x:worksheet>",
			"1:5"},
		{"what an extension has is no data",
			"<worksheet><sheetData/><extLst><ext><row r=\"1\"><c "
			"r=\"A1\"><v>1</v></c></row></ext></extLst>"
			"</worksheet>",
			""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct fault fault = {0};
		struct zip_make z;
		struct arena a;
		struct list rows;
		bool more;

		arena_init(&a);
		zip_begin(&z);
		z.deflate = i % 2;
		book_make(&z, &(struct book_parts){.strings = SST, .sheet = cases[i].sheet});
		if (read_book(&z, &a, &rows, &more, &fault) != OK)
			fail_msg("%s: %s", cases[i].name, msg_id(fault.msg));
		if (strcmp(rows_text(&a, &rows), cases[i].rows) != 0)
			fail_msg("%s: %s, not %s", cases[i].name, rows_text(&a, &rows), cases[i].rows);
		zip_free(&z);
		arena_release(&a);
	}
}

#define REL(kind, target)                                                                                    \
	"<Relationship Id=\"rId1\" Type=\"http://purl.oclc.org/ooxml/officeDocument/relationships/" kind     \
	"\" Target=\"" target "\"/>"
#define RELS(inner)                                                                                          \
	"\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\r\n<Relationships "       \
	"xmlns=\"x\">" inner "</Relationships>"

/* Wherever the relations say that its parts are: from the top or from beside, numbered as Excel on the web does, with a mark in
 * front, among parts that nobody knows. */
static void parts_are_where_the_relations_say(void **state)
{
	static const struct {
		const char *name, *top, *folder, *workbook, *relations, *strings, *styles, *sheet;
	} cases[] = {
		{"from the top", RELS(REL("officeDocument", "/xl/workbook.xml")), "xl/", "workbook.xml",
			RELS(REL("worksheet", "/xl/worksheets/sheet7.xml") REL(
				"sharedStrings", "/xl/sharedStrings.xml") REL("styles", "/xl/styles.xml")),
			"xl/sharedStrings.xml", "xl/styles.xml", "xl/worksheets/sheet7.xml"},
		{"numbered", RELS(REL("officeDocument", "xl/workbook2.xml")), "xl/", "workbook2.xml",
			RELS(REL("worksheet", "worksheets/sheet2.xml") REL(
				"sharedStrings", "sharedStrings2.xml") REL("styles", "./styles2.xml")),
			"xl/sharedStrings2.xml", "xl/styles2.xml", "xl/worksheets/sheet2.xml"},
		{"in no folder", RELS(REL("officeDocument", "/book.xml")), "", "book.xml",
			RELS(REL("worksheet", "a.xml") REL("sharedStrings", "s.xml") REL("styles", "f.xml")),
			"s.xml", "f.xml", "a.xml"},
		{"not said where it is", RELS(""), "xl/", "workbook.xml",
			RELS(REL("worksheet", "worksheets/sheet1.xml")), "xl/sharedStrings.xml",
			"xl/styles.xml", "xl/worksheets/sheet1.xml"},
		{"said wrongly", RELS(REL("officeDocument", "xl/gone.xml")), "xl/", "workbook.xml",
			RELS(REL("worksheet", "worksheets/sheet1.xml")), "xl/sharedStrings.xml",
			"xl/styles.xml", "xl/worksheets/sheet1.xml"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char at[64];
		struct fault fault = {0};
		struct zip_make z;
		struct arena a;
		struct list rows;
		bool more;

		arena_init(&a);
		zip_begin(&z);
		zip_text(&z, "[Content_Types].xml", "<Types/>");
		zip_text(&z, "_rels/.rels", cases[i].top);
		snprintf(at, sizeof(at), "%s%s", cases[i].folder, cases[i].workbook);
		zip_text(&z, at, BOOK_SHEETS);
		snprintf(at, sizeof(at), "%s_rels/%s.rels", cases[i].folder, cases[i].workbook);
		zip_text(&z, at, cases[i].relations);
		zip_text(&z, cases[i].strings, "\xef\xbb\xbf" SST);
		zip_text(&z, cases[i].styles, BOOK_STYLES);
		zip_text(&z, cases[i].sheet,
			"\xef\xbb\xbf" SHEET("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>1</v></c><c r=\"B1\" "
					     "s=\"1\"><v>43831</v></c></row>"));
		zip_text(&z, "docProps/custom.xml",
			"<Properties><property name=\"KSOProductBuildVer\"/></Properties>");
		zip_text(&z, "xl/cellimages.xml", "no XML at all");
		zip_end(&z);
		if (read_book(&z, &a, &rows, &more, &fault) != OK)
			fail_msg("%s: %s", cases[i].name, msg_id(fault.msg));
		if (strcmp(rows_text(&a, &rows), "1:two|2020-01-01") != 0)
			fail_msg("%s: %s", cases[i].name, rows_text(&a, &rows));
		zip_free(&z);
		arena_release(&a);
	}
}

/* As many rows as are wanted, and whether there are more. */
static void reading_ends_where_it_is_enough(void **state)
{
	static const char sheet[] =
		SHEET("<row r=\"1\">" CELL("A1", "1") "</row><row r=\"2\">" CELL("A2", "2") "</row>");
	struct fault fault = {0};
	struct xlsx_book *book;
	struct zip_make z;
	struct arena a;
	struct list rows;
	bool more;

	(void)state;
	arena_init(&a);
	zip_begin(&z);
	book_make(&z, &(struct book_parts){.sheet = sheet});
	assert_int_equal(xlsx_open(&book, z.out.data, z.out.len, &a, &fault), OK);
	assert_int_equal(xlsx_rows(book, 0, 1, &a, &rows, &more, &fault), OK);
	assert_true(more);
	assert_int_equal(rows.n, 1);
	assert_int_equal(xlsx_rows(book, 0, 2, &a, &rows, &more, &fault), OK);
	assert_false(more);
	assert_int_equal(rows.n, 2);
	xlsx_close(book);
	zip_free(&z);
	arena_release(&a);
}

/* ---- what is refused ---- */

static char *many(const char *piece, size_t n)
{
	size_t len = strlen(piece);
	char *text = malloc(len * n + 1);

	for (size_t i = 0; i < n; i++)
		memcpy(text + i * len, piece, len);
	text[len * n] = 0;
	return text;
}

static void broken_and_hostile_sheets_are_refused(void **state)
{
	char *deep = many("<a>", 300), *big = many("<c/>          ", 5000000);
	const struct {
		const char *name;
		struct book_parts parts;
		enum err err;
		enum msg msg;
	} cases[] = {
		{"a string that is not there",
			{.strings = SST,
				.sheet = SHEET("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>4</v></c></row>")},
			ERR_INVALID, MSG_XLSX_BROKEN},
		{"a string below nought",
			{.strings = SST,
				.sheet = SHEET("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>-1</v></c></row>")},
			ERR_INVALID, MSG_XLSX_BROKEN},
		{"a string far beyond",
			{.strings = SST,
				.sheet = SHEET("<row r=\"1\"><c r=\"A1\" "
					       "t=\"s\"><v>99999999999999999999999</v></c></row>")},
			ERR_INVALID, MSG_XLSX_BROKEN},
		{"no strings at all", {.sheet = SHEET("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>")},
			ERR_INVALID, MSG_XLSX_BROKEN},
		{"a row beyond the last", {.sheet = SHEET("<row r=\"1048577\"><c><v>1</v></c></row>")},
			ERR_INVALID, MSG_XLSX_BROKEN},
		{"a row that overflows",
			{.sheet = SHEET("<row r=\"99999999999999999999\"><c><v>1</v></c></row>")},
			ERR_INVALID, MSG_XLSX_BROKEN},
		{"rows backwards", {.sheet = SHEET("<row r=\"2\"/><row r=\"1\"/>")}, ERR_INVALID,
			MSG_XLSX_BROKEN},
		{"a cell of another row", {.sheet = SHEET("<row r=\"2\">" CELL("A3", "1") "</row>")},
			ERR_INVALID, MSG_XLSX_BROKEN},
		{"a column beyond the last", {.sheet = SHEET("<row r=\"1\">" CELL("ZZZZ1", "1") "</row>")},
			ERR_INVALID, MSG_XLSX_BROKEN},
		{"a row inside a cell",
			{.sheet = SHEET("<row r=\"1\"><c r=\"A1\"><row r=\"2\"><v>1</v></row></c></row>")},
			ERR_INVALID, MSG_XLSX_BROKEN},
		{"a document type",
			{.sheet = "<!DOCTYPE a [<!ENTITY x \"y\">]>" SHEET(
				 "<row r=\"1\"><c><v>&x;</v></c></row>")},
			ERR_INVALID, MSG_XLSX_BROKEN},
		{"one in the workbook",
			{.sheets = "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><workbook/>",
				.sheet = SHEET("")},
			ERR_INVALID, MSG_XLSX_BROKEN},
		{"not UTF-8", {.sheet = SHEET("<row r=\"1\"><c t=\"str\"><v>\xff</v></c></row>")},
			ERR_INVALID, MSG_XLSX_BROKEN},
		{"cut off", {.sheet = "<worksheet><sheetData><row r=\"1\"><c"}, ERR_INVALID, MSG_XLSX_BROKEN},
		{"nested without end", {.sheet = deep}, ERR_TOO_BIG, MSG_XLSX_LARGE},
		{"larger than anything", {.sheet = big}, ERR_TOO_BIG, MSG_XLSX_LARGE},
		{"no sheet in it", {.sheets = "<workbook><sheets/></workbook>", .sheet = SHEET("")},
			ERR_INVALID, MSG_XLSX_NO_SHEET},
		{"a hidden sheet alone",
			{.sheets = "<workbook><sheet name=\"a\" state=\"veryHidden\" "
				   "id=\"rId1\"/></workbook>",
				.sheet = SHEET("")},
			ERR_INVALID, MSG_XLSX_NO_SHEET},
		{"a sheet elsewhere",
			{.rels = "<x><Relationship Id=\"rId1\" Type=\"/worksheet\" "
				 "Target=\"worksheets/../../etc/passwd\"/></x>",
				.sheet = SHEET("")},
			ERR_INVALID, MSG_XLSX_NO_SHEET},
		{"a sheet that is not there", {.sheet = NULL}, ERR_INVALID, MSG_XLSX_BROKEN},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct fault fault = {0};
		struct zip_make z;
		struct arena a;
		struct list rows;
		bool more;
		enum err err;

		arena_init(&a);
		zip_begin(&z);
		book_make(&z, &cases[i].parts);
		err = read_book(&z, &a, &rows, &more, &fault);
		if (err != cases[i].err || fault.msg != cases[i].msg)
			fail_msg("%s: %s %s", cases[i].name, err_name(err), msg_id(fault.msg));
		zip_free(&z);
		arena_release(&a);
	}
	free(deep);
	free(big);
}

/* ---- archives ---- */

static enum unzip_end read_x(const struct zip_make *z, size_t len)
{
	struct unzip *u;
	struct buf b;
	enum unzip_end end = unzip_open(&u, z->out.data, len);

	buf_init(&b);
	if (end == UNZIP_GOOD)
		end = unzip_read(u, "x", &b);
	buf_release(&b);
	unzip_close(u);
	return end;
}

static void an_archive_is_not_believed(void **state)
{
	char *nought = calloc(1, 70 * 1024 * 1024), name[24];
	static const char *const away[] = {"../x", "a/../../b", "/etc/passwd", "\\x", "a\\..\\b", ".."};
	struct zip_make z;

	(void)state;
#define TRY(end_, ...)                                                                                       \
	zip_begin(&z);                                                                                       \
	__VA_ARGS__;                                                                                         \
	zip_end(&z);                                                                                         \
	assert_int_equal(read_x(&z, z.out.len), end_);                                                       \
	zip_free(&z)
	TRY(UNZIP_GOOD, zip_text(&z, "x", "hello"));
	TRY(UNZIP_GOOD, zip_text(&z, "X", "hello"));
	TRY(UNZIP_MISSING, zip_text(&z, "y", "hello"));
	TRY(UNZIP_GOOD, z.deflate = true, zip_part(&z, "x", nought, UNZIP_SMALL));
	TRY(UNZIP_LARGE, z.deflate = true, zip_part(&z, "x", nought, 4 * UNZIP_SMALL));
	TRY(UNZIP_LARGE, zip_part(&z, "x", nought, 70 * 1024 * 1024));
	TRY(UNZIP_BROKEN, z.lie.crc = 1, zip_text(&z, "x", "hello"));
	TRY(UNZIP_BROKEN, z.lie.size = (unsigned)-2, z.deflate = true,
		zip_text(&z, "x", "hello hello hello"));
	TRY(UNZIP_LOCKED, z.lie.flags = 1, zip_text(&z, "x", "hello hello hello"));
	TRY(UNZIP_BROKEN, zip_text(&z, "x", "a"), zip_text(&z, "x", "b"));
	TRY(UNZIP_BROKEN, zip_text(&z, "x", "a"), zip_text(&z, "X", "b"));
	for (size_t i = 0; i < sizeof(away) / sizeof(away[0]); i++) {
		TRY(UNZIP_BROKEN, zip_text(&z, "x", "a"), zip_text(&z, away[i], "b"));
	}
	TRY(UNZIP_GOOD, zip_text(&z, "x", "a"), zip_text(&z, "a..b", "b"), zip_text(&z, "...", "b"));
	zip_begin(&z);
	for (int i = 0; i < UNZIP_PARTS; i++) {
		snprintf(name, sizeof(name), "p%d", i);
		zip_text(&z, name, "");
	}
	zip_text(&z, "x", "");
	zip_end(&z);
	assert_int_equal(read_x(&z, z.out.len), UNZIP_LARGE);
	zip_free(&z);
	/* Cut anywhere: refused, and nothing is read beyond. */
	zip_begin(&z);
	zip_text(&z, "x", "hello");
	zip_end(&z);
	for (size_t len = 0; len < z.out.len; len++) {
		char *exact = malloc(len ? len : 1);
		struct zip_make cut = z;

		memcpy(exact, z.out.data, len);
		cut.out.data = exact;
		assert_int_not_equal(read_x(&cut, len), UNZIP_GOOD);
		free(exact);
	}
	zip_free(&z);
	free(nought);
}

/* Many parts, each within its own limits, are more than all may be together; the same part again is not. */
static void all_parts_together_have_a_limit(void **state)
{
	char *noise = malloc(UNZIP_SMALL), name[24];
	unsigned seed = 1;
	struct unzip *u;
	struct zip_make z;
	struct buf b;
	int n = 0;

	(void)state;
	for (int i = 0; i < UNZIP_SMALL; i++)
		noise[i] = (char)((seed = seed * 1103515245 + 12345) >> 16);
	zip_begin(&z);
	for (int i = 0; i < 70; i++) {
		snprintf(name, sizeof(name), "p%d", i);
		zip_part(&z, name, noise, UNZIP_SMALL);
	}
	zip_end(&z);
	assert_int_equal(unzip_open(&u, z.out.data, z.out.len), UNZIP_GOOD);
	buf_init(&b);
	for (int i = 0; i < 70; i++) {
		snprintf(name, sizeof(name), "p%d", i);
		buf_clear(&b);
		n += unzip_read(u, name, &b) == UNZIP_GOOD;
		buf_clear(&b);
		assert_int_equal(unzip_read(u, "p0", &b), UNZIP_GOOD);
	}
	assert_int_equal(n, 64);
	buf_release(&b);
	unzip_close(u);
	zip_free(&z);
	free(noise);
}

/* Files of other programs are told apart. */
static void old_and_locked_workbooks_are_told_apart(void **state)
{
	static const char ole[] = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
	char locked[600] = {0}, old[600] = {0};
	struct fault fault = {0};
	struct xlsx_book *book;
	struct zip_make z;
	struct arena a;

	(void)state;
	arena_init(&a);
	memcpy(old, ole, 8);
	memcpy(locked, ole, 8);
	for (size_t i = 0; i < 16; i++)
		locked[520 + 2 * i] = "EncryptedPackage"[i];
	assert_true(xlsx_looks_like(old, sizeof(old)));
	assert_false(xlsx_looks_like("code,name\n", 10));
	assert_false(xlsx_looks_like("PK", 2));
	assert_int_equal(xlsx_open(&book, old, sizeof(old), &a, &fault), ERR_INVALID);
	assert_int_equal(fault.msg, MSG_XLSX_OLD);
	assert_int_equal(xlsx_open(&book, locked, sizeof(locked), &a, &fault), ERR_INVALID);
	assert_int_equal(fault.msg, MSG_XLSX_LOCKED);
	zip_begin(&z);
	zip_text(&z, "xl/workbook.bin", "x");
	zip_end(&z);
	assert_int_equal(xlsx_open(&book, z.out.data, z.out.len, &a, &fault), ERR_INVALID);
	assert_int_equal(fault.msg, MSG_XLSX_OLD);
	zip_free(&z);
	zip_begin(&z);
	zip_text(&z, "content.xml", "<x/>");
	zip_end(&z);
	assert_int_equal(xlsx_open(&book, z.out.data, z.out.len, &a, &fault), ERR_INVALID);
	assert_int_equal(fault.msg, MSG_XLSX_OTHER);
	assert_null(book);
	zip_free(&z);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_as_people_see_them),
		cmocka_unit_test(places_end_where_a_sheet_ends),
		cmocka_unit_test(a_sheet_is_rows_of_texts),
		cmocka_unit_test(parts_are_where_the_relations_say),
		cmocka_unit_test(reading_ends_where_it_is_enough),
		cmocka_unit_test(broken_and_hostile_sheets_are_refused),
		cmocka_unit_test(an_archive_is_not_believed),
		cmocka_unit_test(all_parts_together_have_a_limit),
		cmocka_unit_test(old_and_locked_workbooks_are_told_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
