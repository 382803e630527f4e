/* kb_document_test.c - documents cut into sections: what is understood, and what hostile files can't do. */
#include "unit/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "base/xml.h"
#include "kb/document.h"

struct read {
	struct arena arena;
	struct kb_document d;
	struct fault fault;
	enum err err;
};

static void read_bytes(struct read *r, const void *data, size_t len, const char *name)
{
	arena_init(&r->arena);
	fault_clear(&r->fault);
	r->err = kb_document_read(data, len, name, &r->arena, &r->d, &r->fault);
	assert_int_equal(r->err, r->fault.err);
}

static void read_text(struct read *r, const char *text)
{
	read_bytes(r, text, strlen(text), "file.txt");
	if (r->err)
		print_error("%s\n", msg_text(r->fault.msg, LANG_EN));
	assert_int_equal(r->err, OK);
}

static void done(struct read *r)
{
	arena_release(&r->arena);
}

/* The sections as lines "kind trouble|title|text" with "/" for the ends of lines. */
static void expect(const struct read *r, const char *wanted)
{
	char *all = calloc(1, 1 << 20), *p;
	size_t n = 0;

	for (size_t i = 0; i < r->d.n; i++) {
		const struct kb_section *s = &r->d.sections[i];

		n += (size_t)snprintf(all + n, (1 << 20) - n, "%s %d|%s|%s\n", kb_section_kinds[s->kind],
			s->trouble, s->title, s->text);
		for (p = all + n - strlen(s->text) - 1; p < all + n - 1; p++)
			*p = *p == '\n' ? '/' : *p;
	}
	assert_string_equal(all, wanted);
	free(all);
}

/* ---- DITA ---- */

static const char dita_topic[] =
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	"<!DOCTYPE troubleshooting PUBLIC \"-//OASIS//DTD DITA Troubleshooting//EN\" \"troubleshooting.dtd\" "
	"[\n"
	"<!-- it's here --> <!ENTITY made \"up\"> <!ATTLIST p class CDATA \"x\">]>\n"
	"<troubleshooting id=\"spindle-noise\" xml:lang=\"en-US\"><title>Spindle is noisy</title>\n"
	"<shortdesc>When the spindle hums.</shortdesc><prolog><author>Nobody</author></prolog>\n"
	"<troublebody><condition id=\"c1\"><p>A loud hum at 3000&nbsp;rpm &made; &amp; "
	"more.</p></condition>\n"
	"<troubleSolution><cause><p>Bearing "
	"worn.</p></cause><remedy><responsibleParty>Fitter</responsibleParty>\n"
	"<steps><step><cmd>Stop.</cmd></step><step><cmd>Change the <b>bearing</b>.</cmd><info>Use "
	"7010C.</info></step></steps>"
	"</remedy></troubleSolution>\n"
	"<troubleSolution><cause><title>Belt</title><p>Belt loose.</p></cause><remedy><p>Tighten "
	"it.</p></remedy>"
	"</troubleSolution></troublebody><related-links><link "
	"href=\"a.dita\"/></related-links></troubleshooting>";

static void a_dita_topic_becomes_condition_causes_and_remedies_of_one_fault(void **state)
{
	struct read r;

	(void)state;
	read_text(&r, dita_topic);
	assert_int_equal(r.d.format, KB_FORMAT_DITA);
	assert_string_equal(r.d.title, "Spindle is noisy");
	assert_string_equal(r.d.key, "spindle-noise");
	assert_string_equal(r.d.lang, "en");
	assert_int_equal(r.d.faulty, 0);
	expect(&r, "text 0|Spindle is noisy|When the spindle hums.\n"
		   "condition 1|Spindle is noisy|A loud hum at 3000 rpm & more.\n"
		   "cause 1|Spindle is noisy|Bearing worn.\n"
		   "remedy 1|Spindle is noisy|Fitter/1. Stop./2. Change the bearing./Use 7010C.\n"
		   "cause 1|Belt|Belt loose.\n"
		   "remedy 1|Spindle is noisy|Tighten it.\n");
	assert_string_equal(r.d.sections[1].anchor, "c1");
	done(&r);
}

