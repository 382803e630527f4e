/* field.c - see field.h. */
#include "base/field.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

int names_find(const char *const *names, const char *text)
{
	for (int i = 0; names[i]; i++)
		if (strcmp(names[i], text) == 0)
			return i;
	return -1;
}

void names_list(const char *const *names, char *out, size_t size)
{
	size_t at = 0;

	out[0] = 0;
	for (int i = 0; names[i]; i++) {
		size_t n = strlen(names[i]) + (i ? 3 : 0);

		if (at + n + (names[i + 1] ? sizeof(" …") : 1) > size) {
			snprintf(out + at, size - at, " …");
			return;
		}
		snprintf(out + at, size - at, "%s%s", i ? " | " : "", names[i]);
		at += n;
	}
}

void fields_none(const struct field *fields, void *out)
{
	for (const struct field *f = fields; f->name; f++) {
		switch (f->type) {
		case F_TEXT:
		case F_RAW:
			*field_text(f, out) = NULL;
			break;
		case F_REAL:
			*field_real(f, out) = NAN;
			break;
		case F_ENUM:
			*field_enum(f, out) = -1;
			break;
		case F_LIST:
		case F_IDS:
			*field_list(f, out) = (struct list){0};
			break;
		case F_SET:
			*field_int(f, out) = 0;
			break;
		case F_JOIN:
			fields_none(f->sub, (char *)out + f->offset);
			break;
		case F_OBJECT:
			*field_object(f, out) = NULL;
			break;
		default:
			*field_int(f, out) = NONE;
		}
	}
}
