/* stage.h - the tickets of the last days, laid around now: something in every state to look at. */
#ifndef DEMO_STAGE_H
#define DEMO_STAGE_H

#include "demo/tables.h"

/* Times are minutes before now; 0: that does not happen. */
struct stage {
	enum demo_class class;
	const char *component, *failure_mode; /* which family; NULL: a planned service */
	int reported, accepted, started, waited, restored, reopened;
	const char *wait; /* reason, when waited */
	int same;	  /* somebody else saw it too */
	int stopped;	  /* the machine stands */
	int english;
	int critical;	/* on a machine of criticality A */
	int planned_in; /* hours from now, of a service */
};
extern const struct stage demo_stages[];
extern const size_t demo_stages_n;

#endif