static void topics_in_one_file_are_faults_of_their_own(void **state)
{
	struct read r;

	(void)state;
	read_text(&r, "<dita><troubleshooting "
		      "id='a'><title>甲</title><troublebody><condition><p>现象一</p></condition>"
		      "<troubleSolution><cause><p>原因一</p></cause></troubleSolution></troublebody></"
		      "troubleshooting>"
		      "<task "
		      "id='t'><title>换油</title><taskbody><prereq>停机</prereq><steps><step><cmd>放油</"
		      "cmd></step></steps>"
		      "</taskbody></task>"
		      "<troubleshooting id='b'><title>乙</title><troublebody><condition><p>现象\n  "
		      "二</p></condition></troublebody>"
		      "</troubleshooting></dita>");
	expect(&r, "condition 1|甲|现象一\ncause 1|甲|原因一\ntext 0|换油|停机\nstep 0|换油|1. "
		   "放油\ncondition 2|乙|现象二\n");
	assert_string_equal(r.d.lang, "zh");
	done(&r);
}

/* ---- S1000D ---- */

static void a_fault_isolation_module_becomes_fault_steps_and_ends(void **state)
{
	struct read r;

	(void)state;
	read_text(&r,
		"<!DOCTYPE dmodule [<!NOTATION cgm PUBLIC \"x\"><!ENTITY ICN-1 SYSTEM \"ICN-1.cgm\" NDATA "
		"cgm>]>\n"
		"<dmodule "
		"xmlns:xlink='http://www.w3.org/1999/xlink'><identAndStatusSection><dmAddress><dmIdent>"
		"<dmCode modelIdentCode='BRAKE' systemDiffCode='AAA' systemCode='DA1' subSystemCode='1' "
		"subSubSystemCode='0' "
		"assyCode='00' disassyCode='00' disassyCodeVariant='AA' infoCode='420' infoCodeVariant='A' "
		"itemLocationCode='A'/>"
		"</dmIdent><dmAddressItems><dmTitle><techName>Brake</techName><infoName>Fault "
		"isolation</infoName></dmTitle>"
		"</dmAddressItems></dmAddress><dmStatus><security/><remark>secret</remark></dmStatus></"
		"identAndStatusSection>"
		"<content><faultIsolation><faultIsolationProcedure id='f1'><fault faultCode='E-217'/>"
		"<faultDescr><descr>Brake does not hold.</descr></faultDescr><isolationProcedure>"
		"<preliminaryRqmts>tools</preliminaryRqmts><isolationMainProcedure>"
		"<isolationStep id='s1'><action>Look at the "
		"pads.</action><isolationStepQuestion>Worn?</isolationStepQuestion>"
		"<isolationStepAnswer><yesNoAnswer><yesAnswer nextActionRefId='e1'/><noAnswer "
		"nextActionRefId='s2'/></yesNoAnswer>"
		"</isolationStepAnswer></isolationStep>"
		"<isolationProcedureEnd id='e1'><action>Change the pads.</action></isolationProcedureEnd>"
		"</isolationMainProcedure></isolationProcedure></faultIsolationProcedure></faultIsolation></"
		"content></dmodule>");
	assert_int_equal(r.d.format, KB_FORMAT_S1000D);
	assert_string_equal(r.d.title, "Brake – Fault isolation");
	assert_string_equal(r.d.key, "BRAKE-AAA-DA1-1-0-00-00-AA-420-A-A");
	expect(&r, "condition 1|Brake – Fault isolation|E-217\n"
		   "condition 1|Brake – Fault isolation|Brake does not hold.\n"
		   "step 1|Brake – Fault isolation|Look at the pads./Worn?/yes / 是 → e1/no / 否 → s2\n"
		   "remedy 1|Brake – Fault isolation|Change the pads.\n");
	assert_string_equal(r.d.sections[2].anchor, "s1");
	done(&r);
}

/* ---- HTML ---- */

static void a_page_is_cut_at_its_headings_and_labels(void **state)
{
	struct read r;

	(void)state;
	read_text(&r,
		"<!DOCTYPE html><html><head><title>Compressor manual</title><style>p{}</style></head><body>"
		"<nav>Home</nav><h1 id=top>Compressor</h1><p>General words.\n<h2>1. Does not start</h2>"
		"<h3>Cause</h3><p>No <b>power.<h3>Remedy:</h3><ul><li>Check fuse<li>Call</ul>"
		"<script>alert('<h1>no</h1>')</script><h2>Leaks</h2><p>Oil on the floor.<p>Cause: seal "
		"worn<p>Remedy: new seal"
		"<p>Then test.</body>");
	assert_string_equal(r.d.title, "Compressor manual");
	expect(&r, "text 0|Compressor|General words.\n"
		   "condition 1|1. Does not start|\n"
		   "cause 1|1. Does not start|No power.\n"
		   "remedy 1|1. Does not start|- Check fuse/- Call\n"
		   "condition 2|Leaks|Oil on the floor.\n"
		   "cause 2|Leaks|seal worn\n"
		   "remedy 2|Leaks|new seal/Then test.\n");
	assert_string_equal(r.d.sections[0].anchor, "top");
	done(&r);
}

