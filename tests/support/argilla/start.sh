#!/usr/bin/env bash
# Starts a real Argilla on loopback for tests/integration/{platform-*,argilla}.test.ts, and stops it on Ctrl-C.
# Needs Python 3.11, Java 17 or newer, Maven, and redis-server. Everything is kept in the folder given.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=${1:-$HOME/.cache/winnow/argilla}
mkdir -p "$folder" && cd "$folder"
trap 'kill $(jobs -p) 2>/dev/null' EXIT

[ -d venv ] || { python3 -m venv venv && venv/bin/pip install -q 'argilla-server==2.8.0' 'click<8.2'; }
[ -d libraries ] || mvn -q -f "$here/pom.xml" dependency:copy-dependencies -DoutputDirectory="$PWD/libraries"

java -Xmx1g -cp 'libraries/*' "$here/SearchNode.java" search 6902 > search.log 2>&1 &
redis-server --bind 127.0.0.1 --port 6903 --save '' --dir . > redis.log 2>&1 &
export ARGILLA_HOME_PATH=$PWD/home ARGILLA_SEARCH_ENGINE=opensearch \
  ARGILLA_ELASTICSEARCH=http://127.0.0.1:6902 ARGILLA_REDIS_URL=redis://127.0.0.1:6903/0 \
  HF_HUB_OFFLINE=1 HF_HUB_DISABLE_TELEMETRY=1
argilla() { venv/bin/python -m argilla_server "$@"; }
argilla database migrate > migrate.log 2>&1
argilla database users create --first-name Owner --username owner --role owner \
  --password 12345678 --api-key owner.apikey --workspace default >> migrate.log 2>&1 || true
until grep -q 'is up' search.log; do sleep 1; done

venv/bin/python -m argilla_server worker > worker.log 2>&1 &
echo 'WINNOW_TEST_ARGILLA_URL=http://127.0.0.1:6900 WINNOW_TEST_ARGILLA_KEY=owner.apikey'
venv/bin/uvicorn --app-dir "$here" serve:app --host 127.0.0.1 --port 6900 --log-level warning
