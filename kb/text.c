/* text.c - see text.h. */
#include "kb/text.h"

#include "kb/map.h"

#include <endian.h>
#include <stdbool.h>
#include <string.h>

enum class { SEPARATOR, LETTER, DIGIT, HAN, JOINT, SLASH, NOTHING };

struct symbol {
	enum class class;
	uint32_t ch; /* folded code point */
};

/* One code point; bytes that are not UTF-8 are taken one at a time as U+FFFD. */
static size_t decode(const unsigned char *s, size_t left, uint32_t *ch)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	size_t n = s[0] < 0x80	 ? 1
		   : s[0] < 0xC2 ? 0
		   : s[0] < 0xE0 ? 2
		   : s[0] < 0xF0 ? 3
		   : s[0] < 0xF5 ? 4
				 : 0;
	uint32_t c = n == 1 ? s[0] : n ? s[0] & (0x7Fu >> n) : 0;

	*ch = 0xFFFD;
	if (n == 0 || n > left)
		return 1;
	for (size_t i = 1; i < n; i++) {
		if ((s[i] & 0xC0) != 0x80)
			return 1;
		c = c << 6 | (s[i] & 0x3F);
	}
	if (c < least[n] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
		return 1;
	*ch = c;
	return n;
}

static inline size_t encode(uint32_t c, char out[4])
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xC0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3F));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xE0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3F));
		out[2] = (char)(0x80 | (c & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3F));
	out[2] = (char)(0x80 | (c >> 6 & 0x3F));
	out[3] = (char)(0x80 | (c & 0x3F));
	return 4;
}

/* Unicode blocks that matter here, in order; what is not listed separates. Sources: Unicode Blocks.txt. */
static const struct block {
	uint32_t from, to;
	enum class class;
} blocks[] = {
	{0x00AA, 0x00AA, LETTER},
	{0x00AD, 0x00AD, NOTHING},
	{0x00B5, 0x00B5, LETTER},
	{0x00C0, 0x00D6, LETTER},
	{0x00D8, 0x00F6, LETTER},
	{0x00F8, 0x02AF, LETTER},
	{0x0300, 0x036F, NOTHING},
	{0x0370, 0x058F, LETTER},
	{0x0590, 0x1FFF, LETTER},
	{0x200B, 0x200F, NOTHING},
	{0x2060, 0x2064, NOTHING},
	{0x3005, 0x3007, HAN},
	{0x3040, 0x30FA, HAN},
	{0x30FC, 0x30FF, HAN},
	{0x3400, 0x4DBF, HAN},
	{0x4E00, 0x9FFF, HAN},
	{0xAC00, 0xD7A3, HAN},
	{0xF900, 0xFAFF, HAN},
	{0xFE00, 0xFE0F, NOTHING},
	{0xFEFF, 0xFEFF, NOTHING},
	{0xFF66, 0xFF9F, HAN},
	{0x20000, 0x323AF, HAN},
};

static enum class class_beyond_ascii(uint32_t c) {
	size_t lo = 0, hi = sizeof(blocks) / sizeof(blocks[0]);

	while (lo < hi){size_t mid = (lo + hi) / 2;

			if (c > blocks[mid].to) lo = mid + 1; else if (c < blocks[mid].from) hi = mid;
			else return blocks[mid].class;}
return SEPARATOR;
}

/* Width: full-width ASCII becomes ASCII. Case: ASCII, Latin-1, most of Latin Extended-A, Greek and Cyrillic.
 */
static uint32_t fold(uint32_t c)
{
	if (c >= 0xFF01 && c <= 0xFF5E)
		c -= 0xFEE0;
	else if (c == 0x2010 || c == 0x2011 || c == 0x2013 || c == 0x2212)
		c = '-';
	if ((c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7) || (c >= 0x391 && c <= 0x3A9) ||
		(c >= 0x410 && c <= 0x42F))
		return c + 32;
	if (c >= 0x400 && c <= 0x40F)
		return c + 80;
	if (c >= 0x100 && c <= 0x137)
		return c | 1;
	return c;
}

