#!/bin/sh
# The environment's Python, with all that it writes in one folder: deploy/run.sh app.py
# DATA is that folder (/data); deploy/run.sh -m rag refresh … is the same for a command.
set -eu
data=${DATA:-/data}
app=$(cd "$(dirname "$0")/.." && pwd)
umask 077
export HOME="$data/home" TMPDIR="$data/tmp" XDG_CACHE_HOME="$data/home/.cache"
mkdir -p "$HOME" "$TMPDIR"
podcast=$(basename "${NACHGEFRAGT_CORPUS:-better-call-service}")
export NACHGEFRAGT_STORE="${NACHGEFRAGT_STORE:-$data/store/$podcast}"
export PYTHONDONTWRITEBYTECODE=1 HF_HUB_DISABLE_TELEMETRY=1
cd "$app"
exec .venv/bin/python "$@"
