#!/usr/bin/env bash
# Lints, and writes the reports; the verdict is the exit status that a later step gives.
set -euo pipefail

reports=$RUNNER_TEMP/cmesh-lint-reports
mkdir -p "$reports"
options=(
  --format text --output "$reports/report.txt"
  --format github --output "$reports/annotations.txt"
  --format markdown --output "$reports/summary.md"
  --format sarif --output "$reports/report.sarif"
  --format json --output "$reports/report.json"
)

# Each line of an input is an option's value, whatever characters are in it.
add() { # OPTION LINES
  local line
  while IFS= read -r line; do
    [[ -z $line ]] || options+=("$1=$line")
  done <<<"$2"
}

add --cilium-version "$INPUT_CILIUM_VERSION"
add --rules "$INPUT_RULES"
add --config "$INPUT_CONFIG"
add --fail-level "$INPUT_FAIL_LEVEL"
if [[ $INPUT_CHANGED_SINCE != none ]]; then
  add --changed-since "${INPUT_CHANGED_SINCE:-$PULL_REQUEST_BASE}"
fi
paths=()
while IFS= read -r path; do
  [[ -z $path ]] || paths+=("$path")
done <<<"$INPUT_PATHS"

status=0
"$RUNNER_TEMP/cmesh-lint/bin/cmesh-lint" lint "${options[@]}" -- "${paths[@]}" || status=$?

# A wrong option or configuration leaves no reports.
[[ ! -f $reports/report.txt ]] || cat "$reports/report.txt"
if [[ $INPUT_ANNOTATIONS == true && -f $reports/annotations.txt ]]; then
  cat "$reports/annotations.txt"
fi
if [[ $INPUT_SUMMARY == true && -f $reports/summary.md ]]; then
  cat "$reports/summary.md" >>"$GITHUB_STEP_SUMMARY"
fi
{
  echo "exit-status=$status"
  echo "sarif-file=$reports/report.sarif"
  echo "json-file=$reports/report.json"
} >>"$GITHUB_OUTPUT"
