#!/usr/bin/env bash
# Publishes dist/python to TWINE_REPOSITORY_URL with TWINE_USERNAME and TWINE_PASSWORD, which twine reads itself.
set -euo pipefail
# without an address twine would publish to the public index
: "${TWINE_REPOSITORY_URL:?is missing}" "${TWINE_USERNAME:?is missing}" "${TWINE_PASSWORD:?is missing}"
twine upload --non-interactive --disable-progress-bar dist/python/*.whl