static void each_row_of_a_trouble_table_is_a_fault(void **state)
{
	struct read r;

	(void)state;
	read_text(&r, "<h2>常见故障</h2><table><tr><th>序号</th><th>故障现象</th><th>可能原因</"
		      "th><th>处理方法</th></tr>"
		      "<tr><td>1<td rowspan=2>不出油<td>泵坏<td>换泵</tr><tr><td>2<td>滤芯堵<td>换滤芯</tr>"
		      "<tr><td>3</td><td>漏油</td><td>密封老化</td><td></td></tr></table><p>完。</p>");
	expect(&r, "condition 1|不出油|不出油\ncause 1|不出油|泵坏\nremedy 1|不出油|换泵\n"
		   "cause 1|不出油|滤芯堵\nremedy 1|不出油|换滤芯\n"
		   "condition 2|漏油|漏油\ncause 2|漏油|密封老化\n"
		   "text 0|常见故障|完。\n");
	done(&r);
}

static void other_tables_stay_lines(void **state)
{
	struct read r;

	(void)state;
	read_text(&r, "<h1>Data</h1><table><tr><td>Power<td>5 kW<tr><td>Mass<td>80 kg</table>");
	expect(&r, "text 0|Data|Power | 5 kW/Mass | 80 kg\n");
	done(&r);
}

/* ---- text ---- */

static void headings_of_plain_text_are_seen_as_people_write_them(void **state)
{
	static const struct {
		const char *text, *sections;
	} cases[] = {
		{"# Pump\nruns dry\n## Cause\nno oil\n## Remedy\nfill",
			"condition 1|Pump|runs dry\ncause 1|Pump|no oil\nremedy 1|Pump|fill\n"},
		{"Pump\n====\nwords\nMore\n----\nother", "text 0|Pump|words\ntext 0|More|other\n"},
		{"第一章 主轴\n\n主轴的说明。\n\n1.2 "
		 "异响\n现象：高速时异响\n原因：轴承磨损。\n处理：更换轴承7010C\n并润滑",
			"text 0|第一章 主轴|主轴的说明。\ncondition 1|1.2 异响|高速时异响\ncause 1|1.2 "
			"异响|轴承磨损。\n"
			"remedy 1|1.2 异响|更换轴承7010C/并润滑\n"},
		{"【漏油】\n原因：老化\n\n一、电气\n\n继电器。",
			"condition 1|漏油|\ncause 1|漏油|老化\ntext 0|一、电气|继电器。\n"},
		{"| 现象 | 原因 | 对策 |\n|---|---|---|\n| 不转 | 断线 | 接线 |\n",
			"condition 1|不转|不转\ncause 1|不转|断线\nremedy 1|不转|接线\n"},
		{"just\r\ntwo lines", "text 0|file|just/two lines\n"},
		{"Symptom: hums\nCause: loose\nSymptom: smokes\nRemedy: stop it",
			"condition 1|file|hums\ncause 1|file|loose\ncondition 2|file|smokes\nremedy "
			"2|file|stop it\n"},
		{"Note: 10:30 is a time\nnot a label: this is",
			"text 0|file|Note: 10:30 is a time/not a label: this is\n"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct read r;

		read_text(&r, cases[i].text);
		assert_int_equal(r.d.format, KB_FORMAT_TEXT);
		expect(&r, cases[i].sections);
		done(&r);
	}
}

static void bytes_are_read_as_what_they_are_whatever_the_file_says(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
		const char *encoding, *text;
	} cases[] = {
#define B(s) s, sizeof(s) - 1
		{B("漏油"), "UTF-8", "漏油"},
		{B("\xEF\xBB\xBF漏油"), "UTF-8", "漏油"},
		{B("\xC2\xA9\xD3\xCD"), "GB18030", "漏油"},
		{B("\xFF\xFE\x0F\x6F\xB9\x6C"), "UTF-16LE", "漏油"},
		{B("\xFE\xFF\x6F\x0F\x6C\xB9"), "UTF-16BE", "漏油"},
		{B("o\0i\0l\0 \0o\0u\0t\0"), "UTF-16LE", "oil out"},
		{B("<meta charset=utf-8><p>\xC2\xA9\xD3\xCD</p>"), "GB18030", "漏油"},
		{B("<meta charset=gb2312><p>漏油</p>"), "UTF-8", "漏油"},
		{B("<meta charset=big5><p>\xBA\x7C\xAA\x6F</p>"), "BIG5-HKSCS", "漏油"},
		{B("<meta charset=iso-8859-1><p>K\xFChlung</p>"), "CP1252", "Kühlung"},
		{B("<?xml version='1.0' encoding='UTF-16'?><topic id='x'><body><p>漏油</p></body></topic>"),
			"UTF-8", "漏油"},
#undef B
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct read r;

		read_bytes(&r, cases[i].bytes, cases[i].len, "x");
		assert_int_equal(r.err, OK);
		assert_string_equal(r.d.encoding, cases[i].encoding);
		assert_string_equal(r.d.sections[0].text, cases[i].text);
		done(&r);
	}
}

