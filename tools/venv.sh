#!/bin/sh
# Makes .venv from a Python 3.11 or 3.12 and installs one lock file into it, every package checked against its hash.
# usage: sh tools/venv.sh LOCK_FILE STAMP     (PYTHON=/path/to/python chooses the interpreter)
set -eu
lock=$1
stamp=$2
venv=.venv

say() { printf '%s\n' "$*" >&2; }

# Two starts at the same moment must not build the same directory together.
if command -v flock >/dev/null 2>&1; then
    exec 9<"$0"
    flock 9
fi

fits() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 12))' >/dev/null 2>&1; }
is_whole() { "$1" -c 'import ensurepip, venv' >/dev/null 2>&1; }

find_python() {
    spare=
    for name in ${PYTHON:-python3.12 python3.11 python3 python}; do
        fits "$name" || continue
        if is_whole "$name"; then
            printf '%s' "$name"
            return
        fi
        spare=${spare:-$name}
    done
    printf '%s' "$spare"
}

make_venv() {
    python=$(find_python)
    if [ -z "$python" ]; then
        say "Nivaran needs Python 3.11 or 3.12; none was found (tried python3.12, python3.11, python3)."
        say "Debian and Ubuntu: sudo apt install python3 python3-venv    or: make run PYTHON=/path/to/python3.12"
        exit 1
    fi
    say "Making $venv with $("$python" --version) ..."
    if is_whole "$python"; then
        "$python" -m venv "$venv"
    elif "$python" -m pip --python "$python" --version >/dev/null 2>&1; then
        # Debian ships Python without ensurepip: an empty environment, filled by the pip outside it.
        "$python" -m venv --without-pip "$venv"
        printf '%s' "$python" >"$venv/pip-outside"
    elif "$python" -m virtualenv --version >/dev/null 2>&1; then
        "$python" -m virtualenv --quiet "$venv"
    else
        say "$python cannot make a virtual environment: ensurepip is missing."
        say "Debian and Ubuntu: sudo apt install python3-venv    (or python3-pip), then run make again."
        exit 1
    fi
}

pip_install() {
    if [ -f "$venv/pip-outside" ]; then
        "$(cat "$venv/pip-outside")" -m pip --python "$venv/bin/python" install "$@"
    else
        "$venv/bin/python" -m pip install "$@"
    fi
}

wanted=$(cksum <"$lock")
if fits "$venv/bin/python" && [ "$(cat "$stamp" 2>/dev/null || true)" = "$wanted" ]; then
    touch "$stamp"
    exit 0
fi
# An installation that was cut off leaves half packages behind, which pip cannot always mend.
if ! fits "$venv/bin/python" || [ -f "$venv/half-made" ]; then
    if [ -e "$venv" ] && [ ! -f "$venv/pyvenv.cfg" ]; then
        say "$venv is in the way and is not a virtual environment; please move it."
        exit 1
    fi
    rm -rf "$venv"
    make_venv
fi
say "Installing $lock (the first time takes a minute or two) ..."
touch "$venv/half-made"
pip_install --disable-pip-version-check --quiet --require-hashes --no-deps -r "$lock"
rm "$venv/half-made"
printf '%s' "$wanted" >"$stamp"
# Everything the office itself needs is in the developers' lock as well, in the same versions.
if [ "$lock" = requirements-dev.lock ]; then
    cksum <requirements.lock | tr -d '\n' >"$venv/runtime-ready"
fi
