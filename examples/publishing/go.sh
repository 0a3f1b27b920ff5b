#!/usr/bin/env bash
# Publishes dist/go: a commit and a tag in GO_REPOSITORY, your copy of the module's repository. Over HTTPS with GO_USERNAME and
# GO_PASSWORD, or with what your git is set to.
set -euo pipefail
: "${GO_REPOSITORY:?is missing}" "${VERSION:?is missing}"
if [ -n "${GO_USERNAME:-}${GO_PASSWORD:-}" ]; then
  : "${GO_USERNAME:?is missing}" "${GO_PASSWORD:?is missing}"
  helper='!f() { if [ "$1" = get ]; then printf "%s\n" "username=$GO_USERNAME" "password=$GO_PASSWORD"; fi; }; f'
  # the empty helper ends the list of those that git is set to: none of them answers, and none keeps the password
  git() { command git -c credential.helper= -c credential.helper="$helper" "$@"; }
fi
module=$(basename dist/go/*)
rm -rf dist/go-repository
git clone --quiet "$GO_REPOSITORY" dist/go-repository
rm -rf "dist/go-repository/$module"
cp -R "dist/go/$module" dist/go-repository/
cd dist/go-repository
git add --all --force
# of a version that is there nothing has changed: the tag is what git then refuses
git commit --quiet --allow-empty --message "Release $VERSION"
git tag "$module/v$VERSION"
git push --quiet --atomic origin HEAD "$module/v$VERSION"
