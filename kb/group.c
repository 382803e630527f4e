/* group.c - see group.h. */
#include "kb/group.h"

#include <stdio.h>
#include <string.h>

/* Stems of English verbs (as kb_text_stem leaves them) and Chinese verbs. The first class in this order that
 * a text has a verb of is its class: what was replaced was often cleaned and checked as well, and the words
 * of the later classes are also names of things ("oil pump replaced"). A verb of one Chinese character counts
 * only at the beginning of a run (换泵, but not 换 in 清洗切换阀). */
static const struct action {
	const char *class;
	const char *verbs[20];
} actions[] = {
	{"replace", {"replac", "renew", "swap", "chang", "changeout", "exchang", "cout", "install", "更换",
			    "换新", "调换", "换上", "换了", "安装", "加装", "换"}},
	{"weld", {"weld", "reweld", "焊接", "补焊", "焊"}},
	{"adjust", {"adjust", "align", "realign", "calibrat", "调整", "调节", "校准", "校正", "对中", "调"}},
	{"clean", {"clean", "flush", "wash", "unblock", "purg", "清洗", "清理", "清洁", "清除", "疏通",
			  "吹扫", "擦拭"}},
	{"tighten", {"tighten", "retighten", "torqu", "fasten", "紧固", "拧紧", "锁紧", "上紧"}},
	{"reset", {"reset", "restart", "reboot", "复位", "重启", "重置"}},
	{"repair", {"repair", "fix", "mend", "rebuild", "rebuilt", "overhaul", "ohaul", "refurbish", "维修",
			   "修复", "修理", "检修", "大修", "修"}},
	{"remove", {"remov", "dismantl", "拆除", "取出", "拆下"}},
	{"wire", {"rewir", "reconnect", "solder", "接线", "重接", "接好", "插紧"}},
	{"refill", {"refill", "top", "fill", "recharg", "regas", "补充", "补油", "加注", "添加", "加液"}},
	{"lubricate", {"lubricat", "greas", "润滑", "加油", "注油", "打油"}},
	{"inspect", {"inspect", "check", "test", "investigat", "diagnos", "检查", "检测", "测试", "点检",
			    "排查"}},
};

enum { ACTIONS = sizeof(actions) / sizeof(actions[0]) };

/* The place in actions[] of the class of one token that is not a single Chinese character inside a run, or
 * ACTIONS. */
static size_t action_of(const struct kb_token *t)
{
	char stem[KB_TOKEN_MAX + 1];

	memcpy(stem, t->text, t->len + 1u);
	if (t->kind == KB_WORD)
		kb_text_stem(t->text, t->len, stem);
	for (size_t i = 0; i < ACTIONS; i++)
		for (size_t j = 0; actions[i].verbs[j]; j++)
			if (stem[0] == actions[i].verbs[j][0] && strcmp(stem, actions[i].verbs[j]) == 0)
				return i;
	return ACTIONS;
}

const char *kb_group_action(const struct kb_tokens *action)
{
	size_t best = ACTIONS;

	for (size_t i = 0; i < action->n; i++) {
		const struct kb_token *t = &action->v[i];
		size_t class;

		if (t->kind == KB_HAN && !kb_text_is_pair(t) && i > 0 && kb_text_is_pair(&action->v[i - 1]))
			continue;
		class = action_of(t);
		best = class < best ? class : best;
	}
	return best < ACTIONS ? actions[best].class : NULL;
}

static bool given(const char *text)
{
	return text && *text;
}

/* Copies as much as fits, cut between characters; control characters become spaces. Returns the length. */
static size_t copy(char *out, size_t room, const char *text)
{
	size_t n = strnlen(text, room - 1);

	while (n > 0 && n == room - 1 && ((unsigned char)text[n] & 0xC0) == 0x80)
		n--;
	for (size_t i = 0; i < n; i++)
		out[i] = (unsigned char)text[i] < ' ' || text[i] == 0x7F ? ' ' : text[i];
	out[n] = '\0';
	return n;
}

/* The tokens one after the other, without the pairs of Chinese characters, which say nothing that the single
 * ones do not. */
static size_t wording(char *out, size_t room, const struct kb_tokens *tokens)
{
	size_t n = 0;

	out[0] = '\0';
	for (size_t i = 0; i < tokens->n; i++) {
		const struct kb_token *t = &tokens->v[i];

		if (kb_text_is_pair(t) || n + t->len + 2u > room)
			continue;
		if (n && t->kind != KB_HAN)
			out[n++] = ' ';
		memcpy(out + n, t->text, t->len + 1u);
		n += t->len;
	}
	return n;
}

static void label_of(const struct kb_record *r, char *out, size_t room)
{
	size_t n = 0;

	if (given(r->component))
		n = copy(out, room, r->component);
	if (given(r->action) && n + 8 < room) {
		n += n ? copy(out + n, room - n, ": ") : 0;
		copy(out + n, room - n, r->action);
	}
}

bool kb_group_of(const struct kb_record *r, struct kb_tokens *scratch, struct kb_group_name *out)
{
	const char *class;
	size_t n;

	memset(out, 0, sizeof(*out));
	if (given(r->group)) {
		copy(out->name, sizeof(out->name), r->group);
		copy(out->label, sizeof(out->label), r->group);
		return true;
	}
	scratch->n = 0;
	kb_text_tokens(r->action, scratch);
	class = kb_group_action(scratch);
	n = class ? copy(out->name, sizeof(out->name), class)
		  : wording(out->name, sizeof(out->name) / 2, scratch);
	out->name[n++] = '|';
	scratch->n = 0;
	kb_text_tokens(r->component, scratch);
	if (scratch->n)
		n += wording(out->name + n, sizeof(out->name) - n, scratch);
	else if (r->n_parts)
		n += (size_t)snprintf(
			out->name + n, sizeof(out->name) - n, "#%lld", (long long)r->parts[0].id);
	else if (class) {
		/* "replaced it": what was replaced only the wording can tell */
		scratch->n = 0;
		kb_text_tokens(r->action, scratch);
		n += wording(out->name + n, sizeof(out->name) - n, scratch);
	}
	label_of(r, out->label, sizeof(out->label));
	if (!out->label[0])
		copy(out->label, sizeof(out->label), out->name);
	return n > 1;
}
