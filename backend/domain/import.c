/* import.c - going through a file row by row; what a row means is in import_machine.c, import_part.c,
 * import_repair.c and import_plan.c. See import.h. */
#include "domain/import.h"

#include <stdio.h>
#include <string.h>

#include "base/csv.h"
#include "base/json.h"
#include "base/utf8.h"
#include "domain/import_file.h"
#include "domain/import_rules.h"
#include "store/event.h"

const char *const import_whats[] = {"machines", "parts", "repairs", "plans", NULL};

static const struct {
	const struct import_column *columns;
	store_fn *row;
} kinds[] = {
	[IMPORT_MACHINES] = {import_machine_columns, import_machine_row},
	[IMPORT_PARTS] = {import_part_columns, import_part_row},
	[IMPORT_REPAIRS] = {import_repair_columns, import_repair_row},
	[IMPORT_PLANS] = {import_plan_columns, import_plan_row},
};

const struct import_column *import_columns(int what)
{
	return kinds[what].columns;
}

/* ---- rows ---- */

/* Keys seen in this file. */
struct keys {
	const struct import_row **slots;
	size_t room, n;
	struct arena *arena;
};

static size_t hash_text(const char *s)
{
	uint64_t h = UINT64_C(14695981039346656037);

	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * UINT64_C(1099511628211);
	return (size_t)h;
}

static const struct import_row **key_slot(struct keys *k, const char *key)
{
	size_t i = hash_text(key) & (k->room - 1);

	while (k->slots[i] && strcmp(k->slots[i]->key, key) != 0)
		i = (i + 1) & (k->room - 1);
	return &k->slots[i];
}

/* The row of this file that had the key before, or NULL. */
static const struct import_row *keys_add(struct keys *k, const struct import_row *row)
{
	const struct import_row **slot, **old = k->slots;
	size_t n = k->room;

	if (k->n * 2 >= k->room) {
		k->room = n ? n * 2 : 1024;
		k->slots = arena_calloc(k->arena, k->room, sizeof(*k->slots));
		for (size_t i = 0; i < n; i++)
			if (old[i])
				*key_slot(k, old[i]->key) = old[i];
	}
	slot = key_slot(k, row->key);
	if (*slot)
		return *slot;
	*slot = row;
	k->n++;
	return NULL;
}

/* The report's rows, in blocks that do not move: keys point to them. */
struct report {
	struct import_row **blocks;
	size_t n;
};
enum { BLOCK = 4096, BLOCKS = IMPORT_ROWS_MAX / BLOCK + 1 };

static struct import_row *report_add(struct report *r, struct arena *a)
{
	if (!r->blocks)
		r->blocks = arena_calloc(a, BLOCKS, sizeof(*r->blocks));
	if (r->n == IMPORT_ROWS_MAX)
		return NULL;
	if (r->n % BLOCK == 0)
		r->blocks[r->n / BLOCK] = arena_calloc(a, BLOCK, sizeof(struct import_row));
	r->n++;
	return &r->blocks[(r->n - 1) / BLOCK][(r->n - 1) % BLOCK];
}

static void report_end(struct report *r, struct arena *a, struct list *out)
{
	struct import_row *all = arena_calloc(a, r->n + 1, sizeof(*all));

	for (size_t i = 0; i < r->n; i++)
		all[i] = r->blocks[i / BLOCK][i % BLOCK];
	*out = (struct list){all, r->n};
}

/* A failing store ends the import; everything else is the row's own fault. */
static bool fatal(enum err err)
{
	return err == ERR_IO || err == ERR_FULL || err == ERR_BUSY;
}

static void refuse(struct import_run *r, enum err err)
{
	struct import_row *row = r->row;

	if (r->fault.err == OK)
		fault_set(&r->fault, err, err == ERR_NOT_FOUND ? MSG_NOT_FOUND : MSG_CONFLICT, NULL);
	/* Rules speak of members, people of their headings. */
	for (size_t i = 0; i < r->fault.n; i++) {
		struct fault_field *f = &r->fault.fields[i];

		for (int c = 0; r->columns[c].name; c++)
			if (r->headings[c] && strcmp(f->name, r->columns[c].name) == 0)
				snprintf(f->name, sizeof(f->name), "%.*s",
					(int)utf8_fit(
						r->headings[c], strlen(r->headings[c]), sizeof(f->name) - 1),
					r->headings[c]);
	}
	row->verdict = IMPORT_ERROR;
	row->detail = NULL;
	if (r->in->counts[IMPORT_ERROR] < IMPORT_FAULTS)
		row->fault = arena_memdup(r->keep, &r->fault, sizeof(r->fault));
}

