/* kb.c - putting records in and taking them out; see kb.h, and state.h for what is kept. */
#include "kb/kb.h"

#include "kb/group.h"
#include "kb/learn.h"
#include "kb/pack.h"
#include "kb/said.h"
#include "kb/state.h"

#include <stdlib.h>
#include <string.h>

enum {
	FEW = 48,	 /* sorted by insertion */
	NAME_WORDS = 32, /* of a fix's name */
	COUNT_BITS = 14, /* of a cell of the tables of counts; the rest is the pair counted */
	QUALITY_NONE_SAID = 2,
	BEHIND = 2, /* of many: a record is put in when so many after it are read */
	COMING = BEHIND + 1,
	FIELDS_AT = 32, /* bits, in a word of a draft: above the stem */
	FORM_AT = FIELDS_AT + KB_FIELDS,
	PUT_UNSEEN = 512, /* records of many put at once, until readers see them */
};

/* A record being read: what will become its document. */
struct kb_draft {
	struct kb_coming in[COMING];	/* by turns, when many are put */
	uint64_t words[KB_DOC_ENTRIES]; /* of the record: form, fields and stem, as they are sorted */
	uint32_t stems[KB_DOC_ENTRIES]; /* of a document that goes */
	struct kb_reading reading;	/* of what is not read ahead */
};

struct kb *kb_new(void)
{
	struct kb_lexicon *lx = kb_lexicon_new(NULL);
	struct kb *kb = kb_new_with(lx);

	kb_lexicon_free(lx);
	return kb;
}

struct kb *kb_new_with(struct kb_lexicon *lx)
{
	struct kb *kb = xcalloc(1, sizeof(*kb));
	struct kb_names *names[] = {&kb->words.forms, &kb->words.stems, &kb->group_names, &kb->label_names,
		&kb->model_names, &kb->component_names, &kb->code_names};
	struct kb_map *maps[] = {&kb->words.grams, &kb->ids, &kb->machines, &kb->pairs, &kb->told};
	struct kb_heap *heap = kb_view_begin(kb);

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		names[i]->heap = heap;
	for (size_t i = 0; i < sizeof(maps) / sizeof(maps[0]); i++)
		maps[i]->heap = heap;
	kb->index.heap = heap;
	kb_words_start(&kb->words, heap);
	kb->pairs.number_bits = kb->told.number_bits = COUNT_BITS;
	kb->latest_docs = xcalloc(1, sizeof(*kb->latest_docs));
	kb->weights = kb_weights_shipped();
	kb->learnt = xcalloc(1, sizeof(*kb->learnt));
	kb->lexicon = kb_lexicon_keep(lx);
	kb->draft = xcalloc(1, sizeof(*kb->draft));
	kb_publish(kb);
	return kb;
}

void kb_free(struct kb *kb)
{
	if (!kb)
		return;
	kb_pack_stop(kb);
	kb_words_release(&kb->words);
	kb_index_release(&kb->index);
	kb_names_release(&kb->group_names);
	kb_names_release(&kb->label_names);
	kb_names_release(&kb->model_names);
	kb_names_release(&kb->component_names);
	kb_names_release(&kb->code_names);
	kb_map_release(&kb->ids);
	kb_map_release(&kb->machines);
	kb_map_release(&kb->pairs);
	kb_map_release(&kb->told);
	kb_heap_retire_array(NULL, kb->docs, kb->doc_room, sizeof(*kb->docs));
	free((void *)kb->latest_docs);
	kb_heap_retire_array(NULL, kb->held, kb->held_room, 1);
	kb_heap_retire_array(NULL, kb->groups, kb->group_room, sizeof(*kb->groups));
	kb_heap_retire_array(NULL, (void *)kb->machine_cases, kb->machine_room, sizeof(*kb->machine_cases));
	kb_heap_retire_array(NULL, kb->name_words, kb->name_word_room, sizeof(*kb->name_words));
	free(kb->learnt);
	free(kb->draft);
	kb_lexicon_free(kb->lexicon);
	kb_view_end(kb);
	free(kb);
}

size_t kb_draft_bytes(void)
{
	return sizeof(struct kb_draft);
}

void kb_set_weights(struct kb *kb, const struct kb_weights *w)
{
	kb->weights = *w;
	kb_publish(kb);
}

