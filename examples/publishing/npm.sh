#!/usr/bin/env bash
# Publishes dist/js to NPM_REGISTRY with NPM_TOKEN; with NPM_TAG if it is not the latest version, and with provenance if NPM_PROVENANCE is set.
set -euo pipefail
: "${NPM_REGISTRY:?is missing}" "${NPM_TOKEN:?is missing}"
registry=${NPM_REGISTRY%/}/
npmrc=$(mktemp)
trap 'rm -f "$npmrc"' EXIT
# npm itself replaces the variable, so that no file contains the token
echo "${registry#*:}:_authToken=\${NPM_TOKEN}" > "$npmrc"
npm publish dist/js/*.tgz --registry "$registry" --userconfig "$npmrc" ${NPM_TAG:+--tag "$NPM_TAG"} ${NPM_PROVENANCE:+--provenance}