static const uint8_t ascii[0x80] = {['0' ... '9'] = DIGIT,
	['A' ... 'Z'] = LETTER,
	['a' ... 'z'] = LETTER,
	['-'] = JOINT,
	['.'] = JOINT,
	['_'] = JOINT,
	['/'] = SLASH};

static struct symbol symbol_of(uint32_t ch)
{
	if (ch >= 0x80)
		ch = fold(ch);
	if (ch >= 0x80)
		return (struct symbol){class_beyond_ascii(ch), ch};
	return (struct symbol){(enum class)ascii[ch], ch >= 'A' && ch <= 'Z' ? ch + 32 : ch};
}

/* What is being read: a run of letters and digits (perhaps with joints), or the last character of a Han run.
 */
struct reader {
	struct kb_tokens *out;
	struct kb_token run;
	size_t letters, digits;	  /* in the run, also what was cut off */
	bool cut;		  /* the run is longer than a token may be */
	enum class pending;	  /* a joint or slash just read, else SEPARATOR */
	struct kb_token previous; /* Han character before this one; len 0 = none */
};

/* Words that hold sentences together and say nothing of machines; in a small knowledge base they would be
 * rare, and so weigh much. Not among them: in, out, off, on, up, no, not, and whatever else can be the fault
 * itself. */
static bool filler(const struct kb_token *t)
{
	enum { LONGEST = 6, MOST = 5 };
	static const char words['z' - 'a' + 1][MOST + 1][LONGEST + 1] = {
		['a' - 'a'] = {"a", "an", "and", "are", "as", "at"},
		['b' - 'a'] = {"be", "by"},
		['f' - 'a'] = {"for", "from"},
		['h' - 'a'] = {"has", "have"},
		['i' - 'a'] = {"is", "it", "its"},
		['o' - 'a'] = {"of", "or"},
		['p' - 'a'] = {"please"},
		['t' - 'a'] = {"that", "the", "there", "this", "to"},
		['w' - 'a'] = {"was", "were", "with"},
	};
	char first = t->text[0];

	if (t->len > LONGEST || first < 'a' || first > 'z')
		return false;
	for (size_t i = 0; i <= MOST; i++)
		if (memcmp(words[first - 'a'][i], t->text, LONGEST + 1) == 0)
			return true;
	return false;
}

/* As kb_map_hash, in whole words: behind the text are zeros. */
static uint64_t hash_of(const struct kb_token *t)
{
	uint64_t h = t->len;

	for (size_t i = 0; i < t->len; i += 8) {
		uint64_t part;

		memcpy(&part, t->text + i, sizeof(part));
		h = kb_map_mix(h * UINT64_C(0x9E3779B97F4A7C15) ^ le64toh(part));
	}
	return h;
}

static void put(struct kb_tokens *out, const struct kb_token *t, enum kb_kind kind)
{
	if (out->n == KB_TOKENS || t->len == 0 || (kind == KB_WORD && filler(t)))
		return;
	out->v[out->n] = *t;
	out->v[out->n].kind = (uint8_t)kind;
	out->v[out->n].hash = hash_of(t);
	out->n++;
}

/* False when it does not fit any more. */
static bool append(struct kb_token *t, uint32_t ch)
{
	char utf8[4];
	size_t n = encode(ch, utf8);

	if (t->len + n > KB_TOKEN_MAX)
		return false;
	for (size_t i = 0; i < n; i++) /* inlined, unlike a memcpy of unknown size: a fifth of all reading */
		t->text[t->len++] = utf8[i];
	t->text[t->len] = '\0';
	return true;
}

