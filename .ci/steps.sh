# How .ci/run runs, counts and reports. Sourced, from the top of the project.
export JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION=20
passed=0
failed=0
failures=()

# step TITLE COMMAND…: one that its exit code decides.
step() {
  local title=$1 started=$SECONDS
  shift
  printf '\n=== %s\n' "$title"
  if "$@" </dev/null; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    failures+=("$title")
  fi
  printf -- '--- %s s\n' $((SECONDS - started))
}

# tests NAME TITLE COMMAND…: a run that counts its own tests, by which it is decided: a run that ends before it has counted, and a skipped
# test, have failed. A command that fails although its tests passed (lint, coverage) counts as one failure more.
tests() {
  local name=$1 title=$2 started=$SECONDS status=0 counts
  shift 2
  printf '\n=== %s\n' "$title"
  rm -f "test-reports/$name.json"
  COUNTS_FILE="$PWD/test-reports/$name.json" "$@" </dev/null || status=$?
  counts=$(node .ci/count-tests.js "test-reports/$name.json" "$status") || counts='0 1'
  passed=$((passed + ${counts% *}))
  failed=$((failed + ${counts#* }))
  [ "${counts#* }" -eq 0 ] || failures+=("$title")
  printf -- '--- %s passed, %s failed, %s s\n' "${counts% *}" "${counts#* }" $((SECONDS - started))
}

finish() {
  local failure
  for failure in "${failures[@]+"${failures[@]}"}"; do printf 'FAILED: %s\n' "$failure"; done
  printf 'in %s s\n' "$SECONDS"
  printf '%s passed, %s failed\n' "$passed" "$failed"
  [ "$failed" -eq 0 ]
}

# on_node MAJOR COMMAND…: the command, and all that it starts, with another version of Node.js.
on_node() {
  local bin="$PWD/tools/ci/node_modules/node-$1/bin"
  shift
  "$bin/node" --version && PATH="$bin:$PATH" "$@"
}

generated_is_committed() { npx projen && git diff --exit-code; }

docs_are_committed() { npx projen docgen && git diff --exit-code -- API.md; }

# cfn-lint says I1022 of what aws-cdk-lib writes (a Fn::Join that could be a Fn::Sub), and nothing else.
lint_templates() {
  python3 -m venv build/cfn-lint &&
    build/cfn-lint/bin/pip install --quiet --disable-pip-version-check --requirement test/registry-schemas/requirements.txt &&
    build/cfn-lint/bin/cfn-lint --include-checks I --ignore-checks I1022 -- examples/typescript/cdk.out/*.template.json build/examples/*/*.template.json
}

# synthesize NAME…: examples, into a folder of each, for the tools that read templates.
synthesize() {
  local name
  for name; do
    CDK_OUTDIR="build/examples/$name" CDK_VALIDATION=false npx --no-install ts-node --transpileOnly --project tsconfig.dev.json "examples/typescript/$name.ts" || return
  done
}

# The verdicts of checkov that a unit test compares with those of the rules, and over the examples of a registry and of publishers, in which it finds nothing.
checkov_verdicts() {
  python3 -m venv build/checkov && build/checkov/bin/pip install --quiet --disable-pip-version-check checkov==3.3.30 &&
    CHECKOV="$PWD/build/checkov/bin/checkov" test/data/public-templates/run-checkov.sh | diff test/data/public-templates/checkov.json - &&
    build/checkov/bin/checkov --file build/examples/registry/Registry.template.json build/examples/publishers/Publishers.template.json --framework cloudformation --skip-download --compact --quiet
}
