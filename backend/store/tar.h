/* tar.h - a folder as one file, in the form every system unpacks (POSIX ustar). */
#ifndef STORE_TAR_H
#define STORE_TAR_H

#include "base/err.h"

/* dir's parent is left out: names begin with the folder's own. Regular files alone, names up to 99 bytes, each below
 * 8 GiB. The new file `path` (mode 0600) is not there when it did not work. ERR_FULL, ERR_IO */
enum err tar_folder(const char *dir, const char *path);

#endif
