#!/bin/sh
# Asks a running server whatever its description of the interface allows, and what it does not.
#
#   tools/api/check.sh ADDRESS [TOKEN]
#
# ADDRESS is what `reelspace serve` printed. schemathesis (PyPI, 4.32) makes the requests from
# /openapi.json and holds the answers against it: no failure of the server, statuses, types and
# bodies as described, what is malformed refused. It changes tags and sends uploads; it removes no
# video, and indexes no folder, as it might well name "/". What a filter or a file must look like
# no schema can say, so that requests which follow the description may be refused too.
set -eu
address=${1%/}
set -- run "$address/openapi.json" --wait-for-schema 60 --seed 1 --max-examples 40 --workers 2 \
  --phases examples,coverage,fuzzing --continue-on-failure --no-shrink --request-timeout 120 \
  --exclude-checks positive_data_acceptance --exclude-operation-id removeVideo \
  --exclude-operation-id startIngest --warnings off \
  ${2:+--header "Authorization: Bearer $2"}
exec "${SCHEMATHESIS:-schemathesis}" "$@"
