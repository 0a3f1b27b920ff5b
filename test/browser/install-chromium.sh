#!/usr/bin/env bash
# Installs Debian's Chromium, in which test:page opens the page, where it is missing.
set -euo pipefail

chromium=${CHROMIUM:-/usr/bin/chromium}
[ ! -x "$chromium" ] || exit 0
if [ -n "${CHROMIUM:-}" ] || ! command -v apt-get >/dev/null; then
  printf '%s does not exist, and is not installed here. Install Chromium, and set CHROMIUM to its path.\n' "$chromium" >&2
  exit 1
fi
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { printf 'Chromium is missing. Run as root: apt-get install chromium\n' >&2; exit 1; }
  as_root=(sudo)
fi
"${as_root[@]}" apt-get update
DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install --yes --no-install-recommends chromium
[ -x "$chromium" ]
