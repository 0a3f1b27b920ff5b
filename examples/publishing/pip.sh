#!/usr/bin/env bash
# Publishes dist/python to TWINE_REPOSITORY_URL with TWINE_USERNAME and TWINE_PASSWORD, which twine reads itself.
set -euo pipefail
twine upload --non-interactive --disable-progress-bar dist/python/*.whl
