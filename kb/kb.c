/* kb.c - putting records in and taking them out; see kb.h, and state.h for what is kept. */
#include "kb/kb.h"

#include "kb/group.h"
#include "kb/state.h"

#include <stdlib.h>
#include <string.h>

enum {
	DRAFT_ENTRIES = 2 * KB_TOKENS,
	PACK_LEAST = 1024, /* dead documents below which packing is not worth it */
	QUALITY_NONE_SAID = 2,
};

/* A record being read: what will become its document. */
struct kb_draft {
	struct kb_doc doc;
	struct kb_entry entries[DRAFT_ENTRIES];
	size_t n, lengths[KB_FIELDS];
	uint32_t stems[DRAFT_ENTRIES];
	struct kb_tokens tokens;
	struct kb_group_name group;
};

void *kb_grow(void *items, size_t *room, size_t n, size_t size)
{
	if (n <= *room)
		return items;
	*room = n + n / 2 + 16;
	return xrealloc(items, *room * size);
}

struct kb *kb_new(void)
{
	struct kb *kb = xcalloc(1, sizeof(*kb));

	kb->weights = kb_weights_shipped();
	kb->draft = xcalloc(1, sizeof(*kb->draft));
	return kb;
}

void kb_free(struct kb *kb)
{
	if (!kb)
		return;
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
	free(kb->docs);
	free(kb->entries);
	free(kb->parts);
	free(kb->groups);
	free(kb->machine_cases);
	free(kb->draft);
	free(kb);
}

void kb_set_weights(struct kb *kb, const struct kb_weights *w)
{
	kb->weights = *w;
}

static uint32_t field_add(struct kb_names *names, const char *text)
{
	char code[KB_TOKEN_MAX + 1];
	size_t n = kb_text_code(text, code);

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
	kb->machine_cases =
		kb_grow(kb->machine_cases, &kb->machine_room, kb->n_machines + 1, sizeof(uint32_t));
	kb->machine_cases[kb->n_machines] = 0;
	kb_map_set(&kb->machines, (uint64_t)id, (uint32_t)++kb->n_machines);
	return (uint32_t)kb->n_machines;
}

static uint32_t group_add(struct kb *kb, const struct kb_group_name *name)
{
	size_t known = kb->group_names.n;
	uint32_t number = kb_names_add(&kb->group_names, name->name, strlen(name->name));

	if (number < known)
		return number;
	kb->groups = kb_grow(kb->groups, &kb->group_room, known + 1, sizeof(*kb->groups));
	kb->groups[number] =
		(struct kb_group){.label = kb_names_add(&kb->label_names, name->label, strlen(name->label))};
	return number;
}

/* The tokens read so far become entries of the field. Its length is in words: codes are none, Chinese tokens
 * a part. */
static void draft_field(struct kb *kb, struct kb_draft *d, unsigned field)
{
	double words = 0;

	for (size_t i = 0; i < d->tokens.n && d->n < DRAFT_ENTRIES; i++) {
		enum kb_kind kind = (enum kb_kind)d->tokens.v[i].kind;
		uint32_t form = kb_words_add(&kb->words, &d->tokens.v[i]);

		d->entries[d->n++] = (struct kb_entry){.form = form, .fields = 1u << field};
		words += kind == KB_WORD ? 1 : kind == KB_HAN ? KB_HAN_SHARE : 0;
		if (field == KB_SYMPTOM && kind != KB_CODE)
			d->doc.wording = (uint32_t)kb_map_mix(kb_map_pair(d->doc.wording, form)) | 1;
	}
	d->lengths[field] = (size_t)(words + .5);
	d->tokens.n = 0;
}

static int by_form(const void *a, const void *b)
{
	const struct kb_entry *x = a, *y = b;

	return x->form < y->form ? -1 : x->form > y->form;
}

/* Entries of the same form become one. */
static void draft_merge(struct kb_draft *d)
{
	size_t n = 0;

	qsort(d->entries, d->n, sizeof(*d->entries), by_form);
	for (size_t i = 0; i < d->n; i++) {
		if (n && d->entries[n - 1].form == d->entries[i].form)
			d->entries[n - 1].fields |= d->entries[i].fields;
		else
			d->entries[n++] = d->entries[i];
	}
	d->n = n;
}

/* A record of unknown worth counts fully, each "wrong" that no "right" balances takes from it. */
static uint8_t quality_of(const struct kb_record *r)
{
	double right = r->right > 0 ? r->right : 0, wrong = r->wrong > 0 ? r->wrong : 0;

	return (uint8_t)(255 * (right + QUALITY_NONE_SAID) / (right + wrong + QUALITY_NONE_SAID) + .5);
}

