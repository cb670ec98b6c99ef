#!/usr/bin/env bash
# Ends as the lint step ended, and says why.
set -euo pipefail

case $EXIT_STATUS in
  0) echo "cmesh-lint: nothing at or above the fail level" ;;
  1) echo "cmesh-lint: there are findings at or above the fail level; see the step before, and the summary of the job" ;;
  2) echo "::error title=cmesh-lint::wrong usage or configuration: see the log of the step Lint" ;;
  3) echo "::error title=cmesh-lint::something could not be checked, or there was nothing to check: see the log of the step Lint" ;;
  *) echo "::error title=cmesh-lint::cmesh-lint ended with status $EXIT_STATUS: see the log of the step Lint" ;;
esac
exit "$EXIT_STATUS"
