/* kb_suggest_test.c - a report goes in, fixes come out, or nothing: kb/kb.h. */
#include "unit/kb_fixture.h"

#include <math.h>
#include <pthread.h>

static int64_t put(
	struct fixture *f, int64_t machine, const char *symptom, const char *action, const char *component)
{
	struct kb_record r = {
		.id = f->next_id++,
		.time_ms = NOW - 100 * DAY_MS,
		.machine = machine,
		.symptom = symptom,
		.action = action,
		.component = component,
		.minutes = KB_MINUTES_UNKNOWN,
	};

	kb_put(f->kb, &r);
	return r.id;
}

static const struct kb_answer *ask(struct fixture *f, int64_t machine, const char *text)
{
	struct kb_query q = {.text = text, .machine = machine, .now_ms = NOW};

	kb_suggest(f->kb, &q, &f->arena, &f->answer);
	return &f->answer;
}

/* A workshop with some history in both languages. */
static void put_history(struct fixture *f)
{
	static const char *const rows[][3] = {
		{"主轴异响，振动大", "更换主轴轴承", "主轴轴承"},
		{"主轴有异响", "更换轴承", "主轴轴承"},
		{"加工时主轴噪音大", "更换主轴轴承", "主轴轴承"},
		{"液压站漏油", "更换密封圈", "液压站"},
		{"液压油管漏油", "更换密封圈", "液压站"},
		{"刀库乱刀报警 E217", "调整刀库零点", "刀库"},
		{"刀库换刀卡住", "调整刀库位置", "刀库"},
		{"冷却液不出水", "清洗冷却泵过滤网", "冷却泵"},
		{"冷却泵不转", "更换冷却泵电机", "冷却泵"},
		{"conveyor belt slipping", "tensioned and adjusted the belt", "conveyor belt"},
		{"belt slips under load", "adjusted belt", "conveyor belt"},
		{"belt torn", "replaced conveyor belt", "conveyor belt"},
		{"hydraulic pump leaking oil", "replaced shaft seal", "hydraulic pump"},
		{"oil leak at hydraulic pump", "replaced seal of pump", "hydraulic pump"},
		{"motor overheating, fan not turning", "replaced cooling fan", "motor fan"},
		{"proximity switch no signal", "cleaned proximity switch", "proximity switch"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		put(f, (int64_t)(10 + i % 4), rows[i][0], rows[i][1], rows[i][2]);
}

static void test_the_fix_that_helped_before_comes_first(void **state)
{
	static const struct {
		const char *report, *must, *must_not;
	} cases[] = {
		{"主轴异响", "replace|=spindle =bearing", "replace|=hydraulic.station"},
		{"主轴噪音", "replace|=spindle =bearing", "adjust|=tool-magazine"},
		{"漏油", "replace|=hydraulic.station", "replace|=spindle =bearing"},
		{"E-217", "adjust|=tool-magazine", "replace|=coolant.pump"},
		{"冷却液没有水", "clean|=coolant.pump", "replace|=hydraulic.station"},
		{"Belt slipping again", "adjust|=belt.conveyor", "replace|=motor =fan"},
		{"conveyr belt sliping", "adjust|=belt.conveyor", "replace|=hydraulic =pump"}, /* misspelt */
		{"HYD PUMP LEAKS", "replace|=hydraulic =pump", "adjust|=belt.conveyor"},
		{"ｐｕｍｐ　ｌｅａｋ", "replace|=hydraulic =pump", "adjust|=belt.conveyor"},
		{"X轴主轴 bearing 异响", "replace|=spindle =bearing", "replace|=motor =fan"},
	};
	struct fixture *f = *state;

	put_history(f);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct kb_answer *a = ask(f, 0, cases[i].report);

		assert_true(a->verdict >= KB_SIMILAR && a->n_fixes > 0);
		assert_string_equal(a->fixes[0].group, cases[i].must);
		for (size_t j = 0; j < a->n_fixes; j++)
			assert_true(strcmp(a->fixes[j].group, cases[i].must_not) != 0 ||
				    a->fixes[j].probability < a->fixes[0].probability / 3);
	}
}

static void test_nothing_is_said_when_nothing_similar_is_known(void **state)
{
	static const char *const reports[] = {"", NULL, "   ", "12345 67", "zzzz qqqq", "空压机房停电",
		"电梯故障", "printer out of paper", "!!!", "\xFF\xFE"};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(reports) / sizeof(reports[0]); i++)
		assert_int_equal(ask(f, 0, reports[i])->verdict, KB_NOTHING); /* an empty knowledge base */
	put_history(f);
	for (size_t i = 0; i < sizeof(reports) / sizeof(reports[0]); i++) {
		const struct kb_answer *a = ask(f, 10, reports[i]);

		assert_int_equal(a->verdict, KB_NOTHING);
		assert_int_equal(a->n_fixes, 0);
		assert_int_equal(a->n_records, 0);
	}
}

