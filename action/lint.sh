#!/usr/bin/env bash
# Lints, and writes the reports; the verdict is the exit status that a later step gives.
set -euo pipefail

# Reports of an earlier step of the same job must not pass for this one's.
reports=$(mktemp -d "$RUNNER_TEMP/cmesh-lint-reports.XXXXXX")
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

# The base of a pull request may have moved on before GitHub merged the two for this run: then the merge knows better.
base_of_merge() {
  [[ $GITHUB_EVENT_NAME == pull_request && $(git rev-parse --verify --quiet HEAD) == "$GITHUB_SHA" ]] || return 0
  git rev-parse --verify --quiet "$GITHUB_SHA^2" >/dev/null || return 0
  git rev-parse --verify --quiet "$GITHUB_SHA^1"
}

add --cilium-version "$INPUT_CILIUM_VERSION"
add --rules "$INPUT_RULES"
add --config "$INPUT_CONFIG"
add --fail-level "$INPUT_FAIL_LEVEL"
if [[ -z $INPUT_CHANGED_SINCE ]]; then
  merged=$(base_of_merge)
  add --changed-since "${merged:-$BASE}"
elif [[ $INPUT_CHANGED_SINCE != none ]]; then
  add --changed-since "$INPUT_CHANGED_SINCE"
fi
paths=()
while IFS= read -r path; do
  [[ -z $path ]] || paths+=("$path")
done <<<"$INPUT_PATHS"

# The log is read for commands to the runner, and what is linted must not give any.
token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
echo "::stop-commands::$token"
status=0
# -I: neither the working directory nor PYTHONPATH lends modules. An empty array is an unbound variable to bash 3.2.
"$RUNNER_TEMP/cmesh-lint/bin/python" -I -m cmesh_lint lint "${options[@]}" -- ${paths[@]+"${paths[@]}"} \
  </dev/null >"$reports/said.txt" 2>&1 || status=$?
cat "$reports/said.txt"
# A wrong option or configuration leaves no reports.
[[ ! -f $reports/report.txt ]] || cat "$reports/report.txt"
echo "::$token::"

if [[ $INPUT_ANNOTATIONS == true && -f $reports/annotations.txt ]]; then
  cat "$reports/annotations.txt"
fi
if [[ $INPUT_SUMMARY == true ]]; then
  if [[ -f $reports/summary.md ]]; then
    cat "$reports/summary.md"
  else
    printf '## cmesh-lint\n\nNothing was checked:\n\n'
    sed 's/^/    /' "$reports/said.txt"
  fi >>"$GITHUB_STEP_SUMMARY"
fi
{
  echo "exit-status=$status"
  [[ ! -f $reports/report.sarif ]] || echo "sarif-file=$reports/report.sarif"
  [[ ! -f $reports/report.json ]] || echo "json-file=$reports/report.json"
} >>"$GITHUB_OUTPUT"