static void run_end(struct reader *r)
{
	if (r->letters && r->digits)
		put(r->out, &r->run, KB_CODE);
	else if (r->letters)
		put(r->out, &r->run, KB_WORD);
	memset(&r->run, 0, sizeof(r->run));
	r->letters = r->digits = 0;
	r->cut = false;
	r->pending = SEPARATOR;
}

/* Does the run go on over the joint or slash just read, now that the next character is known? */
static bool joins(const struct reader *r, enum class next)
{
	if (r->pending == SLASH)
		return r->letters == 1 && r->digits == 0 && next == LETTER;
	return next == DIGIT && (r->digits ? r->letters > 0 || r->run.len <= 6 : r->letters <= 4);
}

static void run_char(struct reader *r, struct symbol s)
{
	if (r->pending != SEPARATOR) {
		if (!joins(r, s.class)) {
			run_end(r);
		} else if (r->pending == JOINT && r->digits == 0 && r->letters >= 3) {
			/* "oil-2", "alm-401": a word as well as a code */
			put(r->out, &r->run, KB_WORD);
		}
		r->pending = SEPARATOR;
	}
	r->cut = r->cut || !append(&r->run, s.ch);
	if (s.class == DIGIT)
		r->digits++;
	else
		r->letters++;
}

static void han_char(struct reader *r, uint32_t ch)
{
	struct kb_token one = {.len = 0}, pair = r->previous;

	append(&one, ch);
	if (pair.len) {
		append(&pair, ch);
		put(r->out, &pair, KB_HAN);
	}
	put(r->out, &one, KB_HAN);
	r->previous = one;
}

static void read_symbol(struct reader *r, struct symbol s)
{
	if (s.class == NOTHING)
		return;
	if (s.class != HAN)
		r->previous.len = 0;
	switch (s.class) {
	case LETTER:
	case DIGIT:
		run_char(r, s);
		break;
	case JOINT:
	case SLASH:
		if (r->run.len && r->pending == SEPARATOR)
			r->pending = s.class;
		else
			run_end(r);
		break;
	case HAN:
		run_end(r);
		han_char(r, s.ch);
		break;
	default:
		run_end(r);
	}
}

/* Does a run of ASCII letters and digits certainly end before this, whatever follows? A slash goes on after one letter
 * only, a joint before digits only. */
static bool ends_run(const unsigned char *s, size_t left, size_t run)
{
	enum class class;

	if (left == 0)
		return true;
	class = s[0] < 0x80 ? (enum class)ascii[s[0]] : NOTHING;
	if (class == SEPARATOR)
		return true;
	if (class == SLASH)
		return run > 1;
	return class == JOINT && (left == 1 || (s[1] < 0x80 && ascii[s[1]] != DIGIT));
}

/* What nearly all texts consist of, read in one go: a run of ASCII letters and digits as a whole, or one character
 * between such runs. Returns the bytes read; 0: it takes a closer look. */
static size_t read_plain(struct reader *r, const unsigned char *s, size_t left)
{
	struct kb_token *t = &r->run; /* empty: the last run has ended */
	size_t n = 0, digits = 0;

	while (n < left && s[n] < 0x80 && (ascii[s[n]] == LETTER || ascii[s[n]] == DIGIT)) {
		if (n == KB_TOKEN_MAX)
			return 0;
		digits += ascii[s[n]] == DIGIT;
		n++;
	}
	if (n == 0 && s[0] >= 0x80)
		return 0;
	if (n && !ends_run(s + n, left - n, n))
		return 0;
	r->previous.len = 0;
	if (n == 0)
		return 1;
	if (digits == n)
		return n;
	for (size_t i = 0; i < n; i++)
		t->text[i] = (char)(s[i] >= 'A' && s[i] <= 'Z' ? s[i] + 32 : s[i]);
	t->len = (uint8_t)n;
	put(r->out, t, digits ? KB_CODE : KB_WORD);
	memset(t, 0, sizeof(*t));
	return n;
}

