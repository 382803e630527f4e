/* import_verdict_test.c - the verdict of every kind of row, the heading that is complained of, and the same a second time. */
#include "import_fixture.h"

#include "base/i18n.h"

static const struct verdict_case {
	const char *name;
	int what;
	const char *text, *verdicts;
	const char *again; /* of the same text a second time */
	const char *field; /* of the first refused row: heading complained about, or NULL */
	enum msg msg;
} cases[] = {
	{"a machine", IMPORT_MACHINES, "code,name\nM1,Press\n", "n", "s", NULL, MSG_OK},
	{"Chinese headings with remarks", IMPORT_MACHINES, "设备编号*,设备名称,原值（元）\nM1,冲床,12\n", "n",
		"s", NULL, MSG_OK},
	{"semicolons", IMPORT_MACHINES, "code;name\nM1;Press, big\n", "n", "s", NULL, MSG_OK},
	{"wide and unbreakable blanks are trimmed", IMPORT_MACHINES,
		"code,name\n\xe3\x80\x80M1\xc2\xa0 ,Press\nM1,x\n", "ne", "se", NULL, MSG_IMPORT_TWICE},
	{"empty rows are passed over", IMPORT_MACHINES, "code,name\n,\n\nM1,Press\n", "n", "s", NULL, MSG_OK},
	{"short rows", IMPORT_MACHINES, "code,name,model\nM1,Press\n", "n", "s", NULL, MSG_OK},
	{"no code", IMPORT_MACHINES, "code,name\n,Press\n", "e", "e", "code", MSG_F_REQUIRED},
	{"no name", IMPORT_MACHINES, "code,name\nM1,\n", "e", "e", "name", MSG_F_REQUIRED},
	{"a bad amount", IMPORT_MACHINES, "code,name,原值\nM1,x,many\n", "e", "e", "原值", MSG_IMPORT_MONEY},
	{"an amount below zero", IMPORT_MACHINES, "code,name,原值\nM1,x,-1\n", "e", "e", "原值", MSG_F_RANGE},
	{"a bad day", IMPORT_MACHINES, "code,name,启用日期\nM1,x,2020-02-30\n", "e", "e", "启用日期",
		MSG_IMPORT_DAY},
	{"a bad state", IMPORT_MACHINES, "code,name,state\nM1,x,exploded\n", "e", "e", "state", MSG_F_ENUM},
	{"a bad class", IMPORT_MACHINES, "code,name,重要度\nM1,x,Z\n", "e", "e", "重要度", MSG_F_ENUM},
	{"no such calendar", IMPORT_MACHINES, "code,name,班制\nM1,x,两班\n", "e", "e", "班制", MSG_F_NO_SUCH},
	{"a code over its length", IMPORT_MACHINES,
		"code,name\nM12345678901234567890123456789012345678901,x\n", "e", "e", "code", MSG_F_LONG},
	{"a name and a place of two lines", IMPORT_MACHINES,
		"code,name,车间\nM1,\"Press \n big\",\"Hall\r\n2\"\n", "n", "s", NULL, MSG_OK},
	{"strokes for what was wrong", IMPORT_REPAIRS,
		"machine,ts,symptom\nM1,2025-01-01,/\n-,2025-01-01,x\n", "ne", "se", "machine",
		MSG_F_REQUIRED},
	{"sums below", IMPORT_MACHINES, "code,name,原值\nM1,x,5\n合 计：,,5\n,Total,5\n", "n", "s", NULL,
		MSG_OK},
	{"a code that only begins like a sum", IMPORT_MACHINES, "code,name\nTotal-1,x\n合计机,x\n", "nn",
		"ss", NULL, MSG_OK},
	{"a code of two lines", IMPORT_MACHINES, "code,name\n\"M\n1\",x\n", "e", "e", "code",
		MSG_IMPORT_LINE},
	{"a control character", IMPORT_MACHINES, "code,name\nM\0011,x\n", "e", "e", "code", MSG_F_UTF8},
	{"a row twice", IMPORT_MACHINES, "code,name\nM1,x\nM1,x\n", "ne", "se", NULL, MSG_IMPORT_TWICE},
	{"one refused row among others", IMPORT_MACHINES, "code,name\nM1,x\n,y\nM2,z\n", "nen", "ses", "code",
		MSG_F_REQUIRED},
	{"a part", IMPORT_PARTS, "code,name,bin,qty\nP1,Seal,A1,5\n", "n", "s", NULL, MSG_OK},
	{"a part without stock needs no bin", IMPORT_PARTS, "code,name,qty\nP1,Seal,0\n", "n", "s", NULL,
		MSG_OK},
	{"stock without a bin", IMPORT_PARTS, "code,name,qty\nP1,Seal,5\n", "e", "e", "qty", MSG_IMPORT_BIN},
	{"stock below zero", IMPORT_PARTS, "code,name,bin,qty\nP1,Seal,A,-5\n", "e", "e", "qty", MSG_F_RANGE},
	{"too many decimals", IMPORT_PARTS, "code,name,bin,qty\nP1,Seal,A,0.0001\n", "e", "e", "qty",
		MSG_IMPORT_QTY},
	{"a part without a name", IMPORT_PARTS, "code,name\nP1,\n", "e", "e", "name", MSG_F_REQUIRED},
	{"a repair", IMPORT_REPAIRS, "id,ts,machine,symptom\nW1,2025-01-01,M1,leak\n", "n", "s", NULL,
		MSG_OK},
	{"a repair without an id", IMPORT_REPAIRS,
		"ts,machine,symptom\n2025-01-01,M1,leak\n2025-01-01,M1,noise\n", "nn", "ss", NULL, MSG_OK},
	{"two repairs alike without an id", IMPORT_REPAIRS,
		"ts,machine,symptom\n2025-01-01,M1,leak\n2025-01-01,M1,leak\n", "ne", "se", NULL,
		MSG_IMPORT_TWICE},
	{"an id twice", IMPORT_REPAIRS,
		"id,ts,machine,symptom\nW1,2025-01-01,M1,leak\nW1,2025-01-02,M1,noise\n", "ne", "se", NULL,
		MSG_IMPORT_TWICE},
	{"a repair of tomorrow", IMPORT_REPAIRS, "id,ts,machine,symptom\nW1,2026-02-01,M1,leak\n", "e", "e",
		"ts", MSG_TICKET_FUTURE},
	{"restored before it occurred", IMPORT_REPAIRS,
		"id,ts,machine,symptom,occurred,restored\nW1,2025-01-01,M1,leak,2025-01-01 10:00,2025-01-01 "
		"09:00\n",
		"e", "e", "restored", MSG_TICKET_ORDER},
	{"no symptom", IMPORT_REPAIRS, "id,ts,machine,symptom\nW1,2025-01-01,M1,\n", "e", "e", "symptom",
		MSG_F_REQUIRED},
	{"minutes below zero", IMPORT_REPAIRS, "id,ts,machine,symptom,minutes\nW1,2025-01-01,M1,x,-3\n", "e",
		"e", "minutes", MSG_IMPORT_MINUTES},
	{"a credit note", IMPORT_REPAIRS, "id,ts,machine,symptom,cost\nW1,2025-01-01,M1,x,-3.20\n", "n", "s",
		NULL, MSG_OK},
	{"an interval that says its unit, beside another", IMPORT_PLANS,
		"plan,machine,every,interval unit,start\nA,,30天,周,2027-01-01\nB,,2,周,2027-01-01\n", "nn",
		"ss", NULL, MSG_OK},
	{"JSON Lines", IMPORT_REPAIRS,
		"{\"id\":\"W1\",\"ts\":\"2025-01-01\",\"machine\":\"M1\",\"symptom\":\"x\",\"cost\":null,"
		"\"parts\":[1,2]}\n\n{\"symptom\":\"y\",\"machine\":\"M1\",\"ts\":1735689600000,\"id\":2}",
		"nn", "ss", NULL, MSG_OK},
	{"a broken line of JSON", IMPORT_REPAIRS,
		"{\"id\":\"W1\",\"ts\":\"2025-01-01\",\"machine\":\"M1\",\"symptom\":\"x\"}\n{\"id\":\n[1]"
		"\n\"x\"\n",
		"neee", "seee", NULL, MSG_F_JSON},
	{"JSON of other members", IMPORT_MACHINES, "{\"a\":1}\n", "e", "e", "code", MSG_F_REQUIRED},
};