static void test_probabilities_are_probabilities(void **state)
{
	static const char *const reports[] = {
		"主轴异响", "belt", "pump leak", "oil motor belt switch pump 主轴 刀库"};
	struct fixture *f = *state;

	put_history(f);
	for (size_t i = 0; i < sizeof(reports) / sizeof(reports[0]); i++) {
		const struct kb_answer *a = ask(f, 0, reports[i]);
		double sum = 0, last = 1;

		for (size_t j = 0; j < a->n_fixes; j++) {
			assert_true(a->fixes[j].probability > 0 && a->fixes[j].probability <= last);
			sum += last = a->fixes[j].probability;
		}
		assert_true(sum < 1 && a->explained >= 0 && a->explained <= 1);
		for (size_t j = 0; j < a->n_records; j++)
			assert_true(a->records[j].score > 0);
	}
}

static void test_half_a_match_is_less_sure_than_a_whole_one(void **state)
{
	struct fixture *f = *state;
	double whole, half;

	put_history(f);
	whole = ask(f, 0, "hydraulic pump leaking oil")->fixes[0].probability;
	half = ask(f, 0, "pump squeals horribly every monday")->fixes[0].probability;
	assert_true(whole > half + .1);
}

static void test_the_same_machine_counts_for_more(void **state)
{
	struct fixture *f = *state;
	const struct kb_answer *a;
	int64_t there = put(f, 1, "belt slips", "replaced", "roller"),
		here = put(f, 2, "belt slips", "adjusted", "roller");

	a = ask(f, 2, "belt slips");
	assert_string_equal(a->fixes[0].group, "adjust|=roller");
	assert_int_equal(a->fixes[0].cases_here, 1);
	assert_int_equal(a->fixes[0].last_here_ms, NOW - 100 * DAY_MS);
	assert_int_equal(a->records[0].id, here);
	assert_int_equal(a->fixes[1].cases_here, 0);
	assert_int_equal(a->fixes[1].last_here_ms, 0);
	a = ask(f, 1, "belt slips");
	assert_string_equal(a->fixes[0].group, "replace|=roller");
	assert_int_equal(a->records[0].id, there);
	/* the newer of equals when the machine is neither */
	assert_int_equal(ask(f, 3, "belt slips")->records[0].id, here);
}

static void test_a_report_in_the_words_of_a_fix_speaks_for_it(void **state)
{
	struct fixture *f = *state;
	static const struct {
		const char *group, *name; /* NULL: the group is the name */
		const char *report;
	} fixes[] = {
		{"BUCKET TEETH", NULL, "loose teeth on bucket"},
		{"17", "更换油封 replace seal", "油封坏了"},
		{"18", "press-fit bearing", "bearings gone"},
	};

	/* All reported alike, so that only the name can tell. */
	for (size_t i = 0; i < sizeof(fixes) / sizeof(fixes[0]); i++) {
		for (int64_t n = 0; n < 3; n++) {
			struct kb_record r = {.id = (int64_t)i * 10 + n + 1,
				.symptom = "gone bad, loose, 坏了",
				.group = fixes[i].group,
				.name = fixes[i].name,
				.minutes = KB_MINUTES_UNKNOWN};

			kb_put(f->kb, &r);
		}
	}
	for (size_t i = 0; i < sizeof(fixes) / sizeof(fixes[0]); i++) {
		const struct kb_answer *a = ask(f, 0, fixes[i].report);

		assert_true(a->n_fixes > 0);
		assert_string_equal(a->fixes[0].group, fixes[i].group);
		assert_true(a->fixes[0].features[KB_F_NAME] > .2 && a->fixes[0].features[KB_F_NAME] <= 1.01);
		for (size_t j = 1; j < a->n_fixes; j++)
			assert_true(a->fixes[j].features[KB_F_NAME] < .1);
	}
}