static void what_is_no_document_is_refused_with_a_reason(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
		enum msg msg;
	} cases[] = {
#define B(s) s, sizeof(s) - 1
		{B(""), MSG_KB_DOC_NOTHING},
		{B("  \n\t "), MSG_KB_DOC_NOTHING},
		{B("<html><body></body></html>"), MSG_KB_DOC_NOTHING},
		{B("%PDF-1.4 text"), MSG_KB_DOC_BINARY},
		{B("PK\x03\x04word/document.xml"), MSG_KB_DOC_BINARY},
		{B("a\0b"), MSG_KB_DOC_BINARY},
		{B("\x81\xFF\xFF\xFE\xFD\xFF"), MSG_KB_DOC_BINARY},
		{B("<?xml version='1.0'?><invoice><p>x</p></invoice>"), MSG_KB_DOC_XML},
		{B("<svg onload='x'><text>x</text></svg>"), MSG_KB_DOC_XML},
#undef B
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct read r;

		read_bytes(&r, cases[i].bytes, cases[i].len, "x");
		assert_int_equal(r.err, ERR_INVALID);
		assert_int_equal(r.fault.msg, cases[i].msg);
		assert_int_equal(r.d.n, 0);
		done(&r);
	}
}

/* ---- hostile files ---- */

struct text {
	char *p;
	size_t n, room;
};

static void add(struct text *t, const char *s, size_t times)
{
	size_t len = strlen(s);

	if (t->n + len * times + 1 > t->room) {
		t->room = t->n + len * times + 1;
		t->p = realloc(t->p, t->room);
	}
	while (times--) {
		memcpy(t->p + t->n, s, len);
		t->n += len;
	}
	t->p[t->n] = '\0';
}

static bool any(const struct kb_document *d, const char *words)
{
	for (size_t i = 0; i < d->n; i++)
		if (strstr(d->sections[i].text, words) || strstr(d->sections[i].title, words))
			return true;
	return false;
}

static void entities_are_neither_declared_nor_fetched_nor_multiplied(void **state)
{
	static const char *const files[] = {
		"<?xml version='1.0'?><!DOCTYPE topic [<!ENTITY a 'haha'><!ENTITY b "
		"'&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>"
		"<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY d '&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;'>]>"
		"<topic id='x'><title>t</title><body><p>before &d;&d;&d; after</p></body></topic>",
		"<!DOCTYPE topic [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><topic id='x'><body><p>before &a; "
		"after</p></body></topic>",
		"<!DOCTYPE topic SYSTEM 'http://127.0.0.1:9/x.dtd'><topic id='x'><body><p>before &a; "
		"after</p></body></topic>",
		"<!DOCTYPE topic [<!ENTITY % p SYSTEM 'file:///etc/passwd'> %p; <!ENTITY % q '<!ENTITY a "
		"SYSTEM \"file:///etc/passwd\">'>"
		"%q;]><topic id='x'><body><p>before &a; after</p></body></topic>",
		"<topic id='x' xmlns:xi='http://www.w3.org/2001/XInclude'><body><p>before <xi:include "
		"href='file:///etc/passwd' "
		"parse='text'/> after</p></body></topic>",
		"<?xml-stylesheet href='file:///etc/passwd'?><topic id='x'><body><p>before <?php x ?> "
		"after</p></body></topic>",
		"<html><body><p>before <iframe src='file:///etc/passwd'>in</iframe><object "
		"data='x'>in</object> after</p></body></html>",
		"<!DOCTYPE html [<!ENTITY a 'haha'>]><p>before <b>after</b></p>",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(files); i++) {
		struct read r;

		read_text(&r, files[i]);
		assert_true(any(&r.d, "before") && any(&r.d, "after"));
		assert_false(any(&r.d, "haha") || any(&r.d, "root:") || any(&r.d, "/bin"));
		done(&r);
	}
}