/* Every row has the verdict it should have, its complaint names the file's own heading, and a second import of the
 * same file changes nothing at all. */
static void every_row_has_its_verdict(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct verdict_case *c = &cases[i];
		struct fixture f;
		struct import in;
		const char *before;

		fixture_open(&f);
		f.now = INT64_C(1769846400000);
		if (import(&f, c->what, c->text, &in) != OK || strcmp(verdicts(&f, &in), c->verdicts) != 0)
			fail_msg("%s: %s, not %s (%s)", c->name, verdicts(&f, &in), c->verdicts,
				msg_id(f.fault.msg));
		for (size_t k = 0; k < in.rows.n; k++) {
			const struct import_row *row = row_of(&in, k);

			if (row->verdict != IMPORT_ERROR)
				continue;
			assert_non_null(row->fault);
			if (c->field &&
				(!row->fault->n || strcmp(row->fault->fields[0].name, c->field) != 0 ||
					row->fault->fields[0].msg != c->msg))
				fail_msg("%s: complains about %s: %s", c->name, row->fault->fields[0].name,
					msg_id(row->fault->fields[0].msg));
			if (!c->field && row->fault->msg != c->msg)
				fail_msg("%s: complains with %s", c->name, msg_id(row->fault->msg));
			break;
		}
		before = one(&f, SQL_STATE);
		if (import(&f, c->what, c->text, &in) != OK || strcmp(verdicts(&f, &in), c->again) != 0)
			fail_msg("%s: again %s, not %s", c->name, verdicts(&f, &in), c->again);
		assert_string_equal(one(&f, SQL_STATE), before);
		fixture_close(&f);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_has_its_verdict),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