static void test_age_and_what_people_said_count(void **state)
{
	struct fixture *f = *state;
	struct kb_record r = {
		.id = 1, .symptom = "belt slips", .group = "old", .time_ms = NOW - 900 * DAY_MS};

	kb_put(f->kb, &r);
	r = (struct kb_record){
		.id = 2, .symptom = "belt slips", .group = "new", .time_ms = NOW - 10 * DAY_MS};
	kb_put(f->kb, &r);
	assert_string_equal(ask(f, 0, "belt slips")->fixes[0].group, "new");
	r.wrong = 2;
	kb_put(f->kb, &r);
	assert_string_equal(ask(f, 0, "belt slips")->fixes[0].group, "old");
	r.right = 8;
	kb_put(f->kb, &r);
	assert_string_equal(ask(f, 0, "belt slips")->fixes[0].group, "new");
}

static void test_a_record_can_be_replaced_and_removed(void **state)
{
	struct fixture *f = *state;
	struct kb_stats s;
	struct kb_record r = {.id = 77, .symptom = "fan rattles", .group = "A", .machine = 5, .minutes = 10};

	kb_put(f->kb, &r);
	assert_string_equal(ask(f, 0, "fan rattles")->fixes[0].group, "A");
	r.group = "B";
	r.minutes = 30;
	kb_put(f->kb, &r);
	assert_int_equal(ask(f, 0, "fan rattles")->n_fixes, 1);
	assert_string_equal(f->answer.fixes[0].group, "B");
	assert_int_equal(f->answer.fixes[0].minutes_50, 30);
	r.minutes = 40; /* nothing the index depends on */
	kb_put(f->kb, &r);
	assert_int_equal(ask(f, 0, "fan rattles")->fixes[0].minutes_50, 40);
	assert_int_equal(f->answer.fixes[0].cases, 1);
	r.symptom = "door jams";
	kb_put(f->kb, &r);
	assert_int_equal(ask(f, 0, "fan rattles")->verdict, KB_NOTHING);
	assert_int_equal(ask(f, 0, "door jams")->fixes[0].cases, 1);
	kb_stats(f->kb, &s);
	assert_int_equal(s.records, 1);
	assert_int_equal(s.groups, 1);
	assert_true(kb_remove(f->kb, 77));
	assert_false(kb_remove(f->kb, 77));
	assert_int_equal(ask(f, 0, "door jams")->verdict, KB_NOTHING);
	kb_stats(f->kb, &s);
	assert_int_equal(s.records, 0);
	assert_int_equal(s.groups, 0);
}

