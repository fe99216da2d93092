#!/bin/sh
# Tools that the tests need and that pip cannot bring: Chromium, a Devanagari font, PostgreSQL's server programs.
# Root on Debian or Ubuntu: missing ones are installed. Anybody else is told what to install; with CI=true that is an
# error, otherwise the suite goes on and leaves out, by name, what it cannot run. Says nothing when all is there.
set -eu

missing=""
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
if command -v fc-list >/dev/null 2>&1 && [ -n "$(fc-list :lang=hi family)" ]; then :; else
    missing="$missing fontconfig fonts-noto-core"
fi
set -- /usr/lib/postgresql/*/bin/initdb
[ -x "$1" ] || command -v initdb >/dev/null 2>&1 || missing="$missing postgresql"

[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing for the tests:$missing"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    # shellcheck disable=SC2086  # a list of package names
    apt-get install -y -qq --no-install-recommends $missing
    exit 0
fi

echo "The tests need programs that are not here. As root, on Debian or Ubuntu:" >&2
echo "    apt-get update && apt-get install --no-install-recommends$missing" >&2
[ "${CI:-}" != true ] || exit 1
echo "Tests that need them are left out of this run." >&2
