/* import_undo.h - jixiu import runs, jixiu import undo; for import.c. Both return the exit status. */
#ifndef CLI_IMPORT_UNDO_H
#define CLI_IMPORT_UNDO_H

#include "cli/cli.h"
#include "domain/import.h"

int cli_import_runs(const struct config *config);
int cli_import_undo(const struct config *config, int64_t run, bool apply, bool partial);
/* A line of a report, in import.c. */
void cli_import_row(const struct import_row *row);

#endif
