/* kb.h - the parts of jixiu kb. */
#ifndef CLI_KB_H
#define CLI_KB_H

#include "config.h"
#include "kb/kb.h"
#include "kb/judge.h"

struct kb_options {
	const char *what; /* the folder, or the text */
	const char *part, *run, *query, *machine, *code, *without;
	const char *model, *under, *class;
	bool apply, same, look;
	unsigned pieces; /* left out: enum kb_piece as bits */
};

/* "vote,age" as bits; NULL is none. False: a name it does not know. */
bool kb_pieces_read(const char *names, unsigned *pieces);

/* Each returns the exit status. */
int kb_eval_folder(const struct kb_options *o);
int kb_eval_plant(const struct config *config, const struct kb_options *o);
int kb_explain_folder(const struct kb_options *o);
int kb_explain_plant(const struct config *config, const struct kb_options *o);
/* Documents, for the machine, the model or the place that the options name; none: for all. */
int kb_import(const struct config *config, const struct kb_options *o, char **files, int n);
/* The plant's own words: args are a verb, list when there is none, and what it takes. */
int kb_lexicon(const struct config *config, const struct kb_options *o, char **args, int n);

#endif