static void test_the_evidence_is_told(void **state)
{
	struct fixture *f = *state;
	static const int64_t minutes[] = {10, 20, 30, 40, 50};
	const struct kb_fix *fix;

	for (int64_t i = 0; i < 5; i++) {
		struct kb_part parts[] = {{.id = 901, .qty_milli = 2000}, {.id = 902, .qty_milli = 500},
			{.id = 901, .qty_milli = 1000}};
		struct kb_record r = {.id = 100 + i,
			.time_ms = NOW - (10 - i) * DAY_MS,
			.machine = i % 2 + 1,
			.symptom = i ? "主轴异响" : "主轴 noise on start",
			.group = "更换主轴轴承",
			.minutes = minutes[i],
			.parts = parts,
			.n_parts = i < 4 ? i == 0 ? 3 : 1 : 0,
			.outcome = i == 4   ? KB_PENDING
				   : i == 3 ? KB_CAME_BACK
					    : KB_HELD};

		kb_put(f->kb, &r);
	}
	fix = ask(f, 1, "主轴异响 xqz")->fixes;
	assert_string_equal(fix->label, "更换主轴轴承");
	assert_int_equal(fix->cases, 5);
	assert_int_equal(fix->cases_here, 3);
	assert_int_equal(fix->sample, 5);
	assert_int_equal(fix->last_ms, NOW - 6 * DAY_MS);
	assert_int_equal(fix->last_here_ms, NOW - 6 * DAY_MS);
	assert_int_equal(fix->held, 3);
	assert_int_equal(fix->came_back, 1);
	assert_int_equal(fix->timed, 5);
	assert_int_equal(fix->minutes_20, 10);
	assert_int_equal(fix->minutes_50, 30);
	assert_int_equal(fix->minutes_80, 40);
	assert_int_equal(fix->n_parts, 2);
	assert_int_equal(fix->parts[0].id, 901);
	assert_int_equal(fix->parts[0].cases, 4);
	assert_int_equal(fix->parts[0].qty_milli, 2250); /* (3 + 2 + 2 + 2) / 4 */
	assert_int_equal(fix->parts[1].id, 902);
	assert_int_equal(fix->parts[1].cases, 1);
	assert_int_equal(fix->n_evidence, KB_EVIDENCE);
	assert_int_equal(fix->evidence[0].id, 104);
	assert_int_equal(fix->n_words, 1);
	assert_string_equal(fix->words[0], "主轴异响");
}

static void test_the_words_that_matched_are_named(void **state)
{
	struct fixture *f = *state;
	const struct kb_answer *a;

	put_history(f);
	a = ask(f, 0, "hydraulic pumps 坏了 leek");
	assert_string_equal(a->fixes[0].group, "replace|=hydraulic =pump");
	assert_int_equal(a->fixes[0].n_words, 2);
	assert_string_equal(a->fixes[0].words[0], "hydraulic");
	assert_string_equal(a->fixes[0].words[1], "pump"); /* as the record spells it */
}

/* Chinese is named by pieces of the report: none over a gap, none lost, with what a concept was met by beside it. */
static void test_the_pieces_that_matched_are_named(void **state)
{
	static const struct {
		const char *known, *asked, *words[4];
	} cases[] = {
		{"冲床不动作 滑块不下来", "冲床不动作 滑块不下来", {"冲床不动作", "滑块不下来"}},
		{"吊链卡住跳保护，悬挂链条润滑", "吊链卡住跳保护", {"吊链卡住跳保护"}},
		{"送料步距不准", "送料机步距不准", {"送料", "步距不准"}},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		put(f, 1, cases[i].known, "更换", "离合器");
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct kb_fix *fix = &ask(f, 0, cases[i].asked)->fixes[0];

		assert_true(fix->n_words > 0);
		for (size_t w = 0; cases[i].words[w]; w++) {
			assert_true(w < fix->n_words);
			assert_string_equal(fix->words[w], cases[i].words[w]);
		}
		for (size_t w = 0; w < fix->n_words; w++)
			assert_null(strstr(fix->words[w], "null"));
	}
}