static void draft_read(struct kb *kb, struct kb_draft *d, const struct kb_record *r)
{
	d->doc = (struct kb_doc){.id = r->id, .time_ms = r->time_ms, .group = KB_NO_NAME};
	d->n = d->lengths[KB_SYMPTOM] = d->lengths[KB_PAST] = 0;
	if (kb_group_of(r, &d->tokens, &d->group))
		d->doc.group = group_add(kb, &d->group);
	d->tokens.n = 0;
	kb_text_tokens(r->symptom, &d->tokens);
	kb_text_code_token(r->code, &d->tokens);
	draft_field(kb, d, KB_SYMPTOM);
	kb_text_tokens(r->cause, &d->tokens);
	kb_text_tokens(r->action, &d->tokens);
	kb_text_tokens(r->component, &d->tokens);
	draft_field(kb, d, KB_PAST);
	draft_merge(d);
	d->doc.machine = machine_add(kb, r->machine);
	d->doc.model = field_add(&kb->model_names, r->model);
	d->doc.component = field_add(&kb->component_names, r->component);
	d->doc.code = field_add(&kb->code_names, r->code);
	d->doc.minutes = r->minutes >= 0 && r->minutes < UINT32_MAX ? (uint32_t)r->minutes : UINT32_MAX;
	d->doc.outcome = (uint8_t)r->outcome;
	d->doc.quality = quality_of(r);
	d->doc.n_entries = (uint16_t)d->n;
	d->doc.n_parts = (uint8_t)(r->n_parts < KB_RECORD_PARTS ? r->n_parts : KB_RECORD_PARTS);
}

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

/* The distinct stems of a document into draft->stems. */
static size_t stems_of(struct kb *kb, const struct kb_entry *entries, size_t n)
{
	uint32_t *stems = kb->draft->stems;
	size_t distinct = 0;

	for (size_t i = 0; i < n; i++)
		stems[i] = kb->words.form[entries[i].form].stem;
	qsort(stems, n, sizeof(*stems), by_number);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || stems[i] != stems[i - 1])
			stems[distinct++] = stems[i];
	return distinct;
}

/* The document comes into (sign 1) or leaves (-1) all counts. */
static void count(struct kb *kb, const struct kb_doc *d, int sign)
{
	size_t n = stems_of(kb, kb_doc_entries(kb, d), d->n_entries);
	bool grouped = d->group != KB_NO_NAME;

	for (size_t i = 0; i < n; i++) {
		uint32_t stem = kb->draft->stems[i], after = 0;

		if (grouped)
			after = kb_map_add(&kb->told, kb_map_pair(stem, d->group), sign);
		kb_words_count(&kb->words, stem, sign, grouped, after - (uint32_t)sign);
	}
	if (!grouped)
		return;
	kb->groups_used += sign > 0 && kb->groups[d->group].cases == 0;
	kb->groups[d->group].cases += (uint32_t)sign;
	kb->groups_used -= sign < 0 && kb->groups[d->group].cases == 0;
	if (d->machine) {
		kb->machine_cases[d->machine - 1] += (uint32_t)sign;
		kb_map_add(&kb->pairs, kb_map_pair(d->machine, d->group), sign);
	}
}

/* The last place of docs, linked to its group and known by its id. */
static void append(
	struct kb *kb, struct kb_doc *d, const struct kb_entry *entries, const size_t lengths[KB_FIELDS])
{
	uint32_t number = kb_index_add(&kb->index, entries, d->n_entries, lengths);

	if (d->group != KB_NO_NAME) {
		d->older = kb->groups[d->group].newest;
		kb->groups[d->group].newest = number + 1;
	}
	kb->docs = kb_grow(kb->docs, &kb->doc_room, number + 1u, sizeof(*kb->docs));
	kb->docs[number] = *d;
	kb_map_set(&kb->ids, (uint64_t)d->id, number + 1);
}

static void keep_parts(struct kb *kb, struct kb_doc *d, const struct kb_part *parts)
{
	kb->parts = kb_grow(kb->parts, &kb->part_room, kb->n_parts + d->n_parts, sizeof(*kb->parts));
	d->parts = (uint32_t)kb->n_parts;
	if (d->n_parts)
		memcpy(kb->parts + kb->n_parts, parts, d->n_parts * sizeof(*parts));
	kb->n_parts += d->n_parts;
}

/* True when the new version differs only in what no count and no list depends on; most changes of a closed
 * ticket are of this kind (did it hold, was it helpful). */
static bool same_place(const struct kb *kb, uint32_t number, const struct kb_draft *d)
{
	const struct kb_doc *old = &kb->docs[number];
	const uint8_t *lengths = kb->index.lengths[number];

	for (size_t f = 0; f < KB_FIELDS; f++)
		if (lengths[f] != (d->lengths[f] < KB_LENGTH_MAX ? d->lengths[f] : KB_LENGTH_MAX))
			return false;
	return old->group == d->doc.group && old->machine == d->doc.machine &&
	       old->wording == d->doc.wording && old->n_entries == d->n &&
	       memcmp(kb_doc_entries(kb, old), d->entries, d->n * sizeof(*d->entries)) == 0;
}

