#!/bin/sh
# Locks every .in file beside this script with hashes and without addresses: `make lock`. Needs uv.
set -eu
cd "$(dirname "$0")"
for name in runtime devstack dev java tansu; do
  constraint=; [ "$name" = dev ] && constraint="-c runtime.lock"
  uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
    --custom-compile-command "make lock" --no-annotate "$@" $constraint "$name.in" -o "$name.lock"
done
