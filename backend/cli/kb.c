/* kb.c - jixiu kb: how good the suggestions are, and why one is as it is. */
#include "cli/kb.h"

#include <string.h>

#include "cli/cli.h"

enum { FILES_MAX = 1000 };

static const struct cli_option options[] = {
	{"part", "dev|heldout", "which questions of a folder; dev when it is not given",
		offsetof(struct kb_options, part)},
	{"run", "FILE", "also write the answers, one JSON object a line", offsetof(struct kb_options, run)},
	{"query", "QID", "which question of a folder to explain", offsetof(struct kb_options, query)},
	{"machine", "NUMBER", "the machine that failed", offsetof(struct kb_options, machine)},
	{"code", "CODE", "the fault code it shows", offsetof(struct kb_options, code)},
	{"without", "NAME,…", "leave out what is named, to see what it brings",
		offsetof(struct kb_options, without)},
	{"model", "MODEL", "import: for machines of this model", offsetof(struct kb_options, model)},
	{"under", "PLACE", "import: for all machines at this place, by its name",
		offsetof(struct kb_options, under)},
	{"apply", NULL, "lexicon import: bring it in; without this nothing is changed",
		offsetof(struct kb_options, apply)},
	{"same", NULL, "lexicon add: it means the same as the other word, and is not short for it",
		offsetof(struct kb_options, same)},
	{"class", "CLASS", "lexicon add --same: part, symptom or word, when neither word is known yet",
		offsetof(struct kb_options, class)},
	{"look", NULL, "lexicon proposals: look through the newest repairs for new ones first",
		offsetof(struct kb_options, look)},
	{.name = NULL},
};

static int run(const struct config *config, int argc, char **argv)
{
	struct kb_options o = {.part = "dev"};
	const char *verb;

	if (!cli_options(&command_kb, &o, &argc, argv, 1, FILES_MAX))
		return EXIT_USAGE;
	verb = argv[1];
	if (!kb_pieces_read(o.without, &o.pieces))
		return cli_usage(&command_kb, MSG_OPTION_BAD, "without");
	if (strcmp(verb, "import") == 0)
		return argc > 2 ? kb_import(config, &o, argv + 2, argc - 2)
				: cli_usage(&command_kb, MSG_CLI_TOO_FEW, NULL);
	if (strcmp(verb, "lexicon") == 0)
		return kb_lexicon(config, &o, argv + 2, argc - 2);
	if (argc > 3)
		return cli_usage(&command_kb, MSG_CLI_EXTRA, argv[3]);
	o.what = argc > 2 ? argv[2] : NULL;
	if (strcmp(verb, "eval") == 0)
		return o.what ? kb_eval_folder(&o) : kb_eval_plant(config, &o);
	if (strcmp(verb, "explain") != 0)
		return cli_usage(&command_kb, MSG_CLI_EXTRA, verb);
	if (!o.what)
		return cli_usage(&command_kb, MSG_CLI_TOO_FEW, NULL);
	return o.query ? kb_explain_folder(&o) : kb_explain_plant(config, &o);
}

const struct command command_kb = {
	.name = "kb",
	.run = run,
	.usage = "eval [--without NAME,…]\n"
		 "eval FOLDER [--part dev|heldout] [--run FILE] [--without NAME,…]\n"
		 "explain TEXT [--machine NUMBER] [--code CODE] [--without NAME,…]\n"
		 "explain FOLDER --query QID [--part dev|heldout]\n"
		 "import FILE… [--machine NUMBER|--model MODEL|--under PLACE]\n"
		 "lexicon [list [TEXT]]\n"
		 "lexicon add WORD MEANING [--same [--class CLASS]]\n"
		 "lexicon remove WORD\n"
		 "lexicon export\n"
		 "lexicon import FILE [--apply]\n"
		 "lexicon proposals [--look [--without spellings]]\n"
		 "lexicon accept|refuse NUMBER…",
	.summary = "how good the suggestions are, why one is as it is; manuals in, own words",
	.help = "eval lives through the closed repairs once more, in their order: each report may use only\n"
		"what was closed before it, and is judged by what the repair turned out to be. Of the\n"
		"plant, month by month, or of a folder of records and questions (kb/README.md tells its "
		"form).\n"
		"explain shows what is known about each fix for one report, what it weighs, and the\n"
		"probability that it comes to. --without takes names of features (explain prints them),\n"
		"and machine, code, age, looks, endings, learning, spellings, concepts. Both work while a "
		"server runs.\n"
		"import reads documents (DITA, S1000D, HTML, Markdown, text) into sections that are found\n"
		"and shown beside the suggestions; a file that was imported before becomes a new edition.\n"
		"lexicon is about the plant's own words: what is short for what, and what means the same. "
		"export writes\n"
		"them as lines, import reads such lines (it only tells what it would do, until --apply) and "
		"names each\n"
		"line that cannot be used. proposals are what the program thinks the plant's words could be, "
		"with the\n"
		"tickets they rest on; nothing of it is used until somebody accepts it (--without spellings: "
		"as\n"
		"if no short form were known, to judge them; nothing is kept). What changes words "
		"needs the\n"
		"server stopped (or is done in the app); the rest works while it runs.\n",
	.options = options,
};