struct attempt {
	struct import_run *run;
	struct keys *keys;
};

static enum err try_row(struct tx *tx, void *ctx)
{
	struct attempt *t = ctx;
	struct import_run *r = t->run;
	enum err err = import_refused(r) ? r->fault.err : kinds[r->in->what].row(tx, r);
	const struct import_row *before;
	char number[24];

	if (err == OK && import_refused(r))
		err = r->fault.err;
	if (fatal(err) || !r->row->key)
		return err;
	before = keys_add(t->keys, r->row);
	if (!before)
		return err;
	snprintf(number, sizeof(number), "%lld", (long long)before->number);
	fault_clear(&r->fault);
	return fault_set(&r->fault, ERR_CONFLICT, MSG_IMPORT_TWICE, number);
}

/* Who looks on sees the row, and may have had enough. */
static enum err go_on(const struct import *in, struct fault *fault)
{
	if (!in->watch)
		return OK;
	atomic_fetch_add(&in->watch->rows, 1);
	return atomic_load(&in->watch->stop) ? fault_set(fault, ERR_BUSY, MSG_INTAKE_STOPPED, NULL) : OK;
}

static enum err begin_record(struct tx *tx, struct import_run *r)
{
	r->record = (struct import_record){.kind = import_whats[r->in->what],
		.name = r->in->name ? r->in->name : "",
		.first_seq = r->seq};
	return store_import_add(tx, &r->record);
}

/* What the row did, by the events that it left. */
static enum err note_row(struct tx *tx, struct import_run *r)
{
	const struct import_row *row = r->row;
	struct imported_row made = {.number = row->number,
		.verdict = row->verdict == IMPORT_NEW ? IMPORTED_NEW : IMPORTED_CHANGED,
		.key = row->key,
		.title = row->title,
		.first_seq = r->seq};
	enum err err;

	if (!r->in->apply || (row->verdict != IMPORT_NEW && row->verdict != IMPORT_CHANGED))
		return OK;
	err = store_event_newest(tx->db, &made.last_seq);
	if (err == OK && !r->record.id)
		err = begin_record(tx, r);
	r->seq = made.last_seq;
	return err == OK ? store_import_row_add(tx, r->record.id, &made) : err;
}

static enum err do_row(struct tx *tx, struct import_run *r, struct keys *keys)
{
	struct attempt attempt = {r, keys};
	struct tx own = *tx;
	enum err err;

	own.arena = &r->scratch;
	own.fault = &r->fault;
	r->known = false;
	buf_clear(&r->detail);
	memset(r->noted, 0, sizeof(r->noted));
	err = store_try(&own, try_row, &attempt);
	if (fatal(err)) {
		if (tx->fault)
			*tx->fault = r->fault;
		return err;
	}
	if (err != OK)
		refuse(r, err);
	else if (r->detail.len)
		r->row->detail = arena_strdup(r->keep, buf_text(&r->detail));
	r->in->counts[r->row->verdict]++;
	err = note_row(tx, r);
	arena_clear(&r->scratch);
	return err == OK ? go_on(r->in, tx->fault) : err;
}

/* What a spreadsheet shows where a formula has no result. */
static const char *const formula_errors[] = {
	"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#CALC!", NULL};

/* People break lines in narrow columns. */
static const char *one_line(struct arena *a, const char *text)
{
	char *line, *to;

	if (!strpbrk(text, "\t\r\n"))
		return text;
	line = to = arena_strdup(a, text);
	for (const char *from = text; *from;) {
		size_t word = strcspn(from, " \t\r\n"), spaces = strspn(from + word, " ");
		size_t blanks = strspn(from + word, " \t\r\n");

		memcpy(to, from, word + spaces);
		to += word + spaces;
		if (spaces < blanks) {
			to -= spaces;
			*to++ = ' ';
		}
		from += word + blanks;
	}
	*to = 0;
	return line;
}

