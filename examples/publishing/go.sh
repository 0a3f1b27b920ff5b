#!/usr/bin/env bash
# Publishes dist/go: a commit and a tag in GO_REPOSITORY, your copy of the module's repository. Over HTTPS with GO_USERNAME and
# GO_PASSWORD, or with what your git is set to.
set -euo pipefail
module=cdksecurerepository
if [ -n "${GO_PASSWORD:-}" ]; then
  export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=credential.helper
  export GIT_CONFIG_VALUE_0='!f() { echo "username=$GO_USERNAME"; echo "password=$GO_PASSWORD"; }; f'
fi
rm -rf dist/go-repository
git clone --quiet "$GO_REPOSITORY" dist/go-repository
rm -rf "dist/go-repository/$module"
cp -R "dist/go/$module" dist/go-repository/
cd dist/go-repository
git add --all --force
git commit --quiet --message "Release $VERSION"
git tag "$module/v$VERSION"
git push --quiet --atomic origin HEAD "$module/v$VERSION"
