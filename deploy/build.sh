#!/bin/sh
# What an image or a server holds: deploy/build.sh APP DATA
# APP gets the code and its environment and is never written to again; DATA the first index, and
# from then on everything that is written (deploy/run.sh). An environment that is in APP already is
# brought up to date. PYTHON is the Python to use; EXTRAS=1 adds language models and speech to text.
set -eu
app=$1 data=$2
cd "$(dirname "$0")/.."
mkdir -p "$app" "$data"
for part in corpus rag prompts ui deploy; do
    rm -rf "${app:?}/$part"
    cp -R "$part" "$app/"
done
cp app.py nachgefragt.py LICENSE requirements*.lock "$app/"
find "$app" -path "$app/.venv" -prune -o -name __pycache__ -exec rm -rf {} +
"$app/deploy/install.sh" "$app/.venv" requirements.lock ${EXTRAS:+requirements-extras.lock}
# Whoever runs it may not write here: neither what Python compiles nor what Gradio leaves beside
# itself when it is first imported.
(cd "$app" && .venv/bin/python -m compileall -q corpus rag ui deploy app.py nachgefragt.py && .venv/bin/python -c 'import gradio')
DATA=$data "$app/deploy/run.sh" -m rag index