/* "-", "/", "——": nothing, as it is written into tables that must not be empty. */
static bool is_stroke(const char *text)
{
	static const char *const strokes[] = {"-", "/", "\\", "–", "—", "－", "／", NULL};
	size_t n;

	for (; *text; text += n) {
		int i = 0;

		while (strokes[i] && strncmp(text, strokes[i], strlen(strokes[i])) != 0)
			i++;
		if (!strokes[i])
			return false;
		n = strlen(strokes[i]);
	}
	return true;
}

static void fill_cells(struct import_run *r, const struct csv_row *row)
{
	for (int c = 0; r->columns[c].name; c++) {
		const char *cell = r->at[c] >= 0 ? csv_cell(row, r->at[c]) : "";

		r->cells[c] = import_trim(&r->scratch, cell ? cell : "");
		/* What was wrong may not have been written down; it was wrong all the same. */
		if (r->cells[c] && is_stroke(r->cells[c]) && !(r->columns[c].required && r->columns[c].lines))
			r->cells[c] = NULL;
		if (r->cells[c] && !r->columns[c].required && !r->columns[c].lines)
			r->cells[c] = one_line(&r->scratch, r->cells[c]);
		if (r->cells[c] && !utf8_clean(r->cells[c], strlen(r->cells[c])))
			import_complain(r, c, MSG_F_UTF8, NULL);
		else if (r->cells[c] && names_find(formula_errors, r->cells[c]) >= 0)
			import_complain(r, c, MSG_IMPORT_FORMULA, r->cells[c]);
	}
}

static enum err add_row(struct tx *tx, struct import_run *r, struct report *report, int64_t number)
{
	char most[24];

	r->row = report_add(report, r->keep);
	snprintf(most, sizeof(most), "%d", IMPORT_ROWS_MAX);
	if (!r->row)
		return fault_set(tx->fault, ERR_TOO_BIG, MSG_IMPORT_ROWS, most);
	r->row->number = number;
	return OK;
}

static enum err next_row(struct tx *tx, struct import_run *r, struct report *report, struct keys *keys,
	const struct csv_row *row)
{
	enum err err = add_row(tx, r, report, row->number);

	if (err != OK)
		return err;
	fault_clear(&r->fault);
	fill_cells(r, row);
	return do_row(tx, r, keys);
}

/* ---- the two forms of a file ---- */

static const char BYTE_ORDER_MARK[] = "\xef\xbb\xbf";

static enum err read_table(struct tx *tx, struct import_run *r, struct report *report, struct keys *keys)
{
	struct import_file file;
	struct csv_row row;
	enum err err = import_file_open(&file, r->in, r->keep, tx->fault);

	r->in->sheets = file.sheets;
	if (err != OK)
		return err;
	r->in->encoding = file.csv.encoding;
	r->in->sheet_read = file.sheet;
	r->in->head_read = file.csv.head.number;
	import_map_columns(r, &file.csv);
	import_tell_columns(r, &file.csv);
	err = import_check_columns(r, &file.csv, tx->fault);
	if (err == OK && r->in->apply)
		err = import_remember(tx, r, &file.csv);
	while (err == OK) {
		err = import_file_next(&file, &row, &r->scratch, tx->fault);
		if (err == ERR_NOT_FOUND)
			return OK;
		if (err == OK)
			err = next_row(tx, r, report, keys, &row);
	}
	return err;
}

/* An object as a row of a table: names are the heading. True: the heading is another than that of the row before. */
static bool as_table(const struct json_pair *pairs, size_t n, struct csv *head, struct csv_row *row,
	struct arena *keep, struct arena *scratch)
{
	bool same = n == head->head.n;

	n = n < CSV_COLUMNS_MAX ? n : CSV_COLUMNS_MAX;
	row->cells = arena_calloc(scratch, n + 1, sizeof(*row->cells));
	row->n = n;
	for (size_t i = 0; i < n; i++) {
		row->cells[i] = pairs[i].text ? pairs[i].text : "";
		same = same && strcmp(pairs[i].name, head->head.cells[i]) == 0;
	}
	if (same)
		return false;
	head->head.cells = arena_calloc(keep, n + 1, sizeof(*head->head.cells));
	head->head.n = n;
	for (size_t i = 0; i < n; i++)
		head->head.cells[i] = arena_strdup(keep, pairs[i].name);
	return true;
}

