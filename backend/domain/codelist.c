/* codelist.c - see codelist.h. */
#include "domain/codelist.h"

#include <string.h>

#include "store/event.h"

static const struct {
	const char *list, *code, *zh, *en;
} shipped[] = {
	/* failure_mode: how the loss of function shows (ISO 14224 table B.6 ff.) */
	{"failure_mode", "BRD", "损坏停机", "breakdown"},
	{"failure_mode", "FTS", "无法启动", "fails to start"},
	{"failure_mode", "STP", "无法停止", "fails to stop"},
	{"failure_mode", "UST", "误停机", "spurious stop"},
	{"failure_mode", "ELK", "外漏（油、水、气）", "external leakage"},
	{"failure_mode", "INL", "内漏", "internal leakage"},
	{"failure_mode", "NOI", "异响", "abnormal noise"},
	{"failure_mode", "VIB", "振动", "vibration"},
	{"failure_mode", "OHE", "过热", "overheating"},
	{"failure_mode", "LOO", "出力不足", "low output"},
	{"failure_mode", "ERO", "动作不稳定", "erratic output"},
	{"failure_mode", "PDE", "参数超差", "parameter deviation"},
	{"failure_mode", "PLU", "堵塞", "plugged, choked"},
	{"failure_mode", "JAM", "卡死", "jammed"},
	{"failure_mode", "AIR", "仪表显示异常", "abnormal instrument reading"},
	{"failure_mode", "SIG", "无信号或误报警", "no signal, false alarm"},
	{"failure_mode", "ELE", "电气故障", "electrical fault"},
	{"failure_mode", "STD", "结构缺陷（裂、断、变形）", "structural deficiency"},
	{"failure_mode", "QUA", "产品不合格", "product out of tolerance"},
	{"failure_mode", "SER", "轻微异常", "minor in-service problem"},
	{"failure_mode", "OTH", "其他", "other"},
	/* cause: mechanism or root (ISO 14224 tables B.2 and B.3) */
	{"cause", "WEA", "磨损、老化", "wear, ageing"},
	{"cause", "FAT", "疲劳断裂", "fatigue, breakage"},
	{"cause", "LOS", "松动", "looseness"},
	{"cause", "ALI", "对中不良、偏移", "misalignment"},
	{"cause", "LUB", "润滑不良", "lack of lubrication"},
	{"cause", "CON", "脏污、异物", "contamination, foreign body"},
	{"cause", "BLO", "堵塞", "blockage"},
	{"cause", "SEA", "密封失效", "seal failure"},
	{"cause", "COR", "腐蚀", "corrosion"},
	{"cause", "OVH", "过热", "overheating"},
	{"cause", "OVL", "过载", "overload"},
	{"cause", "SHC", "短路、接地", "short circuit, earth fault"},
	{"cause", "OPC", "断线、接触不良", "open circuit, bad contact"},
	{"cause", "NPW", "电源异常", "faulty power"},
	{"cause", "SIG", "传感器、信号异常", "sensor or signal fault"},
	{"cause", "SOF", "程序、参数错误", "software, wrong setting"},
	{"cause", "OPR", "操作不当", "operating error"},
	{"cause", "MNT", "维修保养不当", "maintenance error"},
	{"cause", "INS", "安装不当", "installation error"},
	{"cause", "DES", "设计不当", "design"},
	{"cause", "MAT", "来料、材料问题", "material"},
	{"cause", "UNK", "原因不明", "unknown"},
	{"cause", "OTH", "其他", "other"},
	/* action: what was done (ISO 14224 table B.5) */
	{"action", "REP", "更换", "replace"},
	{"action", "RPR", "修理", "repair"},
	{"action", "ADJ", "调整", "adjust"},
	{"action", "TIG", "紧固", "tighten"},
	{"action", "CLE", "清洁、疏通", "clean, clear"},
	{"action", "LUB", "润滑、加油", "lubricate, refill"},
	{"action", "RST", "复位、重启", "reset, restart"},
	{"action", "REF", "重新安装", "refit"},
	{"action", "SET", "修改参数、程序", "change setting or program"},
	{"action", "MOD", "改造", "modify"},
	{"action", "WEL", "焊接", "weld"},
	{"action", "CHK", "检查、测试", "check, test"},
	{"action", "OVH", "大修", "overhaul"},
	{"action", "OUT", "外委维修", "by an outside firm"},
	{"action", "OTH", "其他", "other"},
	/* wait_reason */
	{"wait_reason", "parts", "等备件", "waiting for parts"},
	{"wait_reason", "outside", "等外部单位", "waiting for an outside firm"},
	{"wait_reason", "production", "等生产安排", "waiting for production"},
	{"wait_reason", "decision", "等决定", "waiting for a decision"},
};

enum err domain_codelist_seed(struct tx *tx)
{
	for (size_t i = 0; i < sizeof(shipped) / sizeof(shipped[0]); i++) {
		struct code c = {shipped[i].list, shipped[i].code, shipped[i].zh, shipped[i].en,
			(int64_t)(i + 1) * 10, 1};
		enum err err = store_code_seed(tx, &c);

		if (err != OK)
			return err;
	}
	return OK;
}

enum err domain_codelist_put(struct tx *tx, const struct code *c)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
	size_t n = strlen(c->code);
	enum err err = OK;

	if (names_find(code_lists, c->list) < 0)
		err = fault_field(tx->fault, "list", MSG_F_NO_SUCH, NULL);
	if (n < 1 || n > 20 || strspn(c->code, allowed) != n)
		err = fault_field(tx->fault, "code", MSG_CODE_FORM, NULL);
	if (err == OK)
		err = store_code_put(tx, c);
	return err == OK ? store_event_note(tx, "codelist", 0, "changed", c->list, c->code) : err;
}

enum err domain_codelist_check(struct tx *tx, const char *list, const char *code, const char *field)
{
	struct code c;
	enum err err;

	if (!code)
		return OK;
	err = store_code_get(tx->db, tx->arena, list, code, &c);
	return err == ERR_NOT_FOUND ? fault_field(tx->fault, field, MSG_F_NO_SUCH, NULL) : err;
}
