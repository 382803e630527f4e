# shellcheck shell=bash disable=SC2034,SC2154
# setup.sh - what ./run and ./test share: finding and installing packages, configuring and building a preset.
# Sourced; the caller has set `root`. Nothing here changes the caller's directory.

# say 中文 English: one line in the language of the terminal.
say()
{
	case "${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}" in
	zh*) printf 'jixiu: %s\n' "$1" >&2 ;;
	*) printf 'jixiu: %s\n' "$2" >&2 ;;
	esac
}

# What the program is built with and runs on (Debian's names).
build_packages="cmake ninja-build gcc libc6-dev pkg-config libcivetweb-dev libsqlite3-dev libqrencode-dev libjansson-dev
	libxml2-dev libsodium-dev zlib1g-dev libpango1.0-dev libcairo2-dev libxlsxwriter-dev libzip-dev libcurl4-openssl-dev libmosquitto-dev fonts-wqy-microhei tzdata ca-certificates
	util-linux"
# The app is bundled with Node.js 18 or newer and npm, from wherever they came.
node_major=$(node --version 2>/dev/null | sed 's/^v\([0-9]*\).*/\1/')
[ "${node_major:-0}" -ge 18 ] || build_packages="$build_packages nodejs"
command -v npm >/dev/null || build_packages="$build_packages npm"

# packages_missing NAME…: those that are not installed.
packages_missing()
{
	local name have
	have=" $(dpkg-query -W -f '${db:Status-Status}=${Package} ' "$@" 2>/dev/null)"
	for name; do
		case "$have" in
		*" installed=$name "*) ;;
		*) printf '%s ' "$name" ;;
		esac
	done
}

# packages_install NAME…: installs what is missing; does not call apt when nothing is. False: it cannot, and said so.
packages_install()
{
	local missing as=
	if ! command -v dpkg-query >/dev/null; then
		say "这不是 Debian 系统，跳过安装；需要的软件（Debian 名称）：$*" \
			"not a Debian system, nothing is installed; needed (by Debian's names): $*"
		return 0
	fi
	missing=$(packages_missing "$@")
	[ -n "$missing" ] || return 0
	if [ "$(id -u)" -ne 0 ]; then
		if ! command -v sudo >/dev/null || { ! [ -t 0 ] && ! sudo -n true 2>/dev/null; }; then
			say "缺少软件包：$missing" "packages are missing: $missing"
			say "请用 root 运行：" "as root, run:"
			printf '\n    apt-get update && apt-get install -y --no-install-recommends %s\n\n' "${missing% }" >&2
			return 1
		fi
		as=sudo
	fi
	say "正在安装：$missing" "installing $missing"
	mkdir -p "$root/build"
	# An unreachable third-party source fails the update, but need not fail the install.
	# shellcheck disable=SC2086
	if ! {
		$as env DEBIAN_FRONTEND=noninteractive apt-get update || true
		$as env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing
	} >"$root/build/packages.log" 2>&1; then
		tail -n 30 "$root/build/packages.log" >&2
		say "安装失败，完整记录见 build/packages.log" "installing failed; the whole log is build/packages.log"
		return 1
	fi
}

# progress TEXT: passes ninja's output on as one line that moves, where there is a terminal.
progress()
{
	local line
	while IFS= read -r line; do
		case "$line" in
		\[[0-9]*/[0-9]*\]*) [ -t 2 ] && printf '\rjixiu: %s %s ' "$1" "${line%%]*}]" >&2 ;;
		esac
	done
	[ -t 2 ] && printf '\r\033[K' >&2
	return 0
}

# build_preset PRESET LOG [TARGET…]: configures where needed and builds; on failure the log is shown.
build_preset()
{
	local preset=$1 log=$2 dir=$root/build/$1 rc=0
	shift 2
	mkdir -p "$(dirname "$log")"
	# A folder that was moved or copied has another home in its cache, which cmake refuses.
	if [ -f "$dir/CMakeCache.txt" ] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$dir/CMakeCache.txt"; then
		rm -rf "$dir"
	fi
	: >"$log"
	if [ ! -f "$dir/build.ninja" ] || [ "$root/CMakePresets.json" -nt "$dir/build.ninja" ]; then
		(cd "$root" && cmake --preset "$preset") >>"$log" 2>&1 || rc=1
	fi
	if [ $rc = 0 ]; then
		cmake --build "$dir" -j "$(build_jobs)" ${1:+--target "$@"} 2>&1 | tee -a "$log" | progress "$preset"
		rc=${PIPESTATUS[0]}
	fi
	[ "$rc" = 0 ] && return 0
	grep -vE '^\[[0-9]+/[0-9]+\]' "$log" | tail -n 60 >&2
	say "编译失败，完整记录见 $log" "the build failed; the whole log is $log"
	return 1
}

# As many compilers as there are processors and memory for (about 1 GiB each).
build_jobs()
{
	local cpus memory
	cpus=$(nproc 2>/dev/null || echo 1)
	memory=$(awk '/^MemAvailable:/ { print int($2 / 1048576) }' /proc/meminfo 2>/dev/null)
	[ "${memory:-1}" -ge 1 ] || memory=1
	[ "${memory:-1}" -lt "$cpus" ] && cpus=$memory
	[ -n "${JIXIU_JOBS:-}" ] && cpus=$JIXIU_JOBS
	echo "$cpus"
}
