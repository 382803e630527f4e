/* code.h - the opaque codes that are printed: 10 characters, 9 random ones and one check character.
 *
 * The alphabet has 29 characters that are not mistaken for one another by eye or ear at a machine: no 0 O Q, 1 I L, U.
 * 29^9 is 1.4e13 codes (43 bits): a plant's few thousand cannot be met by guessing. 29 is prime, so the check character
 * (a sum weighted by place) catches every single wrong character and every two neighbours swapped. */
#ifndef QR_CODE_H
#define QR_CODE_H

#include <stdbool.h>
#include <stdint.h>

enum { QR_CODE_LENGTH = 10, QR_CODE_SIZE = QR_CODE_LENGTH + 1, QR_CODE_GROUPED_SIZE = QR_CODE_LENGTH + 2 };

/* A code out of 16 random bytes. */
void qr_code_make(const uint8_t random[16], char out[QR_CODE_SIZE]);

/* What a person typed or pasted as a code: any case, full-width characters, spaces, dashes and dots between, or a whole
 * address that ends in /q/CODE. True: out is a code whose check character fits. False: it cannot be one of ours; it was
 * mistyped. Whether it exists is another question. text may be NULL. */
bool qr_code_normalise(const char *text, char out[QR_CODE_SIZE]);

/* As it is printed for people: ABCDE-FGHJK. */
void qr_code_group(const char *code, char out[QR_CODE_GROUPED_SIZE]);

#endif
