// Command agent checks CiliumEnvoyConfigs with the Cilium agent's own code: the decoder, the CRD and
// the parser of one release, which build.py links in.
//
// It reads one JSON object a line from stdin, {"id": "...", "object": {the CEC or CCEC}}, and answers
// each with one line on stdout, in order: a verdict (see verdict.go). It exits 2 on a line that is not
// such an object, since an answer would then stand for nothing.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"

	"github.com/cilium/cilium/pkg/logging"
)

type question struct {
	ID     string          `json:"id"`
	Object json.RawMessage `json:"object"`
}

func main() {
	noResources := flag.Bool("no-resources", false, "leave out what the agent would send to Envoy")
	flag.Parse()
	// What the agent logs about a resource it drops is in the answer.
	logging.DefaultSlogLogger = slog.New(slog.DiscardHandler)

	if err := answerAll(os.Stdin, os.Stdout, !*noResources); err != nil {
		fmt.Fprintln(os.Stderr, "agent:", err)
		os.Exit(2)
	}
}

func answerAll(in io.Reader, out io.Writer, withResources bool) error {
	judge, err := newJudge(withResources)
	if err != nil {
		return err
	}
	lines := bufio.NewReaderSize(in, 1<<20)
	answers := json.NewEncoder(out)
	answers.SetEscapeHTML(false)
	for number := 1; ; number++ {
		line, readErr := lines.ReadBytes('\n')
		if len(line) > 0 {
			var asked question
			if err := json.Unmarshal(line, &asked); err != nil {
				return fmt.Errorf("line %d: %w", number, err)
			}
			if err := answers.Encode(judge.verdict(asked)); err != nil {
				return err
			}
		}
		if errors.Is(readErr, io.EOF) {
			return nil
		}
		if readErr != nil {
			return readErr
		}
	}
}