static void test_groups_are_worked_out_and_never_guessed(void **state)
{
	static const struct {
		const char *group, *action, *component;
		int64_t part;
		const char *expected; /* NULL: no fix */
	} cases[] = {
		{"轴承更换", "whatever", "x", 0, "轴承更换"},
		{NULL, "Replaced the bearing", "Bearing 6205", 0, "replace|=bearing"},
		{NULL, "已更换", "主轴-轴承", 0, "replace|=spindle =bearing"},
		{NULL, "换泵", "泵", 0, "replace|=pump"},
		{NULL, "清洗切换阀", "切换阀", 0, "clean|切换 =valve"},
		{NULL, "oil pump replaced, oil topped up", "oil pump", 0, "replace|=oil =pump"},
		{NULL, "checked only", "door", 0, "inspect|=door"},
		{NULL, "checked and reset", "door", 0, "reset|=door"},
		{NULL, "changed", NULL, 31, "replace|#31"},
		{NULL, "did something odd", "door", 0, "did something odd|=door"},
		{NULL, "did something odd", NULL, 0, "did something odd|"},
		{NULL, "replaced left hose", NULL, 0, "replace|=hose"},
		/* one fix in both languages, and shortened; parts in an order of their own */
		{NULL, "更换轴承", NULL, 0, "replace|=bearing"},
		{NULL, "replaced bearing", NULL, 0, "replace|=bearing"},
		{NULL, "C/O brg", NULL, 0, "replace|=bearing"},
		{NULL, "换油封和轴承", NULL, 0, "replace|=bearing =seal.oil"},
		{NULL, "bearing and lip seals renewed", NULL, 0, "replace|=bearing =seal.oil"},
		{NULL, "换了，已正常", NULL, 0, "replace|=replace已正常"},
		{NULL, NULL, "door", 0, "|=door"},
		{NULL, NULL, NULL, 0, NULL},
		{"", "", "", 0, NULL},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct kb_part part = {.id = cases[i].part, .qty_milli = 1000};
		struct kb_record r = {.id = 1,
			.symptom = "machine squeals",
			.group = cases[i].group,
			.action = cases[i].action,
			.component = cases[i].component,
			.parts = &part,
			.n_parts = cases[i].part != 0};
		const struct kb_answer *a;

		kb_put(f->kb, &r);
		a = ask(f, 0, "machine squeals");
		assert_int_equal(a->n_records, 1);
		assert_int_equal(a->n_fixes, cases[i].expected != NULL);
		if (cases[i].expected)
			assert_string_equal(a->fixes[0].group, cases[i].expected);
		else
			assert_int_equal(a->verdict, KB_SIMILAR);
	}
}

static void test_a_fault_code_finds_its_records(void **state)
{
	struct fixture *f = *state;
	struct kb_record r = {.id = 1, .symptom = "axis stops", .code = "ALM-401", .group = "drive"};
	struct kb_query q = {.text = "stopped", .code = "401"};

	put_history(f);
	r.id = 501;
	kb_put(f->kb, &r);
	r = (struct kb_record){.id = 502, .symptom = "axis halts", .code = "401", .group = "amplifier"};
	kb_put(f->kb, &r);
	assert_string_equal(ask(f, 0, "报警 ALM401")->fixes[0].group, "drive");
	kb_suggest(f->kb, &q, &f->arena, &f->answer);
	assert_string_equal(f->answer.fixes[0].group, "amplifier");
}

static void test_cause_action_and_component_are_searched_too(void **state)
{
	struct fixture *f = *state;
	int64_t by_past, by_symptom;

	by_past = put(f, 0, "line stops", "replaced encoder", "encoder");
	put_history(f);
	assert_int_equal(ask(f, 0, "encoder")->records[0].id, by_past);
	by_symptom = put(f, 0, "encoder dead", "replaced cable", "cable");
	assert_int_equal(ask(f, 0, "encoder")->records[0].id, by_symptom);
}

static void test_limits_of_the_answer(void **state)
{
	struct fixture *f = *state;
	struct kb_query q = {.text = "belt slips", .max_fixes = 3, .max_records = 1000};

	for (int i = 0; i < 150; i++) {
		char group[16];
		struct kb_record r = {.id = i + 1, .symptom = "belt slips", .group = group};

		snprintf(group, sizeof(group), "g%d", i);
		kb_put(f->kb, &r);
	}
	kb_suggest(f->kb, &q, &f->arena, &f->answer);
	assert_int_equal(f->answer.n_fixes, 3);
	assert_int_equal(f->answer.n_records, KB_VOTERS);
	assert_int_equal(f->answer.verdict, KB_SIMILAR); /* a hundred fixes as good as each other */
	ask(f, 0, "belt slips");
	assert_int_equal(f->answer.n_fixes, 5);
	assert_int_equal(f->answer.n_records, 10);
}

