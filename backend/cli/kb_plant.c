/* kb_plant.c - jixiu kb eval without a folder: how good the suggestions are in this plant. */
#include <inttypes.h>
#include <stdio.h>

#include "base/clock.h"
#include "cli/cli.h"
#include "cli/kb.h"
#include "domain/quality.h"

static void print_figures(const struct quality *q)
{
	printf("hit@1 %.3f  hit@3 %.3f  hit@5 %.3f  MRR %.3f  ECE %.3f\n", q->hit1, q->hit3, q->hit5, q->mrr,
		q->ece);
	cli_say(stdout, MSG_KB_NOVEL, "%" PRId64 ", hit@3 %.3f", q->new_wordings, q->new_hit3);
	cli_say(stdout, MSG_KB_COVERED, "%.1f %%  →  %.1f %%", q->coverage * 100, q->covered_right * 100);
	cli_say(stdout, MSG_KB_SURE, "%.1f %%  →  %.1f %%", q->sure * 100, q->sure_right * 100);
	cli_say(stdout, MSG_KB_BINS, " ");
	for (size_t i = 0; i < q->bins.n; i++) {
		const struct quality_bin *b = list_at(&q->bins, i, sizeof(*b));

		printf("  %.1f-%.1f  %6" PRId64 "  %5.3f  %5.3f\n", b->from, b->to, b->repairs, b->promised,
			b->right);
	}
}

static void print_trend(const struct quality *q)
{
	cli_say(stdout, MSG_KB_TREND, " ");
	for (size_t i = 0; i < q->trend.n; i++) {
		const struct quality_span *s = list_at(&q->trend, i, sizeof(*s));
		char when[20];

		printf("  %.10s  %6" PRId64 "  %6" PRId64 "   %5.3f  %5.3f  %5.3f   %5.1f %%\n",
			clock_format(s->from, when), s->repairs, s->answerable, s->hit1, s->hit3, s->mrr,
			s->coverage * 100);
	}
}

int kb_eval_plant(const struct config *config, const struct kb_options *o)
{
	struct app app;
	struct arena arena;
	struct quality q;
	struct fault fault = {0};

	if (cli_open(&app, config, STORE_READ, &fault) != OK)
		return cli_fault(&fault);
	arena_init(&arena);
	app.knowledge = knowledge_replay(app.store, o->pieces);
	domain_quality(app.knowledge, &arena, &q);
	cli_say(stdout, MSG_KB_PLANT, "%" PRId64 ", %" PRId64, q.repairs, q.answerable);
	if (q.repairs) {
		print_figures(&q);
		print_trend(&q);
	}
	arena_release(&arena);
	app_close(&app);
	return EXIT_GOOD;
}
