/* text.h - from what people type to tokens that can be compared.
 *
 * Three kinds of token come out, because three kinds of thing are written in a fault report:
 *
 * - word: a run of letters of an alphabetic script, folded in width and case: "Pump" -> "pump". Endings stay
 *   on (the index keeps spellings apart); kb_text_stem says which spellings are one word. A single letter, a
 *   slash and letters are workshop shorthand and become one word: "R/H" -> "rh", "C/out" -> "cout".
 * - code: a run that mixes letters and digits, or short letters joined to digits by '-', '.' or '_': kept
 *   whole, without the joints, so that E-217, E217 and e217 are one code. Never cut up, never compared
 *   loosely.
 * - han: from a run of Chinese (also kana, hangul) every single character and every pair of neighbours.
 *   Measured: segmenters (jieba, friso, ICU) are within noise of this.
 *
 * Dropped: runs of digits alone (they are amounts, dates and asset numbers), the commonest English function
 * words (the, of, and …), punctuation, symbols, control and zero-width characters, bytes that are not UTF-8
 * (these also end a token).
 *
 * Bounds, so that hostile text costs no more than honest text: at most KB_TEXT_MAX bytes are read, a token
 * keeps its first KB_TOKEN_MAX bytes (cut between characters), at most KB_TOKENS tokens come out. */
#ifndef KB_TEXT_H
#define KB_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	KB_TEXT_MAX = 8192,
	KB_TOKEN_MAX = 32,
	KB_TOKENS = 512,
};

enum kb_kind { KB_WORD, KB_CODE, KB_HAN, KB_CONCEPT /* by lexicon.h, not by text.c */ };

struct kb_token {
	char text[KB_TOKEN_MAX + 1]; /* folded, NUL-terminated; 0 to the end */
	uint8_t len;
	uint8_t kind;	   /* enum kb_kind */
	uint16_t from, to; /* of a concept: the places of the tokens that tell it */
	uint64_t hash;	   /* kb_map_hash of the text */
};

/* Plain data, about 24 KiB: lives in an arena or in its owner, not on a small stack. */
struct kb_tokens {
	size_t n;
	struct kb_token v[KB_TOKENS];
};

/* Adds the tokens of text, in order of appearance, to what is there (set n = 0 first). NULL adds none. */
void kb_text_tokens(const char *text, struct kb_tokens *out);

/* A Chinese pair rather than a single character. A single that is not first in its run directly follows the
 * pair that ends in it. */
bool kb_text_is_pair(const struct kb_token *t);

/* The text as one code: letters and digits folded, all else left out, cut at KB_TOKEN_MAX. out is "" when
 * nothing is left. Returns its length. For fields that hold a fault code, a model, a part number. */
size_t kb_text_code(const char *text, char out[KB_TOKEN_MAX + 1]);

/* A field with a fault code as one code token, also when it is digits alone (which in a text would say
 * nothing); one without any digit is read as text. */
void kb_text_code_token(const char *text, struct kb_tokens *out);

/* The stem of an English word: plural -s and -ies, -ing and -ed (with the doubled letter), final -e.
 * Deliberately light: it never touches words of fewer than four letters nor anything that is not ASCII a-z.
 * Returns the length. */
size_t kb_text_stem(const char *word, size_t len, char out[KB_TOKEN_MAX + 1]);
/* kb_map_hash of the token's stem; of what is no word, of itself. */
uint64_t kb_text_stem_hash(const struct kb_token *t);

#endif
