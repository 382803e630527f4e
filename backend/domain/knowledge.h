/* knowledge.h - the knowledge base as this program keeps it: rebuilt from the tickets at start, in the
 * background, then following the event log. Derived: it can be dropped at any time.
 *
 * What it is fed with is told in feed.h: repairs with their fixes (fix_follow.h) and outcomes (outcome.h), and what people
 * wrote down. A group of its answers is a fix of the store: fix_of_group gives the id. */
#ifndef DOMAIN_KNOWLEDGE_H
#define DOMAIN_KNOWLEDGE_H

#include "kb/judge.h"
#include "kb/kb.h"
#include "kb/lexicon.h"
#include "store/store.h"

struct knowledge;

/* Starts following; returns at once. */
struct knowledge *knowledge_start(struct store *store);
/* Builds it in the caller's thread and follows nothing: for commands. without: pieces left out (kb_set_without). */
struct knowledge *knowledge_build(struct store *store, unsigned without);
/* The same with a lesson from every repair there is. */
struct knowledge *knowledge_replay(struct store *store, unsigned without);
void knowledge_stop(struct knowledge *k);

/* How many days a repair must last; and the share of repairs of a component (NULL: of the plant) that do. */
int64_t knowledge_days(struct knowledge *k);
double knowledge_base(struct knowledge *k, const char *component);
/* Has it read everything there was at the start? */
bool knowledge_ready(struct knowledge *k);
/* How long that took; 0 until it has. */
int64_t knowledge_build_ms(struct knowledge *k);
/* The newest event it has seen. */
int64_t knowledge_seq(struct knowledge *k);
/* The words it reads by (domain/lexicon.h), shipped and the plant's own; the caller is an owner and frees. */
struct kb_lexicon *knowledge_lexicon(struct knowledge *k);
void knowledge_suggest(struct knowledge *k, const struct kb_query *q, struct arena *a, struct kb_answer *out);
/* Into *out, from the arena: of each repair that closed lately, oldest first, how its report would have been answered
 * just before (judge.h; at most KNOWLEDGE_LESSONS of those before the start, all since, up to twice as many). That is
 * also what the ranking learns from. */
enum { KNOWLEDGE_LESSONS = 4000 };
void knowledge_judged(struct knowledge *k, struct arena *a, struct list /* kb_judged */ *out);
void knowledge_stats(struct knowledge *k, struct kb_stats *out);

#endif
