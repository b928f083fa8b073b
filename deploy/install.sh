#!/bin/sh
# Install what the locks name and nothing else: deploy/install.sh VENV LOCK …
# Each file must have a hash that a lock holds; nothing is resolved and nothing is built.
# PYTHON is the Python that a missing environment is made with.
set -eu
venv=$1
shift
[ -x "$venv/bin/python" ] || "${PYTHON:-python3}" -m venv "$venv"
install() {
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check \
        --require-hashes --no-deps --only-binary :all: "$@"
}
for lock; do
    set -- "$@" -r "$lock"
    shift
done
install "$@"
# A torch for processors alone where pip finds one that is known; PyPI's brings two gigabytes more.
here=$(dirname "$0")/..
install -r "$here/requirements-torch-cpu.lock" 2>/dev/null || install -r "$here/requirements-torch.lock"
