#!/bin/sh
# Installs the clients of the push commands into build/e2e, on Linux, where the registry can have the names of Amazon ECR.
set -eu
[ "$(uname)" = Linux ] || exit 0
# docker/cli has no go.mod, without which Go would compile it as a language of 2021
GOBIN="$PWD/build/e2e" CGO_ENABLED=0 go install -C e2e/clients -ldflags='-s -w' -gcflags='github.com/docker/cli/...=-lang=go1.25' tool
go build -o build/e2e/generate_cert "$(go env GOROOT)/src/crypto/tls/generate_cert.go"