/* Every one of these took an unprotected parser minutes, gigabytes, or its stack. */
enum { TIMES_ORDINARY = 8 }; /* the worst takes twice as long */

/* Of the processor, by this thread alone: what else the machine does is not counted. */
static int64_t own_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* A file of the greatest size that is nothing but paragraphs. */
static int64_t cost_of_ordinary_file(void)
{
	struct text t = {NULL, 0, 0};
	struct read r;
	int64_t took;

	add(&t, "<p>The pump leaks at the shaft seal; replace it.</p>\n", KB_DOCUMENT_BYTES / 60);
	took = -own_us();
	read_bytes(&r, t.p, t.n, "ordinary.html");
	took += own_us();
	done(&r);
	free(t.p);
	return took;
}

static void files_made_to_hurt_cost_no_more_than_others(void **state)
{
	static const struct {
		const char *head, *many, *tail;
		size_t times;
	} files[] = {
		{"<topic id='x'><body>", "<p>", "", 1000000}, /* nested without end */
		{"<p>", "<div>", "", 700000},
		{"", "<b>", "x", 1000000},
		{"<p>x", "<table><tr><td>", "", 200000},
		{"<topic id='x'", " a='1'", "><body><p>x</p></body></topic>",
			500000}, /* attributes: the same */
		{"<p ", "a ", ">x</p>", 1500000},
		{"<topic id='", "x", "'><body><p>x</p></body></topic>", 3000000}, /* a huge value */
		{"<", "a", ">x", 3000000},					  /* a huge name */
		{"<!DOCTYPE topic [", "<!ATTLIST p a CDATA 'x'>",
			"]><topic id='x'><body><p>x</p></body></topic>", 100000},
		{"<!DOCTYPE topic [", "[", "", 3000000},
		{"", "<!--", "", 900000}, /* comments that do not end */
		{"<p>", "<![CDATA[", "", 400000},
		{"<p>", "<script>", "", 400000},
		{"<p>", "</p", "", 1000000},
		{"<p>", "&", "", 3000000},
		{"<p>", "&#x41;", "", 600000},
		{"<topic id='x'><body><p>", "&nbsp;", "</p></body></topic>", 500000},
		{"<ul>", "<li>x", "", 600000}, /* siblings without end */
		{"", "# x\n", "", 900000},
		{"", "\n\n", "x", 1900000},
		{"", "原因：x\n", "", 300000},
		{"", "| a | b |\n", "", 350000},
		{"x", "x", "", 3900000}, /* one word, one line */
		{"<table><tr>", "<td>x", "</table>", 700000},
		{"<h1>", "x", "", 3900000},
		{"<topic id='x'><title>", "x ", "</title><body><p>x</p></body></topic>", 1900000},
	};

	const int64_t ordinary = cost_of_ordinary_file();

	(void)state;
	for (size_t i = 0; i < COUNT(files); i++) {
		struct text t = {NULL, 0, 0};
		int64_t took;
		struct read r;

		add(&t, files[i].head, 1);
		add(&t, files[i].many, files[i].times);
		add(&t, files[i].tail, 1);
		assert_true(t.n <= KB_DOCUMENT_BYTES);
		took = -own_us();
		read_bytes(&r, t.p, t.n, "hostile");
		took += own_us();
		if (getenv("TIMES"))
			print_message(
				"%zu: %lld ms, %zu KiB\n", i, (long long)took / 1000, r.arena.used / 1024);
		assert_true(took < TIMES_ORDINARY * ordinary);
		assert_true(r.d.n <= KB_DOCUMENT_SECTIONS);
		for (size_t k = 0; k < r.d.n; k++) {
			assert_true(strlen(r.d.sections[k].text) <= KB_SECTION_BYTES);
			assert_true(utf8_valid(r.d.sections[k].text, strlen(r.d.sections[k].text)));
		}
		assert_true(r.arena.used < 20 * t.n + (1 << 20));
		done(&r);
		free(t.p);
	}
}

