#!/usr/bin/env bash
# The verdicts of checkov over these templates, as checkov.json stores them: CHECKOV is the program.
set -euo pipefail
cd "$(dirname "$0")"
"${CHECKOV:-checkov}" --directory . --framework cloudformation --check CKV_AWS_32,CKV_AWS_51,CKV_AWS_136,CKV_AWS_163 --skip-download --output json --quiet --soft-fail |
  python3 -c '
import json, sys
report = json.load(sys.stdin)
failed = {}
for check in report["results"]["failed_checks"]:
    failed.setdefault(check["file_path"].strip("/").removesuffix(".yaml"), []).append(check["check_id"])
print(json.dumps({name: sorted(ids) for name, ids in sorted(failed.items())}, indent=2))
'
