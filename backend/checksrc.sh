#!/bin/sh
# checksrc.sh ROOT - the house rules that a compiler does not know; run by the build before anything is compiled.
#   1. each third-party header is included by its own file only
#   2. includes follow the arrows (http -> api -> domain -> store -> base; kb, qr -> base)
#   3. no SQL is put together at run time
#   4. no macro hides a return or a goto
#   5. a file over 600 lines is warned about, over 1000 refused
cd "${1:-.}" || exit 2
files=$(find backend kb qr -name '*.[ch]')
# shellcheck disable=SC2086
awk '
function bad(rule) { printf "%s:%d: %s\n", FILENAME, FNR, rule; failed = 1 }
BEGIN {
	owner["civetweb.h"] = "^backend/http/server\\.c$"
	owner["sqlite3.h"] = "^backend/store/db_sqlite\\.c$"
	owner["jansson.h"] = "^backend/base/json\\.c$"
	owner["sodium.h"] = "^backend/base/token\\.c$"
	owner["zlib.h"] = "^backend/base/gzip\\.c$"
	owner["iconv.h"] = "^backend/base/encoding\\.c$"
	owner["libxml/"] = "^backend/base/xml\\.c$"
	owner["<zip.h>"] = "^backend/base/unzip\\.c$"
	owner["xlsxwriter.h"] = "^backend/base/xlsx\\.c$"
	owner["curl/"] = "^backend/base/courier\\.c$"
	owner["mosquitto.h"] = "^backend/base/mqtt\\.c$"
	owner["qrencode.h"] = "^qr/matrix\\.c$"
	owner["cairo"] = "^qr/draw\\.c$"
	owner["pango"] = "^qr/draw\\.c$"
	may["base"] = " base "
	may["kb"] = " kb base "
	may["qr"] = " qr base "
	may["store"] = " store base "
	may["domain"] = " domain store kb qr base "
	may["api"] = " api domain store qr base web "
	may["http"] = " http api domain store base "
	may["demo"] = " demo domain store base "
	may["cli"] = " cli demo http api domain store kb qr base "
}
FNR == 1 { n = split(FILENAME, path, "/"); layer = path[1] == "backend" ? (n > 2 ? path[2] : "top") : path[1]; lines = 0; macro = 0 }
{ lines++; if (lines == 601) printf "%s: over 600 lines: is it still one room?\n", FILENAME; if (lines == 1001) bad("over 1000 lines") }
/^[ \t]*#[ \t]*include/ {
	for (h in owner) if (index($0, h) && FILENAME !~ owner[h]) bad(h " is included by another file than its owner")
	if (match($0, /"[a-z_]+\//)) {
		to = substr($0, RSTART + 1, RLENGTH - 2)
		if (layer in may && !index(may[layer], " " to " ")) bad("the arrow " layer " -> " to " points the wrong way")
	}
}
/(buf_printf|arena_printf|snprintf|buf_str)\(.*"(SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER) / { bad("SQL put together at run time") }
/^[ \t]*#[ \t]*define/ { macro = 1 }
macro && /[^a-z_](return|goto)[ ;(]/ { bad("a macro with return or goto") }
{ if ($0 !~ /\\$/) macro = 0 }
END { exit failed }
' $files
