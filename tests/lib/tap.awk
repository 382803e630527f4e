# tap.awk - counts what a test program said in TAP (node's test runner, cmocka), for ./test.
#
#   awk -v status=EXIT -f tap.awk OUTPUT
# prints "PASSED FAILED SKIPPED" and then a line for each that did not pass: "fail<TAB>NAME" or "skip<TAB>NAME<TAB>WHY".
#
# A test with tests inside is not counted itself, unless it failed and none of them did (a hook). Believing nothing
# is part of counting: a program that ended early, ran no test, or failed without saying so is one failure more.
function emit(kind, name, why) { lines = lines kind "\t" name (kind == "skip" ? "\t" why : "") "\n" }
function fail(name) { failed++; emit("fail", name) }

{ sub(/\r$/, "") }

# node's details of a failure, which may quote anything
in_yaml { if ($0 ~ /^ *\.\.\.$/) in_yaml = 0; next }
/^ *---$/ { in_yaml = 1; next }

/^1\.\.[0-9]+/ {
	planned += substr($0, 4) + 0
	if (match($0, /# *[Ss][Kk][Ii][Pp][A-Za-z]* */)) { all_skipped = 1; why_all = substr($0, RSTART + RLENGTH) }
	has_plan = 1
	next
}

/^ *(not )?ok [0-9]+/ {
	match($0, /^ */)
	depth = RLENGTH
	bad = ($0 ~ /^ *not ok/)
	name = $0
	sub(/^ *(not )?ok [0-9]+ *(- *)?/, "", name)
	if (depth == 0)
		points++
	inside = failed_inside = 0
	for (d in count) {
		if (d + 0 > depth && count[d] > 0) {
			inside += count[d]
			failed_inside += wrong[d]
			count[d] = wrong[d] = 0
		}
	}
	count[depth]++
	skip = match(name, /# *([Ss][Kk][Ii][Pp][A-Za-z]*|[Tt][Oo][Dd][Oo])/)
	if (skip) {
		why = substr(name, RSTART + RLENGTH)
		sub(/^[ :]*/, "", why)
		name = substr(name, 1, RSTART - 1)
		sub(/ *$/, "", name)
		# cmocka puts the name where the reason belongs; the reason is what the test said before
		if (name == "") { name = why; why = said }
		if (!inside) { skipped++; emit("skip", name, why) }
	} else if (bad) {
		wrong[depth]++
		if (!inside || !failed_inside)
			fail(name)
	} else if (!inside) {
		passed++
	}
	said = ""
	next
}

{ text = $0; sub(/^[# ]*/, "", text); if (text != "" && $0 !~ /^ *# Subtest:/) said = text }

END {
	if (all_skipped && !points) { skipped++; emit("skip", "all", why_all) }
	else if (!points) fail(status == 0 ? "it ran no test" : "it ran no test and ended with status " status)
	else if (!has_plan || points != planned)
		fail("it ended early: " points " of " (has_plan ? planned : "an unknown number of") " tests ran, status " status)
	else if (status != 0 && !failed) fail("all tests passed, but it ended with status " status)
	printf "%d %d %d\n%s", passed, failed, skipped, lines
}