static void test_hostile_text_does_no_harm(void **state)
{
	struct fixture *f = *state;
	size_t size = 200000;
	char *text = malloc(size);

	put_history(f);
	for (int round = 0; round < 6; round++) {
		struct kb_part parts[40] = {{.id = 1, .qty_milli = INT64_MAX / 64}};
		struct kb_record r = {.id = 1000 + round,
			.machine = INT64_MIN,
			.time_ms = INT64_MAX,
			.symptom = text,
			.cause = text,
			.action = text,
			.component = text,
			.code = text,
			.model = text,
			.minutes = INT64_MAX,
			.wrong = INT32_MIN,
			.right = INT32_MAX,
			.parts = parts,
			.n_parts = 40};

		for (size_t i = 0; i < size - 1; i++)
			text[i] = round == 0   ? 'x'
				  : round == 1 ? (char)(1 + (i * 2654435761u >> 7) % 255)
				  : round == 2 ? (char)(i % 3 ? 'a' + i % 26 : ' ')
				  : round == 3 ? "\xE6\xB3\xB5"[i % 3]
				  : round == 4 ? (char)(i % 9 ? '0' + i % 10 : 'e')
					       : "\xE4\xB8"[i % 2];
		text[size - 1] = '\0';
		kb_put(f->kb, &r);
		ask(f, INT64_MIN, text);
		assert_true(f->answer.n_fixes <= 5);
		assert_string_equal(ask(f, 0, "主轴异响")->fixes[0].group, "replace|=spindle =bearing");
		arena_clear(&f->arena);
	}
	free(text);
}

static void test_the_weights_can_be_changed(void **state)
{
	struct fixture *f = *state;
	struct kb_weights w = kb_weights_shipped();
	double p;

	put_history(f);
	p = ask(f, 0, "belt slips")->fixes[0].probability;
	w.none += 2;
	kb_set_weights(f->kb, &w);
	assert_true(ask(f, 0, "belt slips")->fixes[0].probability < p);
}

struct asker {
	const struct kb *kb;
	double sum;
};

static void *ask_often(void *arg)
{
	static const char *const reports[] = {"主轴异响", "belt slipping", "hyd pump leeks", "E217"};
	struct asker *me = arg;
	struct arena a;

	arena_init(&a);
	for (size_t i = 0; i < 200; i++) {
		struct kb_query q = {.text = reports[i % 4], .machine = 11, .now_ms = NOW};
		struct kb_answer answer;

		kb_suggest(me->kb, &q, &a, &answer);
		me->sum += answer.n_fixes ? answer.fixes[0].probability : 0;
		arena_clear(&a);
	}
	arena_release(&a);
	return NULL;
}

static void test_many_may_ask_at_once(void **state)
{
	enum { THREADS = 4 };
	struct fixture *f = *state;
	struct asker askers[THREADS];
	pthread_t threads[THREADS];

	put_history(f);
	for (size_t i = 0; i < THREADS; i++) {
		askers[i] = (struct asker){.kb = f->kb};
		assert_int_equal(pthread_create(&threads[i], NULL, ask_often, &askers[i]), 0);
	}
	for (size_t i = 0; i < THREADS; i++) {
		pthread_join(threads[i], NULL);
		assert_true(askers[i].sum > 0 && askers[i].sum == askers[0].sum);
	}
}

#define WITH_KB(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_KB(test_the_fix_that_helped_before_comes_first),
		WITH_KB(test_nothing_is_said_when_nothing_similar_is_known),
		WITH_KB(test_probabilities_are_probabilities),
		WITH_KB(test_half_a_match_is_less_sure_than_a_whole_one),
		WITH_KB(test_the_same_machine_counts_for_more),
		WITH_KB(test_a_report_in_the_words_of_a_fix_speaks_for_it),
		WITH_KB(test_age_and_what_people_said_count),
		WITH_KB(test_a_record_can_be_replaced_and_removed),
		WITH_KB(test_the_evidence_is_told),
		WITH_KB(test_the_words_that_matched_are_named),
		WITH_KB(test_the_pieces_that_matched_are_named),
		WITH_KB(test_groups_are_worked_out_and_never_guessed),
		WITH_KB(test_a_fault_code_finds_its_records),
		WITH_KB(test_cause_action_and_component_are_searched_too),
		WITH_KB(test_limits_of_the_answer),
		WITH_KB(test_hostile_text_does_no_harm),
		WITH_KB(test_the_weights_can_be_changed),
		WITH_KB(test_many_may_ask_at_once),
	};

	return cmocka_run_group_tests_name("kb suggest", tests, NULL, NULL);
}