/* known: what it was found as, if it was. */
static uint32_t field_add(struct kb_names *names, uint32_t known, const char *text)
{
	char code[KB_TOKEN_MAX + 1];
	size_t n;

	if (known != KB_NO_NAME)
		return known;
	n = kb_text_code(text, code);
	return n ? kb_names_add(names, code, n) : KB_NO_NAME;
}

uint32_t kb_field_find(const struct kb_names *names, const char *text)
{
	char code[KB_TOKEN_MAX + 1];
	size_t n = kb_text_code(text, code);

	return n ? kb_names_find(names, code, n) : KB_NO_NAME;
}

static uint32_t machine_add(struct kb *kb, int64_t id)
{
	uint32_t number = id ? kb_map_get(&kb->machines, (uint64_t)id) : 0;

	if (number || !id)
		return number;
	kb->machine_cases = kb_heap_grow(kb_heap_of(kb), (void *)kb->machine_cases, &kb->machine_room,
		kb->n_machines, kb->n_machines + 1, sizeof(*kb->machine_cases));
	kb_map_set(&kb->machines, (uint64_t)id, (uint32_t)++kb->n_machines);
	return (uint32_t)kb->n_machines;
}

static bool given(const char *text)
{
	return text && *text;
}

/* The words of the fix's name, whose first record this is. */
static void name_add(struct kb *kb, const struct kb_token *t, size_t n, struct kb_group *g)
{
	uint32_t stem;

	g->words = (uint32_t)kb->n_name_words;
	g->n_words = n < NAME_WORDS ? (uint32_t)n : NAME_WORDS;
	kb->name_words = kb_heap_grow(kb_heap_of(kb), kb->name_words, &kb->name_word_room, kb->n_name_words,
		kb->n_name_words + g->n_words, sizeof(*kb->name_words));
	for (size_t i = 0; i < g->n_words; i++)
		kb->name_words[kb->n_name_words++] = kb_words_add(&kb->words, &t[i], &stem);
}

static uint32_t group_add(struct kb *kb, const struct kb_said *said)
{
	const struct kb_group_name *name = &said->group;
	size_t known = kb->group_names.n;
	uint32_t number = said->number != KB_NO_NAME
				  ? said->number
				  : kb_names_add(&kb->group_names, name->name, strlen(name->name));
	struct kb_group *g;

	if (number < known)
		return number;
	kb->groups = kb_heap_grow(
		kb_heap_of(kb), kb->groups, &kb->group_room, known, known + 1, sizeof(*kb->groups));
	g = &kb->groups[number];
	memset(g, 0, sizeof(*g));
	g->label = strcmp(name->name, name->label) == 0
			   ? KB_NO_NAME
			   : kb_names_add(&kb->label_names, name->label, strlen(name->label));
	name_add(kb, said->tokens + said->n_symptom + said->n_past, said->n_name, g);
	return number;
}

/* A word of the record. The list of its form will be looked at soon. */
static void draft_word(struct kb *kb, struct kb_coming *in, uint32_t form, uint32_t stem, unsigned field)
{
	kb->draft->words[in->n++] = (uint64_t)form << FORM_AT | 1ULL << (FIELDS_AT + field) | stem;
	if (form < kb->index.n_lists)
		__builtin_prefetch(&kb->index.lists[form]);
}

/* What a token counts in the length of its field, in words: codes and concepts nothing, Chinese tokens a part. */
static double length_of(enum kb_kind kind)
{
	return kind == KB_WORD ? 1 : kind == KB_HAN ? KB_HAN_SHARE : 0;
}

/* The tokens become entries of the field. */
static void draft_field(
	struct kb *kb, const struct kb_token *t, size_t n, struct kb_coming *in, unsigned field)
{
	double words = 0;

	for (size_t i = 0; i < n; i++)
		kb_words_expect(&kb->words, &t[i]);
	for (size_t i = 0; i < n && in->n < KB_DOC_ENTRIES; i++) {
		enum kb_kind kind = (enum kb_kind)t[i].kind;
		uint32_t stem, form = kb_words_add(&kb->words, &t[i], &stem);

		draft_word(kb, in, form, stem, field);
		words += length_of(kind);
		if (field == KB_SYMPTOM && (kind == KB_WORD || kind == KB_HAN))
			in->doc.wording = (uint32_t)kb_map_mix(kb_map_pair(in->doc.wording, form)) | 1;
	}
	in->lengths[field] = (size_t)(words + .5);
}

