/* csv.c - see csv.h. */
#include "base/csv.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/encoding.h"
#include "base/utf8.h"

static enum err refuse_row(struct fault *fault, enum msg msg, int64_t row)
{
	char number[24];

	snprintf(number, sizeof(number), "%lld", (long long)row);
	return fault_set(fault, ERR_INVALID, msg, number);
}

/* ---- encoding ---- */

/* Which row of the file the byte at p is on, roughly: by line ends. */
static int64_t row_at(const char *text, size_t len)
{
	int64_t row = 1;
	size_t i;

	for (i = 0; i < len; i++)
		row += text[i] == '\n';
	return row;
}

static enum err decode(struct csv *csv, const char *data, size_t len, struct arena *a, struct fault *fault)
{
	size_t mark, done, n = len;
	const char *nul;

	csv->encoding = encoding_guess(data, len, &mark);
	data += mark;
	n -= mark;
	if (strcmp(csv->encoding, "UTF-8") == 0) {
		csv->p = arena_strndup(a, data, n);
		if (!utf8_valid(data, n))
			return fault_set(fault, ERR_INVALID, MSG_CSV_ENCODING, "UTF-8");
	} else {
		const char *in = data;
		size_t in_len = n;

		done = mark ? n : encoding_breaks(data, n);
		if (done < n)
			return refuse_row(fault, MSG_CSV_BYTES, row_at(data, done));
		csv->p = encoding_convert(csv->encoding, in, in_len, &n, &done, a);
		if (!csv->p)
			return refuse_row(fault, MSG_CSV_BYTES, row_at(in, done));
	}
	csv->end = csv->p + n;
	nul = memchr(csv->p, 0, n);
	if (nul)
		return refuse_row(fault, MSG_CSV_BYTES, row_at(csv->p, (size_t)(nul - csv->p)));
	return OK;
}

/* ---- rows ---- */

static char find_separator(const char *p, const char *end)
{
	static const char separators[] = ",;\t";
	size_t count[3] = {0}, best = 0, i;
	bool quoted = false;

	for (; p < end && (quoted || (*p != '\n' && *p != '\r')); p++) {
		const char *s = *p ? strchr(separators, *p) : NULL;

		if (*p == '"')
			quoted = !quoted;
		else if (s && !quoted)
			count[s - separators]++;
	}
	for (i = 1; i < 3; i++) {
		if (count[i] > count[best])
			best = i;
	}
	return separators[best];
}

/* Skips what ends a cell or row. True when it was the row's last cell. */
static bool end_cell(struct csv *csv)
{
	if (csv->p == csv->end)
		return true;
	if (*csv->p == csv->separator) {
		csv->p++;
		return false;
	}
	csv->p += csv->p[0] == '\r' && csv->p + 1 < csv->end && csv->p[1] == '\n' ? 2 : 1;
	return true;
}

static bool is_cell_end(const struct csv *csv, const char *p)
{
	return p == csv->end || *p == csv->separator || *p == '\n' || *p == '\r';
}

/* A quoted cell is unescaped where it lies, in our copy. NULL: its quote is never closed, or text follows it.
 */
static char *quoted_cell(struct csv *csv, char **cell_end)
{
	char *from = csv->p + 1, *to = csv->p, *cell = csv->p;

	for (;;) {
		char *quote = memchr(from, '"', (size_t)(csv->end - from));

		if (!quote)
			return NULL;
		memmove(to, from, (size_t)(quote - from));
		to += quote - from;
		from = quote + 1;
		if (from == csv->end || *from != '"')
			break;
		*to++ = '"';
		from++;
	}
	if (!is_cell_end(csv, from))
		return NULL;
	csv->p = from;
	*cell_end = to;
	return cell;
}

static char *plain_cell(struct csv *csv, char **cell_end)
{
	char *cell = csv->p;

	while (!is_cell_end(csv, csv->p))
		csv->p++;
	*cell_end = csv->p;
	return cell;
}

/* Begins, after any apostrophes, with what a spreadsheet would take for a formula. */
static bool is_formula(const char *text)
{
	text += strspn(text, "'");
	return (*text && strchr("=+-@\t\r\n", *text)) || strncmp(text, "＝", 3) == 0 ||
	       strncmp(text, "＋", 3) == 0 || strncmp(text, "－", 3) == 0 || strncmp(text, "＠", 3) == 0;
}

/* Reads the cells of the row at p; *blank tells whether none holds text. The NUL behind a cell is set only
 * after the byte there has been looked at. */
static enum err read_row(
	struct csv *csv, struct csv_row *row, bool *blank, struct arena *a, struct fault *fault)
{
	const char *cells[CSV_COLUMNS_MAX];
	bool last = false;

	row->n = 0;
	row->number = ++csv->number;
	*blank = true;
	while (!last) {
		char *cell_end = NULL;
		bool quoted = csv->p < csv->end && *csv->p == '"';
		char *cell = quoted ? quoted_cell(csv, &cell_end) : plain_cell(csv, &cell_end);

		if (!cell)
			return refuse_row(fault, MSG_CSV_QUOTES, row->number);
		if (cell_end - cell > CSV_CELL_MAX)
			return refuse_row(fault, MSG_CSV_CELL, row->number);
		if (row->n == CSV_COLUMNS_MAX)
			return refuse_row(fault, MSG_CSV_COLUMNS, row->number);
		last = end_cell(csv);
		*cell_end = 0;
		if (*cell == '\'' && is_formula(cell + 1))
			cell++;
		if (cell[strspn(cell, " \t\r\n")])
			*blank = false;
		cells[row->n++] = cell;
	}
	if (!*blank)
		row->cells = arena_memdup(a, cells, row->n * sizeof(*cells));
	return OK;
}

