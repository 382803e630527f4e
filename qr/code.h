/* code.h - the opaque codes that are printed: 10 characters, 9 random ones and one check character.
 *
 * The alphabet is 2-9 and C D F H J K M N P F T V W X Y: 23 characters of which no two look alike on a dirty label,
 * and no vowels, so that no code is a word. What is left out is read as what it is mistaken for:
 *   0 O Q → D    2 ← Z    5 ← S    6 ← G    8 ← B    U → V
 * while 1 I L, A and E have no single look-alike and are refused.
 *
 * 23^9 is 1.8e12 codes, 40.7 bits: with 5,000 labels on the wall one guess in 360 million meets one, and meeting one
 * shows a report page and no more. Codes are made by chance, so two may be the same (one in 360 plants of 100,000
 * codes would see that once): whoever keeps them has a unique key and draws again.
 *
 * 23 is prime. With the places weighted 10, 9 … 1 the values of the characters sum to 0 modulo 23 (the scheme of the
 * ISBN): any one wrong character, any two exchanged, neighbours or not, is noticed; of random garbage 22 in 23. So a
 * mistyped code is told apart from an unknown one without asking anybody. */
#ifndef QR_CODE_H
#define QR_CODE_H

#include <stdbool.h>
#include <stdint.h>

enum { QR_CODE_LENGTH = 10, QR_CODE_SIZE = QR_CODE_LENGTH + 1, QR_CODE_GROUPED_SIZE = QR_CODE_LENGTH + 2 };

/* A code out of 16 bytes of good randomness; the same bytes give the same code. */
void qr_code_make(const uint8_t random[16], char out[QR_CODE_SIZE]);

/* What a person typed, pasted or scanned as a code: any case, full-width characters, spaces, dashes, dots and other
 * joints between, or a whole address with /q/CODE in it. True: out is a code whose check character fits. False: it
 * cannot be one of ours, it was mistyped; out is "". Whether it exists is another question. text may be NULL. */
bool qr_code_normalise(const char *text, char out[QR_CODE_SIZE]);

/* As it is printed for people: CDFHJ-KMNPF. code has QR_CODE_LENGTH characters. */
void qr_code_group(const char *code, char out[QR_CODE_GROUPED_SIZE]);

#endif