static void what_is_over_a_limit_is_said(void **state)
{
	struct text t = {NULL, 0, 0};
	struct read r;

	(void)state;
	add(&t, "x ", KB_DOCUMENT_BYTES / 2 + 1);
	read_bytes(&r, t.p, t.n, "x");
	assert_int_equal(r.err, ERR_TOO_BIG);
	done(&r);
	t.n = 0;
	add(&t, "<topic id='x'><body>", 1);
	add(&t, "<p>", XML_DEPTH);
	read_bytes(&r, t.p, t.n, "x");
	assert_int_equal(r.fault.msg, MSG_KB_DOC_DEEP);
	done(&r);
	t.n = 0;
	add(&t, "# h\n\nx\n\n", KB_DOCUMENT_SECTIONS + 1);
	read_bytes(&r, t.p, t.n, "x");
	assert_int_equal(r.err, OK);
	assert_true(r.d.cut);
	assert_int_equal(r.d.n, KB_DOCUMENT_SECTIONS);
	done(&r);
	t.n = 0;
	add(&t, "字", KB_SECTION_BYTES);
	read_bytes(&r, t.p, t.n, "x");
	assert_int_equal(r.d.n, 4);
	assert_false(r.d.cut);
	done(&r);
	free(t.p);
}

static void xml_that_is_not_well_formed_is_read_as_far_as_it_goes_and_said(void **state)
{
	struct read r;

	(void)state;
	read_text(&r, "<topic id='x'>\n<title>T</title>\n<body><p>one</q>\n<p>two");
	assert_int_equal(r.d.faulty, 3);
	assert_true(any(&r.d, "one"));
	done(&r);
}

static void the_cleaner_leaves_nothing_but_tags_and_text(void **state)
{
	static const struct {
		bool html;
		const char *in, *out;
	} cases[] = {
		{false, "<a>x</a>", "<a>x</a>"},
		{false, "<a b='1' c=\"<&\" d>\n</a >", "<a b=\"1\" c=\"&lt;&amp;\" d=\"\">\n</a>"},
		{false, "<?x?><!-- a\nb --><!DOCTYPE a [<!ENTITY b \"]>\">]><a/>", "\n<a/>"},
		{false, "<a><![CDATA[<b>&c;]]></a>", "<a>&lt;b&gt;&amp;c;</a>"},
		{false, "1 < 2 && &lt; &#65; &x; &deg;", "1 &lt; 2 &amp;&amp; &lt; &#65;  °"},
		{false, "<a b='x>y'>z</a>", "<a b=\"x&gt;y\">z</a>"},
		{true, "<B>x</B><font color=red>y<p class=\"a\" id=q>z", "xy<p class=\"a\" id=\"q\">z"},
		{true, "<script>if (a<b) '</p>'</SCRIPT>x<style/>y</style>",
			"<script></SCRIPT>x<style></style>"},
		{true, "<!doctype html><p>&copy;<!-- x", "<p>&copy;"},
		{true, "<p", "<p>"},
		{true, "<", "&lt;"},
		{true, "</>x", "&lt;/&gt;x"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct buf b;

		buf_init(&b);
		xml_clean(cases[i].in, strlen(cases[i].in), cases[i].html, &b);
		assert_string_equal(buf_text(&b), cases[i].out);
		buf_release(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_dita_topic_becomes_condition_causes_and_remedies_of_one_fault),
		cmocka_unit_test(topics_in_one_file_are_faults_of_their_own),
		cmocka_unit_test(a_fault_isolation_module_becomes_fault_steps_and_ends),
		cmocka_unit_test(a_page_is_cut_at_its_headings_and_labels),
		cmocka_unit_test(each_row_of_a_trouble_table_is_a_fault),
		cmocka_unit_test(other_tables_stay_lines),
		cmocka_unit_test(headings_of_plain_text_are_seen_as_people_write_them),
		cmocka_unit_test(bytes_are_read_as_what_they_are_whatever_the_file_says),
		cmocka_unit_test(what_is_no_document_is_refused_with_a_reason),
		cmocka_unit_test(entities_are_neither_declared_nor_fetched_nor_multiplied),
		cmocka_unit_test(files_made_to_hurt_cost_no_more_than_others),
		cmocka_unit_test(what_is_over_a_limit_is_said),
		cmocka_unit_test(xml_that_is_not_well_formed_is_read_as_far_as_it_goes_and_said),
		cmocka_unit_test(the_cleaner_leaves_nothing_but_tags_and_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
