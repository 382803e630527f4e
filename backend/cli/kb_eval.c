/* kb_eval.c - jixiu kb eval: figures over a replay. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "cli/cli.h"
#include "cli/kb.h"
#include "cli/kb_folder.h"

static bool piece_read(const char *name, size_t len, unsigned *pieces)
{
	for (size_t i = 0; i < KB_PIECES; i++) {
		if (strlen(kb_piece_names[i]) == len && memcmp(kb_piece_names[i], name, len) == 0) {
			*pieces |= 1u << i;
			return true;
		}
	}
	return false;
}

bool kb_pieces_read(const char *names, unsigned *pieces)
{
	while (names && *names) {
		size_t len = strcspn(names, ",");

		if (!piece_read(names, len, pieces))
			return false;
		names += len + (names[len] == ',');
	}
	return true;
}

static void print_bins(const struct kb_figures *f)
{
	for (size_t i = 0; i < KB_JUDGE_BINS; i++)
		if (f->bins[i].n)
			printf("  %.1f-%.1f  %6zu  %5.3f  %5.3f\n", (double)i / KB_JUDGE_BINS,
				(double)(i + 1) / KB_JUDGE_BINS, f->bins[i].n, f->bins[i].promised,
				f->bins[i].right);
}

static void print_hits(const struct kb_figures *f, const char *what)
{
	printf("%-8s hit@1 %.4f  hit@3 %.4f  hit@5 %.4f  MRR %.4f  (%zu)\n", what, f->hit1, f->hit3, f->hit5,
		f->mrr, f->questions);
}

static void print_figures(const struct kb_figures *all, const struct kb_figures *novel)
{
	print_hits(all, "fixes");
	print_hits(novel, "novel");
	printf("records  hit@1 %.4f  hit@3 %.4f  nDCG@10 %.4f\n", all->record_hit1, all->record_hit3,
		all->ndcg10);
	printf("probability  ECE %.4f\n", all->ece);
	cli_say(stdout, MSG_KB_BINS, " ");
	print_bins(all);
	cli_say(stdout, MSG_KB_COVERED, "%.1f %%  →  %.1f %%", all->coverage * 100, all->covered_right * 100);
	cli_say(stdout, MSG_KB_SURE, "%.1f %%  →  %.1f %%", all->sure * 100, all->sure_right * 100);
	cli_say(stdout, MSG_KB_SUREST, "%.3f  %.3f  %.3f  %.3f", all->surest[0], all->surest[1],
		all->surest[2], all->surest[3]);
	cli_say(stdout, MSG_KB_TIME, "%.2f / %.2f ms", all->ms_50, all->ms_99);
}

/* Where the answers of a replay go. */
struct run {
	const struct kb_folder *folder;
	FILE *file;
	struct buf line;
};

static void write_answer(void *context, const struct kb *kb, size_t question, const struct kb_answer *a,
	const struct kb_judged *judged)
{
	struct run *r = context;
	struct buf *b = &r->line;

	(void)kb;
	if (!r->file)
		return;
	b->len = 0;
	buf_str(b, "{\"qid\":");
	json_write_text(b, r->folder->questions[question].name);
	buf_str(b, ",\"groups\":[");
	for (size_t i = 0; i < a->n_fixes; i++) {
		buf_str(b, i ? "," : "");
		json_write_text(b, a->fixes[i].group);
	}
	buf_str(b, "],\"records\":[");
	for (size_t i = 0; i < a->n_records; i++) {
		buf_str(b, i ? "," : "");
		json_write_text(b, r->folder->ids[a->records[i].id - 1]);
	}
	buf_printf(b, "],\"conf\":%.4f,\"ms\":%.3f}\n", (double)judged->probability, (double)judged->ms);
	fwrite(b->data, 1, b->len, r->file);
}

static void judge(const struct kb_folder *f, struct kb_judged *judged, struct arena *a)
{
	struct kb_judged *novel = arena_calloc(a, f->n_questions, sizeof(*novel));
	struct kb_figures all, of_novel;
	size_t n = 0;

	for (size_t i = 0; i < f->n_questions; i++)
		if (judged[i].novel)
			novel[n++] = judged[i];
	kb_judge(judged, f->n_questions, &all);
	kb_judge(novel, n, &of_novel);
	print_figures(&all, &of_novel);
}

static void replay(const struct kb_options *o, const struct kb_folder *f, struct run *run, struct arena *a)
{
	struct kb *kb = kb_new();
	struct kb_judged *judged = arena_calloc(a, f->n_questions, sizeof(*judged));
	struct kb_replay r = {
		.records = f->records,
		.n_records = f->n_records,
		.questions = f->questions,
		.n_questions = f->n_questions,
		.learn = !(o->pieces & 1u << KB_LEARNING),
		.answered = write_answer,
		.context = run,
	};

	kb_set_without(kb, o->pieces);
	kb_replay_run(kb, &r, judged);
	cli_say(stdout, MSG_KB_REPLAYED, "%s %s: %zu, %zu, %.0f ms", o->what, o->part, f->n_records,
		f->n_questions, r.put_ms);
	judge(f, judged, a);
	kb_free(kb);
}

int kb_eval_folder(const struct kb_options *o)
{
	struct arena arena;
	struct kb_folder folder;
	struct run run = {.folder = &folder};
	struct fault fault = {0};
	enum err err;

	arena_init(&arena);
	buf_init(&run.line);
	err = kb_folder_read(o->what, o->part, &arena, &folder, &fault);
	if (err == OK && o->run && !(run.file = fopen(o->run, "w")))
		err = fault_set(&fault, ERR_IO, MSG_KB_WRITE, o->run);
	if (err == OK)
		replay(o, &folder, &run, &arena);
	if (run.file && (ferror(run.file) | fclose(run.file)))
		err = fault_set(&fault, ERR_IO, MSG_KB_WRITE, o->run);
	buf_release(&run.line);
	arena_release(&arena);
	return err == OK ? EXIT_GOOD : cli_fault(&fault);
}
