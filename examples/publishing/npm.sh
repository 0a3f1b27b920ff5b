#!/usr/bin/env bash
# Publishes dist/js to NPM_REGISTRY with NPM_TOKEN.
set -euo pipefail
registry=${NPM_REGISTRY%/}/
npmrc=$(mktemp)
trap 'rm -f "$npmrc"' EXIT
# npm itself puts in the token, so that it stands in no file
echo "${registry#*:}:_authToken=\${NPM_TOKEN}" > "$npmrc"
npm publish dist/js/*.tgz --registry "$registry" --userconfig "$npmrc"
