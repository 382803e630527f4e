#!/usr/bin/env bash
# hours.sh - every fuzzer for an hour (JIXIU_FUZZ_SECONDS), two at a time, out of everybody's way.
#
#   [setsid] tests/fuzz/hours.sh [NAME…]      those of these names ("kb", "kb_*"); setsid: behind everybody else
#
# What they found worth keeping is in build/fuzz/NAME and is where the next run begins; to it come the seeds of the
# repository and, where they are at hand (JIXIU_KB_EVAL or ../shared/kb-eval), the texts of real repairs. A finding is
# written to build/fuzz/NAME.found/, and the exit status is 1.
set -uo pipefail
root=$(dirname "$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")")
cd "$root" || exit 2
seconds=${JIXIU_FUZZ_SECONDS:-3600}
real=${JIXIU_KB_EVAL:-../shared/kb-eval}
out=build/fuzz

# texts N: a file for every Nth text of the real repairs, into the folder on the command line; as lines of a life for kb.
texts()
{
	local every=$1 life=$2 to=$3
	cat "$real"/*/dev/records.jsonl 2>/dev/null | awk -v every="$every" -v life="$life" -v to="$to" '
		match($0, /"symptom": "[^"]*"/) && NR % every == 0 {
			text = substr($0, RSTART + 12, RLENGTH - 13)
			file = to "/real" int(NR / every / (life ? 12 : 1))
			if (life)
				printf "%s%c%s|%s\n", NR % 4 ? "+" : "?", 65 + NR % 50, text, text >> file
			else
				printf "%s\n", text > file
			if (!life)
				close(file)
		}'
}

cmake --preset clang >/dev/null && cmake --build build/clang -j2 --target fuzzers >/dev/null || exit 2
names=()
for file in tests/fuzz/*_fuzz.c; do
	name=$(basename "$file" _fuzz.c)
	[ $# -eq 0 ] && names+=("$name")
	for part; do
		# shellcheck disable=SC2254 # a pattern it is
		case "$name" in $part) names+=("$name") ;; esac
	done
done

fuzz()
{
	local name=$1 at=$out/$1 dirs
	mkdir -p "$at" "$at.found" "$at.real"
	case "$name" in
	kb_text) texts 10 '' "$at.real" ;;
	kb) rm -f "$at.real"/* && texts 5 1 "$at.real" ;;
	esac
	dirs=("$at" "$at.real")
	[ -d "tests/fuzz/seeds/$name" ] && dirs+=("tests/fuzz/seeds/$name")
	if nice -n 19 "build/clang/fuzz/${name}_fuzz" -max_total_time="$seconds" -max_len=8192 -timeout=20 -rss_limit_mb=2048 \
		-print_final_stats=1 -artifact_prefix="$at.found/" "${dirs[@]}" >"$at.log" 2>&1 </dev/null; then
		echo "ok   $name: $(awk '/number_of_executed_units/ { print $2 }' "$at.log") runs, $(find "$at" -type f | wc -l) kept"
	else
		echo "FAIL $name: see $at.log and $at.found/"
		return 1
	fi
}

# `nice` ranks the processes of one terminal only (sched_autogroup); this ranks all of them behind everybody else.
[ "$(ps -o sid= -p $$ | tr -d ' ')" = $$ ] && echo 19 2>/dev/null >/proc/self/autogroup

status=0
running=0
for name in "${names[@]}"; do
	if [ $running -ge 2 ]; then
		wait -n || status=1
		running=$((running - 1))
	fi
	fuzz "$name" &
	running=$((running + 1))
done
while [ $running -gt 0 ]; do
	wait -n || status=1
	running=$((running - 1))
done
exit $status