static enum err read_line(struct tx *tx, struct import_run *r, struct report *report, struct keys *keys,
	const char *line, size_t len, int64_t number, struct csv *head)
{
	struct csv_row row = {.number = number};
	struct json_pair *pairs;
	size_t n;
	bool first = !head->head.cells;
	enum err err;

	fault_clear(&r->fault);
	if (json_read_pairs(line, len, &pairs, &n, &r->scratch, &r->fault) != OK) {
		err = add_row(tx, r, report, number);
		if (err != OK)
			return err;
		refuse(r, ERR_INVALID);
		r->in->counts[IMPORT_ERROR]++;
		arena_clear(&r->scratch);
		return OK;
	}
	if (as_table(pairs, n, head, &row, r->keep, &r->scratch))
		import_map_columns(r, head);
	/* A member may be left out of one object and be in the next: rows are asked, not the file. */
	if (first)
		import_tell_columns(r, head);
	return next_row(tx, r, report, keys, &row);
}

static enum err read_json_lines(struct tx *tx, struct import_run *r, struct report *report, struct keys *keys)
{
	const char *p = r->in->data, *end = p + r->in->len;
	struct csv head = {0};
	int64_t number = 0;
	enum err err = OK;

	r->in->encoding = "JSON Lines";
	p += r->in->len >= 3 && memcmp(p, BYTE_ORDER_MARK, 3) == 0 ? 3 : 0;
	while (err == OK && p < end) {
		const char *stop = memchr(p, '\n', (size_t)(end - p));
		size_t len = (size_t)((stop ? stop : end) - p), blank = 0;

		number++;
		while (blank < len && strchr(" \t\r", p[blank]))
			blank++;
		if (blank < len)
			err = read_line(tx, r, report, keys, p, len, number, &head);
		p += len + 1;
	}
	return err;
}

static bool is_json(const struct import *in)
{
	const char *p = in->data, *end = p + in->len;

	p += in->len >= 3 && memcmp(p, BYTE_ORDER_MARK, 3) == 0 ? 3 : 0;
	while (p < end && strchr(" \t\r\n", *p))
		p++;
	return p < end && *p == '{';
}

/* A list that changed nothing leaves nothing. */
static enum err end_record(struct tx *tx, struct import_run *r)
{
	const int64_t *counts = r->in->counts;
	enum err err;

	if (!r->record.id)
		return OK;
	r->record.created = counts[IMPORT_NEW];
	r->record.changed = counts[IMPORT_CHANGED];
	r->record.same = counts[IMPORT_SAME];
	r->record.refused = counts[IMPORT_ERROR];
	r->in->run_id = r->record.id;
	err = store_event_newest(tx->db, &r->record.last_seq);
	if (err == OK)
		err = store_import_close(tx, &r->record);
	return err == OK ? store_event_note(tx, "import", r->record.id, "applied", "name", r->record.name)
			 : err;
}

static enum err outcome(struct tx *tx, const struct import *in)
{
	char n[24];

	snprintf(n, sizeof(n), "%lld", (long long)in->counts[IMPORT_ERROR]);
	if (!in->apply)
		return fault_set(tx->fault, ERR_CONFLICT, MSG_IMPORT_DRY, NULL);
	if (in->counts[IMPORT_ERROR] && !in->skip_errors)
		return fault_set(tx->fault, ERR_CONFLICT, MSG_IMPORT_REFUSED, n);
	return OK;
}

static enum err read_any(struct tx *tx, struct import_run *r, struct report *report, struct keys *keys)
{
	if (r->in->len > CSV_FILE_MAX)
		return fault_set(tx->fault, ERR_TOO_BIG, MSG_TOO_BIG, "67108864");
	return is_json(r->in) ? read_json_lines(tx, r, report, keys) : read_table(tx, r, report, keys);
}

enum err domain_import(struct tx *tx, void *ctx)
{
	struct import *in = ctx;
	struct import_run r = {.in = in, .columns = kinds[in->what].columns, .keep = tx->arena};
	struct keys keys = {.arena = tx->arena};
	struct report report = {0};
	enum err err;

	memset(in->counts, 0, sizeof(in->counts));
	in->finished = false;
	arena_init(&r.scratch);
	buf_init(&r.detail);
	in->run_id = 0;
	err = store_event_newest(tx->db, &r.seq);
	if (err == OK)
		err = read_any(tx, &r, &report, &keys);
	report_end(&report, tx->arena, &in->rows);
	buf_release(&r.detail);
	arena_release(&r.scratch);
	if (err == OK)
		err = end_record(tx, &r);
	if (err != OK)
		return err;
	in->finished = true;
	return outcome(tx, in);
}
