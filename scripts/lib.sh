# shellcheck shell=bash
# Sourced by the scripts beside it: where the project is, which compiler it is built with, how to build it.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
: "${HOME:=$(getent passwd "$(id -u)" | cut -d: -f6)}" # ccache wants one; cron and some CI systems give none
export HOME

say() { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; }
die() {
    say "$*"
    exit 1
}

# The presets name clang++-16. Where that is not to be had: the newest clang that Debian's RapidJSON compiles with (not
# 19 or later), or g++ 13 or later, or what there is.
other_compiler() {
    local candidate
    for candidate in clang++-18 clang++-17 g++-14 g++-13 g++; do
        if command -v "$candidate" >/dev/null; then
            echo "$candidate"
            return
        fi
    done
    die "no C++ compiler found; run scripts/setup"
}

# configure PRESET [CMAKE-ARGUMENT...]
configure() {
    local preset=$1 arguments=("${@:2}") log
    if [[ $preset != gcc ]] && ! command -v clang++-16 >/dev/null; then
        arguments+=("-DCMAKE_CXX_COMPILER=$(other_compiler)")
    fi
    log=$(mktemp)
    if ! (cd "$root" && cmake --preset "$preset" "${arguments[@]}") >"$log" 2>&1; then
        cat "$log" >&2
        rm -f "$log"
        die "configuring the preset $preset failed"
    fi
    rm -f "$log"
}

# build PRESET [TARGET...]: progress goes to standard error.
build() {
    local preset=$1 targets=("${@:2}")
    say "building (preset $preset)"
    if ((${#targets[@]})); then targets=(--target "${targets[@]}"); fi
    (cd "$root" && cmake --build --preset "$preset" --parallel "$(nproc)" "${targets[@]}") >&2
}
