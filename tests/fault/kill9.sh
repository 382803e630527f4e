#!/bin/sh
# kill9.sh - the long run of kill9.mjs: kill9.sh [ROUNDS]
exec node "$(dirname "$0")/kill9.mjs" --rounds "${1:-200}"