static void update(struct kb *kb, uint32_t number, struct kb_draft *d, const struct kb_part *parts)
{
	struct kb_doc *old = &kb->docs[number];

	d->doc.entries = old->entries;
	d->doc.older = old->older;
	d->doc.parts = old->parts;
	if (d->doc.n_parts <= old->n_parts && d->doc.n_parts)
		memcpy(kb->parts + old->parts, parts, d->doc.n_parts * sizeof(*parts));
	else
		keep_parts(kb, &d->doc, parts);
	*old = d->doc;
}

/* Leaves the dead out of everything that grows: documents are numbered anew in their old order. */
static void pack(struct kb *kb)
{
	struct kb_index old = kb->index;
	struct kb_entry *entries = kb->entries;
	struct kb_part *parts = kb->parts;

	kb->index = (struct kb_index){0};
	kb->entries = NULL;
	kb->parts = NULL;
	kb->n_entries = kb->entry_room = kb->n_parts = kb->part_room = 0;
	for (size_t g = 0; g < kb->group_names.n; g++)
		kb->groups[g].newest = 0;
	for (uint32_t i = 0; i < old.n_docs; i++) {
		struct kb_doc d = kb->docs[i];
		const struct kb_entry *from = entries + d.entries;
		size_t lengths[KB_FIELDS] = {old.lengths[i][KB_SYMPTOM], old.lengths[i][KB_PAST]};

		if (kb_index_dead(&old, i))
			continue;
		kb->entries =
			kb_grow(kb->entries, &kb->entry_room, kb->n_entries + d.n_entries, sizeof(*from));
		d.entries = (uint32_t)kb->n_entries;
		if (d.n_entries)
			memcpy(kb->entries + kb->n_entries, from, d.n_entries * sizeof(*from));
		kb->n_entries += d.n_entries;
		keep_parts(kb, &d, parts + d.parts);
		append(kb, &d, from, lengths);
	}
	kb_index_release(&old);
	free(entries);
	free(parts);
}

static void drop(struct kb *kb, uint32_t number)
{
	count(kb, &kb->docs[number], -1);
	kb_index_remove(&kb->index, number);
	kb_map_set(&kb->ids, (uint64_t)kb->docs[number].id, 0);
}

static void pack_if_worth(struct kb *kb)
{
	size_t dead = kb->index.n_docs - kb->index.live;

	if (dead > PACK_LEAST && dead > kb->index.live / 2)
		pack(kb);
}

void kb_put(struct kb *kb, const struct kb_record *r)
{
	struct kb_draft *d = kb->draft;
	uint32_t known = kb_map_get(&kb->ids, (uint64_t)r->id);

	draft_read(kb, d, r);
	if (known && same_place(kb, known - 1, d)) {
		update(kb, known - 1, d, r->parts);
		return;
	}
	if (known)
		drop(kb, known - 1);
	kb->entries = kb_grow(kb->entries, &kb->entry_room, kb->n_entries + d->n, sizeof(*kb->entries));
	d->doc.entries = (uint32_t)kb->n_entries;
	memcpy(kb->entries + kb->n_entries, d->entries, d->n * sizeof(*d->entries));
	kb->n_entries += d->n;
	keep_parts(kb, &d->doc, r->parts);
	append(kb, &d->doc, d->entries, d->lengths);
	count(kb, &d->doc, 1);
	if (known)
		pack_if_worth(kb);
}

bool kb_remove(struct kb *kb, int64_t id)
{
	uint32_t known = kb_map_get(&kb->ids, (uint64_t)id);

	if (!known)
		return false;
	drop(kb, known - 1);
	pack_if_worth(kb);
	return true;
}

void kb_stats(const struct kb *kb, struct kb_stats *out)
{
	out->records = kb->index.live;
	out->groups = kb->groups_used;
	out->words = kb->words.forms.n;
	out->bytes = sizeof(*kb) + sizeof(*kb->draft) + kb_words_bytes(&kb->words) +
		     kb_index_bytes(&kb->index) + kb_names_bytes(&kb->group_names) +
		     kb_names_bytes(&kb->label_names) + kb_names_bytes(&kb->model_names) +
		     kb_names_bytes(&kb->component_names) + kb_names_bytes(&kb->code_names) +
		     kb_map_bytes(&kb->ids) + kb_map_bytes(&kb->machines) + kb_map_bytes(&kb->pairs) +
		     kb_map_bytes(&kb->told) + kb->doc_room * sizeof(*kb->docs) +
		     kb->entry_room * sizeof(*kb->entries) + kb->part_room * sizeof(*kb->parts) +
		     kb->group_room * sizeof(*kb->groups) + kb->machine_room * sizeof(*kb->machine_cases);
}
