/* keep.c - what was learnt as bytes, and back; see kb.h and learn.h.
 *
 * In the byte order of this machine (it is read where it was written), in this order: a mark of what this program would
 * write (everything that, changed, gives the numbers another meaning), weights, sums of squares, promises, then the pairs
 * that are not 0, each with its place. */
#include "kb/learn.h"

#include <string.h>

enum { KEPT_FORMAT = 1 };

struct head {
	uint64_t mark;
	struct kb_weights weights;
	double squares[KB_FEATURES + 2];
	struct kb_promises promises;
	uint64_t n_pairs;
};
struct pair {
	uint32_t place;
	int16_t weight;
	uint16_t squares;
};

static uint64_t mixed(uint64_t h, const void *bytes, size_t n)
{
	const unsigned char *p = bytes;

	for (size_t i = 0; i < n; i++)
		h = kb_map_mix(h ^ p[i]);
	return h;
}

/* Other features, another number of places or other weights to begin with: another mark. */
static uint64_t mark_of(const struct kb *kb)
{
	struct kb_weights shipped = kb_weights_shipped();
	uint64_t h = kb_map_mix(KEPT_FORMAT ^ (uint64_t)KB_LEARN_PLACES << 8 ^ (uint64_t)kb->without << 32);

	for (size_t i = 0; kb_piece_names[i]; i++)
		h = mixed(h, kb_piece_names[i], strlen(kb_piece_names[i]) + 1);
	return mixed(h, &shipped, sizeof(shipped));
}

void kb_learnt_write(const struct kb *kb, struct buf *out)
{
	const struct kb_learnt *l = kb->learnt;
	struct head head = {.mark = mark_of(kb), .weights = kb->weights, .promises = kb->promises};
	size_t at = out->len;

	memcpy(head.squares, l->squares, sizeof(head.squares));
	buf_add(out, &head, sizeof(head));
	for (uint32_t i = 0; i < KB_LEARN_PLACES; i++) {
		struct pair pair = {i, l->weights[i], l->pair_squares[i]};

		if (!pair.weight && !pair.squares)
			continue;
		buf_add(out, &pair, sizeof(pair));
		head.n_pairs++;
	}
	memcpy(out->data + at, &head, sizeof(head));
}

bool kb_learnt_read(struct kb *kb, const void *bytes, size_t n)
{
	const unsigned char *p = bytes;
	struct kb_learnt *l = kb->learnt;
	struct head head;
	struct pair pair;

	if (n < sizeof(head))
		return false;
	memcpy(&head, p, sizeof(head));
	if (head.mark != mark_of(kb) || head.n_pairs > KB_LEARN_PLACES ||
		n != sizeof(head) + head.n_pairs * sizeof(struct pair))
		return false;
	for (size_t i = 0; i < head.n_pairs; i++) {
		memcpy(&pair, p + sizeof(head) + i * sizeof(pair), sizeof(pair));
		if (pair.place >= KB_LEARN_PLACES)
			return false;
	}
	for (size_t i = 0; i < head.n_pairs; i++) {
		memcpy(&pair, p + sizeof(head) + i * sizeof(pair), sizeof(pair));
		l->weights[pair.place] = pair.weight;
		l->pair_squares[pair.place] = pair.squares;
	}
	memcpy(l->squares, head.squares, sizeof(l->squares));
	kb->weights = head.weights;
	kb->promises = head.promises;
	kb_publish(kb);
	return true;
}