enum err csv_next(struct csv *csv, struct csv_row *row, struct arena *a, struct fault *fault)
{
	bool blank = true;

	memset(row, 0, sizeof(*row));
	while (blank) {
		enum err err;

		if (csv->p == csv->end)
			return ERR_NOT_FOUND;
		err = read_row(csv, row, &blank, a, fault);
		if (err) {
			csv->p = csv->end;
			return err;
		}
	}
	return OK;
}

enum err csv_open(struct csv *csv, const void *data, size_t len, struct arena *a, struct fault *fault)
{
	char *p;
	enum err err;

	memset(csv, 0, sizeof(*csv));
	if (len > CSV_FILE_MAX) {
		char limit[24];

		snprintf(limit, sizeof(limit), "%d", CSV_FILE_MAX);
		return fault_set(fault, ERR_TOO_BIG, MSG_TOO_BIG, limit);
	}
	/* xlsx is a zip archive, xls an OLE2 document: people do choose the wrong file. */
	if (len >= 4 && (memcmp(data, "PK\3\4", 4) == 0 || memcmp(data, "\xd0\xcf\x11\xe0", 4) == 0))
		return fault_set(fault, ERR_INVALID, MSG_CSV_EXCEL, NULL);
	err = decode(csv, data, len, a, fault);
	if (err)
		return err;
	p = csv->p + strspn(csv->p, " \t\r\n");
	while (p > csv->p && p[-1] != '\n' && p[-1] != '\r')
		p--;
	csv->separator = find_separator(p, csv->end);
	err = csv_next(csv, &csv->head, a, fault);
	return err == ERR_NOT_FOUND ? fault_set(fault, ERR_INVALID, MSG_CSV_EMPTY, NULL) : err;
}

/* ---- columns ---- */

/* The text as headings are compared, without the bracket that ends it when `bare`; cut to size. */
static void fold_heading(char *out, size_t size, const char *text, size_t len, bool bare)
{
	const char *p = text, *end = text + len;
	size_t n = 0, bracket = 0;
	int32_t c = 0;

	while (p < end && n + 4 < size) {
		c = utf8_fold(utf8_next(&p, end));
		if (c == '(' || c == '[' || c == 0x3010)
			bracket = n;
		if (c > 0 && !strchr(" _-*", c < 0x80 ? (int)c : 'x'))
			n += utf8_put(out + n, c);
	}
	out[bare && bracket && (c == ')' || c == ']' || c == 0x3011) ? bracket : n] = 0;
}

int csv_column(const struct csv *csv, const char *names)
{
	char wanted[200], heading[200];

	while (names && *names) {
		size_t n = strcspn(names, "|"), i;
		int bare;

		fold_heading(wanted, sizeof(wanted), names, n, false);
		for (bare = 0; bare < 2; bare++) {
			for (i = 0; i < csv->head.n; i++) {
				const char *text = csv->head.cells[i];

				fold_heading(heading, sizeof(heading), text, strlen(text), bare);
				if (*heading && strcmp(wanted, heading) == 0)
					return (int)i;
			}
		}
		names += n;
		names += *names == '|';
	}
	return -1;
}

const char *csv_cell(const struct csv_row *row, int column)
{
	return column >= 0 && (size_t)column < row->n ? row->cells[column] : "";
}

/* ---- writing ---- */

/* [+-] digits [. digits] */
static bool is_number(const char *text)
{
	size_t whole, part = 0;

	text += *text == '+' || *text == '-';
	whole = strspn(text, "0123456789");
	text += whole;
	if (*text == '.') {
		part = strspn(text + 1, "0123456789");
		text += 1 + part;
		if (!part)
			return false;
	}
	return whole && !*text;
}

void csv_write_start(struct buf *b)
{
	buf_str(b, "\xef\xbb\xbf");
}

void csv_write_cell(struct buf *b, const char *text, bool first)
{
	bool guard, quote;

	if (!first)
		buf_char(b, ',');
	if (!text || !*text)
		return;
	guard = is_formula(text) && !is_number(text);
	/* A blank at either end is quoted, because some readers trim what is not. */
	quote = strpbrk(text, "\",;\t\r\n") || *text == ' ' || text[strlen(text) - 1] == ' ';
	if (quote)
		buf_char(b, '"');
	if (guard)
		buf_char(b, '\'');
	while (*text) {
		size_t n = strcspn(text, "\"");

		buf_add(b, text, n);
		text += n;
		if (*text) {
			buf_str(b, "\"\"");
			text++;
		}
	}
	if (quote)
		buf_char(b, '"');
}

void csv_write_end(struct buf *b)
{
	buf_str(b, "\r\n");
}

void csv_write_row(struct buf *b, const char *const *cells, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		csv_write_cell(b, cells[i], i == 0);
	csv_write_end(b);
}