/* The words of the fix's name, which were read when its first record came. */
static void draft_name(struct kb *kb, const struct kb_group *g, struct kb_coming *in)
{
	double words = 0;

	for (size_t i = 0; i < g->n_words && in->n < KB_DOC_ENTRIES; i++) {
		uint32_t form = kb->name_words[g->words + i];
		const struct kb_form *f = &kb->words.form[form];

		draft_word(kb, in, form, f->stem, KB_PAST);
		words += length_of((enum kb_kind)f->kind);
	}
	in->lengths[KB_PAST] += (size_t)(words + .5);
}

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

static void sort_numbers(uint32_t *v, size_t n)
{
	if (n > FEW) {
		qsort(v, n, sizeof(*v), by_number);
		return;
	}
	for (size_t i = 1; i < n; i++) {
		uint32_t one = v[i];
		size_t j = i;

		for (; j > 0 && v[j - 1] > one; j--)
			v[j] = v[j - 1];
		v[j] = one;
	}
}

/* Sorted, each once. Returns how many. */
static size_t distinct(uint32_t *v, size_t n)
{
	size_t kept = 0;

	sort_numbers(v, n);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || v[i] != v[i - 1])
			v[kept++] = v[i];
	return kept;
}

static int by_size(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

/* A record has a dozen words or two: insertion; qsort for the rare long one. */
static void sort_words(uint64_t *v, size_t n)
{
	if (n > FEW) {
		qsort(v, n, sizeof(*v), by_size);
		return;
	}
	for (size_t i = 1; i < n; i++) {
		uint64_t one = v[i];
		size_t j = i;

		for (; j > 0 && v[j - 1] > one; j--)
			v[j] = v[j - 1];
		v[j] = one;
	}
}

/* The words by form, those of the same form as one, and the stems of all. */
static void draft_merge(struct kb_coming *in, uint64_t *words)
{
	size_t n = 0;

	sort_words(words, in->n);
	for (size_t i = 0; i < in->n; i++) {
		uint32_t form = (uint32_t)(words[i] >> FORM_AT);
		uint32_t fields = words[i] >> FIELDS_AT & ((1u << KB_FIELDS) - 1);

		if (n && in->entries[n - 1].form == form) {
			in->entries[n - 1].fields |= fields;
			continue;
		}
		in->stems[n] = (uint32_t)words[i];
		in->entries[n++] = (struct kb_entry){.form = form, .fields = fields};
	}
	in->n = n;
	in->n_stems = distinct(in->stems, n);
}

/* A record of unknown worth counts fully, each "wrong" that no "right" balances takes from it. */
static uint8_t quality_of(const struct kb_record *r)
{
	double right = r->right > 0 ? r->right : 0, wrong = r->wrong > 0 ? r->wrong : 0;

	return (uint8_t)(255 * (right + QUALITY_NONE_SAID) / (right + wrong + QUALITY_NONE_SAID) + .5);
}

static void draft_texts(
	struct kb *kb, struct kb_coming *in, const struct kb_record *r, const struct kb_said *said)
{
	in->n = in->lengths[KB_SYMPTOM] = in->lengths[KB_PAST] = 0;
	draft_field(kb, said->tokens, said->n_symptom, in, KB_SYMPTOM);
	draft_field(kb, said->tokens + said->n_symptom, said->n_past, in, KB_PAST);
	/* Where only the fix is known, its name tells what was done. */
	if (!given(r->action) && !given(r->component) && in->doc.group != KB_NO_NAME)
		draft_name(kb, &kb->groups[in->doc.group], in);
	draft_merge(in, kb->draft->words);
}

static void draft_doc(
	struct kb *kb, struct kb_doc *doc, const struct kb_record *r, const struct kb_said *said)
{
	doc->machine = machine_add(kb, r->machine);
	doc->model = field_add(&kb->model_names, said->model, r->model);
	doc->component = field_add(&kb->component_names, said->component, r->component);
	doc->code = field_add(&kb->code_names, said->code, r->code);
	doc->minutes = r->minutes >= 0 && r->minutes < UINT32_MAX ? (uint32_t)r->minutes : UINT32_MAX;
	doc->outcome = (uint8_t)r->outcome;
	doc->quality = quality_of(r);
}

static void draft_read(
	struct kb *kb, struct kb_coming *in, const struct kb_record *r, const struct kb_said *said)
{
	in->doc = (struct kb_doc){.id = r->id, .time_ms = r->time_ms, .group = KB_NO_NAME};
	kb_map_expect(&kb->ids, (uint64_t)r->id);
	if (said->grouped)
		in->doc.group = group_add(kb, said);
	draft_texts(kb, in, r, said);
	draft_doc(kb, &in->doc, r, said);
	in->n_held = kb_held_write(in->held, in->entries, in->n, r->parts,
		r->n_parts < KB_RECORD_PARTS ? r->n_parts : KB_RECORD_PARTS, &in->doc.entry_bytes);
}

/* All that putting it in looks at, which is mostly far away, begins to come near. */
static void expect(const struct kb *kb, const struct kb_coming *in)
{
	uint32_t group = in->doc.group;

	for (size_t i = 0; i < in->n_stems; i++) {
		__builtin_prefetch(&kb->words.stem[in->stems[i]], 1);
		if (group != KB_NO_NAME)
			kb_map_expect(&kb->told, kb_map_pair(in->stems[i], group));
	}
	if (group != KB_NO_NAME) {
		__builtin_prefetch(&kb->groups[group], 1);
		kb_map_expect(&kb->pairs, kb_map_pair(in->doc.machine, group));
	}
	for (size_t i = 0; i < in->n; i++)
		if (in->entries[i].form < kb->index.n_lists)
			kb_list_expect(&kb->index.lists[in->entries[i].form]);
}

/* The distinct stems of a document into draft->stems. */
static size_t stems_of(struct kb *kb, const struct kb_doc *d)
{
	uint32_t *stems = kb->draft->stems;
	size_t n = 0;

	for (struct kb_cursor c = kb_doc_entries(kb, d); c.number != UINT32_MAX; kb_cursor_next(&c))
		stems[n++] = kb->words.form[c.number].stem;
	return distinct(stems, n);
}

/* There is one writer: what it reads has not changed when it writes. */
static void add(_Atomic uint32_t *number, int sign)
{
	atomic_store_explicit(number, *number + (uint32_t)sign, memory_order_relaxed);
}

/* The document, with these stems, comes into (sign 1) or leaves (-1) all counts. */
static void count(struct kb *kb, const struct kb_doc *d, const uint32_t *stems, size_t n, int sign)
{
	bool grouped = d->group != KB_NO_NAME;

	for (size_t i = 0; i < n; i++) {
		uint32_t after = 0;

		if (grouped)
			after = kb_map_add(&kb->told, kb_map_pair(stems[i], d->group), sign);
		kb_words_count(&kb->words, stems[i], sign, grouped, after - (uint32_t)sign);
	}
	if (!grouped)
		return;
	kb->groups_used += sign > 0 && kb->groups[d->group].cases == 0;
	add(&kb->groups[d->group].cases, sign);
	kb->groups_used -= sign < 0 && kb->groups[d->group].cases == 0;
	if (d->machine) {
		add(&kb->machine_cases[d->machine - 1], sign);
		kb_map_add(&kb->pairs, kb_map_pair(d->machine, d->group), sign);
	}
}

uint32_t kb_doc_append(struct kb *kb, const struct kb_coming *c)
{
	uint32_t number = kb_index_add(&kb->index, c->entries, c->n, c->lengths);
	struct kb_doc *d;

	kb->docs =
		kb_heap_grow(kb->index.heap, kb->docs, &kb->doc_room, number, number + 1u, sizeof(*kb->docs));
	kb->held =
		kb_heap_grow(kb->index.heap, kb->held, &kb->held_room, kb->n_held, kb->n_held + c->n_held, 1);
	d = &kb->docs[number];
	*d = c->doc;
	d->held = (uint32_t)kb->n_held;
	memcpy(kb->held + kb->n_held, c->held, c->n_held);
	kb->n_held += c->n_held;
	kb_map_set(&kb->ids, (uint64_t)d->id, number + 1);
	return number;
}

void kb_doc_link(struct kb *kb, uint32_t number)
{
	uint32_t group = kb->docs[number].group;

	kb->docs[number].older = group == KB_NO_NAME ? 0 : kb->groups[group].newest;
	if (group == KB_NO_NAME)
		return;
	if (kb->latest_docs)
		atomic_store_explicit(kb->latest_docs, kb->docs, memory_order_release);
	atomic_store_explicit(&kb->groups[group].newest, number + 1, memory_order_release);
}

/* True when the new version differs only in what people said about it and whether it held, which no count and no
 * list depends on; most changes of a closed ticket are of this kind. */
static bool same_place(const struct kb *kb, uint32_t number, const struct kb_coming *c)
{
	const struct kb_doc *old = &kb->docs[number], *new = &c->doc;

	for (size_t f = 0; f < KB_FIELDS; f++)
		if (kb_index_length(&kb->index, number, f) !=
			(c->lengths[f] < KB_LENGTH_MAX ? c->lengths[f] : KB_LENGTH_MAX))
			return false;
	return old->time_ms == new->time_ms && old->machine == new->machine && old->model == new->model &&
	       old->component == new->component && old->code == new->code && old->group == new->group &&
	       old->minutes == new->minutes && old->wording == new->wording &&
	       old->entry_bytes == new->entry_bytes &&kb_held_size(kb->held + old->held, old->entry_bytes) ==
		       c->n_held &&memcmp(kb->held + old->held, c->held, c->n_held) == 0;
}

static void update(struct kb_doc *old, const struct kb_doc *new)
{
	old->outcome = new->outcome;
	old->quality = new->quality;
}

static void drop(struct kb *kb, uint32_t number)
{
	const struct kb_doc *d = &kb->docs[number];
	size_t n = stems_of(kb, d);

	for (size_t i = 0; i < n && d->group != KB_NO_NAME; i++)
		kb_map_expect(&kb->told, kb_map_pair(kb->draft->stems[i], d->group));
	count(kb, d, kb->draft->stems, n, -1);
	kb_index_remove(&kb->index, number);
	kb_map_set(&kb->ids, (uint64_t)kb->docs[number].id, 0);
	kb_pack_drop(kb, number);
}

/* False when nothing but what readers see at once has changed. */
static bool take(struct kb *kb, const struct kb_coming *in)
{
	uint32_t known = kb_map_get(&kb->ids, (uint64_t)in->doc.id), number;

	if (known && same_place(kb, known - 1, in)) {
		struct kb_doc *packed = kb_pack_doc(kb, known - 1);

		update(&kb->docs[known - 1], &in->doc);
		if (packed)
			update(packed, &in->doc);
		return false;
	}
	if (known)
		drop(kb, known - 1);
	number = kb_doc_append(kb, in);
	kb_doc_link(kb, number);
	count(kb, &kb->docs[number], in->stems, in->n_stems, 1);
	return true;
}

void kb_put(struct kb *kb, const struct kb_record *r)
{
	kb_put_all(kb, r, 1);
}

/* While one record is read, what the one before it will touch comes near. */
void kb_put_all(struct kb *kb, const struct kb_record *r, size_t n)
{
	struct kb_coming *in = kb->draft->in;
	struct kb_ahead *ahead = kb_ahead_begin(kb, r, n);
	size_t unseen = 0;

	for (size_t i = 0; i < n + BEHIND; i++) {
		if (i < n)
			draft_read(kb, &in[i % COMING], &r[i], kb_ahead_next(ahead, &kb->draft->reading));
		if (i >= 1 && i - 1 < n)
			expect(kb, &in[(i - 1) % COMING]);
		if (i < BEHIND || !take(kb, &in[(i - BEHIND) % COMING]))
			continue;
		if (++unseen == PUT_UNSEEN) {
			kb_publish(kb);
			unseen = 0;
		}
		kb_pack_some(kb);
	}
	if (unseen)
		kb_publish(kb);
	kb_ahead_end(ahead);
}

bool kb_remove(struct kb *kb, int64_t id)
{
	uint32_t known = kb_map_get(&kb->ids, (uint64_t)id);

	if (!known)
		return false;
	drop(kb, known - 1);
	kb_publish(kb);
	kb_pack_some(kb);
	return true;
}
