#!/usr/bin/env bash
# Publishes dist/js to NPM_REGISTRY with NPM_TOKEN, and with NPM_TAG where it is not the latest version.
set -euo pipefail
: "${NPM_REGISTRY:?is missing}" "${NPM_TOKEN:?is missing}"
registry=${NPM_REGISTRY%/}/
npmrc=$(mktemp)
trap 'rm -f "$npmrc"' EXIT
# npm itself puts in the token, so that it stands in no file
echo "${registry#*:}:_authToken=\${NPM_TOKEN}" > "$npmrc"
npm publish dist/js/*.tgz --registry "$registry" --userconfig "$npmrc" ${NPM_TAG:+--tag "$NPM_TAG"}