void kb_text_tokens(const char *text, struct kb_tokens *out)
{
	struct reader r = {.out = out, .pending = SEPARATOR};
	size_t left = text ? strnlen(text, KB_TEXT_MAX) : 0;

	while (left) {
		uint32_t ch;
		size_t n = r.run.len ? 0 : read_plain(&r, (const unsigned char *)text, left);

		if (!n) {
			n = decode((const unsigned char *)text, left, &ch);
			read_symbol(&r, symbol_of(ch));
		}
		text += n;
		left -= n;
	}
	run_end(&r);
}

bool kb_text_is_pair(const struct kb_token *t)
{
	unsigned char first = (unsigned char)t->text[0];

	return t->kind == KB_HAN && t->len > (first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4);
}

size_t kb_text_code(const char *text, char out[KB_TOKEN_MAX + 1])
{
	struct kb_token t = {.len = 0};
	size_t left = text ? strnlen(text, KB_TEXT_MAX) : 0;
	bool room = true;

	while (left && room) {
		uint32_t ch;
		size_t n = decode((const unsigned char *)text, left, &ch);
		struct symbol s = symbol_of(ch);

		if (s.class == LETTER || s.class == DIGIT || s.class == HAN)
			room = append(&t, s.ch);
		text += n;
		left -= n;
	}
	memcpy(out, t.text, t.len + 1u);
	return t.len;
}

void kb_text_code_token(const char *text, struct kb_tokens *out)
{
	struct kb_token t = {.kind = KB_CODE};

	if (!text || !*text)
		return;
	t.len = (uint8_t)kb_text_code(text, t.text);
	if (strpbrk(t.text, "0123456789"))
		put(out, &t, KB_CODE);
	else
		kb_text_tokens(text, out);
}

static bool vowel(char c)
{
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

/* -ing or -ed, when at least three letters with a vowel stay. */
static size_t strip_verb(const char *w, size_t n)
{
	size_t cut = n > 3 && memcmp(w + n - 3, "ing", 3) == 0	? 3
		     : n > 2 && memcmp(w + n - 2, "ed", 2) == 0 ? 2
								: 0;
	bool sounds = false;

	if (!cut || n - cut < 3)
		return n;
	for (size_t i = 0; i < n - cut; i++)
		sounds = sounds || vowel(w[i]);
	if (!sounds)
		return n;
	n -= cut;
	if (w[n - 1] == w[n - 2] && !vowel(w[n - 1]) && w[n - 1] != 'l' && w[n - 1] != 's' && w[n - 1] != 'z')
		n--; /* slipped -> slip, but fill, press and buzz keep theirs */
	return n;
}

size_t kb_text_stem(const char *word, size_t len, char out[KB_TOKEN_MAX + 1])
{
	size_t n = len < KB_TOKEN_MAX ? len : KB_TOKEN_MAX;

	memcpy(out, word, n);
	out[n] = '\0';
	for (size_t i = 0; i < n; i++)
		if (out[i] < 'a' || out[i] > 'z')
			return n;
	if (n < 4)
		return n;
	if (n > 4 && memcmp(out + n - 3, "ies", 3) == 0) {
		n -= 2;
		out[n - 1] = 'y';
	} else if (out[n - 1] == 's' && out[n - 2] != 's' && out[n - 2] != 'u') {
		n--;
	}
	n = strip_verb(out, n);
	if (n > 3 && out[n - 1] == 'e')
		n--;
	out[n] = '\0';
	return n;
}

uint64_t kb_text_stem_hash(const struct kb_token *t)
{
	char stem[KB_TOKEN_MAX + 1];
	char last = t->len ? t->text[t->len - 1] : 0;
	size_t n;

	/* the letters that all endings taken off end in; most words end in another */
	if (t->kind != KB_WORD || (last != 's' && last != 'g' && last != 'd' && last != 'e'))
		return t->hash;
	n = kb_text_stem(t->text, t->len, stem);
	return n == t->len ? t->hash : kb_map_hash(stem, n);
}
