/* tables.h - what the demo factory is made of: kinds of machines, spare parts, and families of faults, each
 * with what people say, what was found and what was done. Constant data; the rules of how it is used are in
 * factory.c, plan.c and life.c.
 *
 * Makers, models and firms are invented. Texts are as people in a plant type them: short, without full stops,
 * in the words of the floor. */
#ifndef DEMO_TABLES_H
#define DEMO_TABLES_H

#include <stddef.h>
#include <stdint.h>

enum demo_class {
	DEMO_PRESS,
	DEMO_FEEDER,
	DEMO_CONVEYOR,
	DEMO_HANDLER,
	DEMO_INJECTION,
	DEMO_TEMPERATURE,
	DEMO_DRYER,
	DEMO_LATHE,
	DEMO_MACHINING,
	DEMO_GRINDER,
	DEMO_WASHER,
	DEMO_SPOT,
	DEMO_ARC,
	DEMO_NUTRUNNER,
	DEMO_LEAKTEST,
	DEMO_PRETREAT,
	DEMO_PAINTER,
	DEMO_BOOTH,
	DEMO_OVEN,
	DEMO_COMPRESSOR,
	DEMO_CHILLER,
	DEMO_CLASSES
};

enum { DEMO_COMPONENTS = 14, DEMO_MODELS = 3, DEMO_SAYS = 8, DEMO_SAYS_EN = 3, DEMO_FAMILY_PARTS = 3 };

/* Two languages side by side. */
struct demo_text {
	const char *zh, *en;
};

struct demo_kind {
	const char *prefix; /* of machine numbers: "CY" gives CY-01 */
	struct demo_text name;
	const char *slang; /* what the floor calls it */
	const char *maker;
	const char *models[DEMO_MODELS];
	int64_t yuan;	     /* original value, give or take a third */
	int criticality;     /* 0 = A … 2 = C: the usual one */
	int service_minutes; /* of a periodic service */
	struct demo_text service;
	const char *service_part;			  /* code, or NULL */
	struct demo_text components[DEMO_COMPONENTS + 1]; /* ends with zh NULL */
};
extern const struct demo_kind demo_kinds[DEMO_CLASSES];

struct demo_part {
	const char *code;
	struct demo_text name;
	const char *spec, *unit, *category;
	int64_t cents;	/* of one unit */
	int lead_days;	/* from order to delivery */
	int min, start; /* units: minimum, and what there was at the beginning */
	char room; /* of its bin: A bearings and drives, B hydraulics and air, C electrical, D the rest */
};
extern const struct demo_part demo_parts[];
extern const size_t demo_parts_n;
/* NULL: no such part. */
const struct demo_part *demo_part_find(const char *code);

/* What is done first when someone is in a hurry; it holds less often. */
struct demo_quick {
	const char *action_code;
	struct demo_text action;
};

/* One way of failing and its repair. */
struct demo_family {
	enum demo_class class;
	const char *component; /* zh, one of the class's */
	const char *failure_mode, *cause_code, *action_code;
	const char *fault_code; /* what the display shows, or NULL */
	const char *says[DEMO_SAYS + 1];
	const char *says_en[DEMO_SAYS_EN + 1];
	struct demo_text cause, action;
	const char *action_too; /* another wording of the action in Chinese, or NULL */
	struct {
		const char *code;
		int qty;
	} parts[DEMO_FAMILY_PARTS];
	int minutes;		 /* of active work, median */
	int stops;		 /* of 100 reports, how many say that the machine stands */
	int often;		 /* 1 rare … 10 every few weeks */
	int shape;		 /* tenths, of its Weibull distribution: 10 random, more is wear */
	int waits;		 /* of 100, how many wait for an outside firm, production or a decision */
	int outside;		 /* yuan of the outside firm's bill when it had to come; 0: never */
	int summer;		 /* 1: mostly in summer, -1: mostly in winter */
	struct demo_quick quick; /* action_code NULL: none */
};

struct demo_families {
	const struct demo_family *items;
	size_t n;
};
extern const struct demo_families demo_stamping, demo_moulding, demo_machining, demo_joining, demo_painting,
	demo_utilities;
/* All of them, one after the other: i below demo_family_count(). */
size_t demo_family_count(void);
const struct demo_family *demo_family_at(size_t i);

/* Jobs nobody failed for. */
struct demo_job {
	struct demo_text symptom, action;
	const char *action_code;
	int minutes;
};
extern const struct demo_job demo_inspections[], demo_improvements[];
extern const size_t demo_inspections_n, demo_improvements_n;

/* How people write. */
struct demo_typo {
	const char *right, *wrong;
};
extern const struct demo_typo demo_typos[];
extern const size_t demo_typos_n;
/* NULL-terminated. */
extern const char *const demo_heads[], *const demo_tails[], *const demo_tails_en[];
extern const char *const demo_comments[], *const demo_comments_en[], *const demo_notes_wait[];
extern const char *const demo_reopened[], *const demo_reporters[], *const demo_reporters_en[];
extern const char *const demo_technicians[], *const demo_outside_firms[];

#endif
