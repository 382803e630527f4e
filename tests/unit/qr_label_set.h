/* qr_label_set.h - labels of every sort and sizes of every sort: ordinary, too long, nearly empty. */
#ifndef TESTS_UNIT_QR_LABEL_SET_H
#define TESTS_UNIT_QR_LABEL_SET_H

#include "qr/label.h"

#define URL "http://192.168.1.10:8080/q/CDFHJKMNPF"
#define LONG_ZH "四柱液压机（汽车门板拉延成形专用）二号带安全光栅和自动上下料机械手以及模具快换装置的大型设备"
#define LONG_EN                                                                                              \
	"Hydraulic deep-drawing press with automatic loader, safety light curtain and quick die change"
#define NO_BLANKS "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"

static const struct qr_label labels[] = {
	{URL, "CDFHJKMNPF", "数控车床", "M-0017", "一号车间 / 机加线", "扫码报修"},
	{URL, "CDFHJKMNPF", "Injection moulding machine", "INJ-07", "Hall 2", "Scan to report"},
	{URL, "CDFHJKMNPF", LONG_ZH, "JQ-YYJ-2019-000042-B-0001-XYZ", LONG_ZH, LONG_ZH},
	{URL, "CDFHJKMNPF", LONG_EN, NO_BLANKS, LONG_EN, LONG_EN},
	{URL, "CDFHJKMNPF", NO_BLANKS, NO_BLANKS, NO_BLANKS, NO_BLANKS},
	{URL, "CDFHJKMNPF", NULL, NULL, NULL, "扫码报修"},
	{URL, "CDFHJKMNPF", "", "", "", ""},
	{URL, NULL, "空压机", NULL, NULL, NULL},
	{URL, NULL, NULL, "K-3", "动力站", NULL},
	{URL, "too short", "空压机", "K-3", NULL, "扫码领料"},
};

static const char *const all_sizes[] = {"50x30", "70x50", "a4", "40x30", "60x40", "100x60", "40x60", "50x50",
	"80x100", "30x20", "20x20", "300x200"};

#endif
