package main

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"runtime"
	"strings"

	"github.com/cilium/cilium/pkg/ciliumenvoyconfig"
	ciliumv2 "github.com/cilium/cilium/pkg/k8s/apis/cilium.io/v2"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	kjson "sigs.k8s.io/json"
)

// verdict is the answer to one question. An empty text means that this gate let the object pass.
type verdict struct {
	ID string `json:"id"`
	// API is what the API server says against the object: its kind, name or CRD schema.
	API string `json:"api"`
	// UnknownFields are the paths that the API server prunes, and kubectl refuses.
	UnknownFields []string `json:"unknown_fields,omitempty"`
	// TypedDecode is the error of the client's decoding, which stops the whole watch.
	TypedDecode string `json:"typed_decode"`
	// Dropped maps the index of a resource to the decoder's error.
	Dropped map[int]string `json:"dropped"`
	// Refused is the parser's error: the whole object is skipped.
	Refused string `json:"refused"`
	// Crash is the text of a panic in the parser, CrashIn the function of the agent where it happened.
	Crash   string `json:"crash"`
	CrashIn string `json:"crash_in,omitempty"`
	// Arguments is how the agent called its parser.
	Arguments *arguments `json:"arguments,omitempty"`
	*outcome
}

type judge struct {
	parser        *ciliumenvoyconfig.CECResourceParser
	ports         *ports
	api           *apiServer
	withResources bool
}

func newJudge(withResources bool) (*judge, error) {
	api, err := newAPIServer(slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, fmt.Errorf("cannot read the CRDs: %w", err)
	}
	ports := &ports{}
	parser, err := newParser(ports)
	if err != nil {
		return nil, err
	}
	return &judge{parser: parser, ports: ports, api: api, withResources: withResources}, nil
}

func (j *judge) verdict(asked question) (answer verdict) {
	answer = verdict{ID: asked.ID, Dropped: map[int]string{}}
	answer.API, answer.UnknownFields = j.api.judge(asked.Object)
	meta, spec, err := decode(asked.Object)
	if err != nil {
		answer.TypedDecode = plain(err.Error())
		return answer
	}
	answer.Dropped = dropped(asked.Object)
	given := argumentsOf(meta, spec)
	answer.Arguments = &given
	j.ports.restart(meta, spec)

	defer func() {
		if panicked := recover(); panicked != nil {
			answer.Crash = plain(fmt.Sprint(panicked))
			answer.CrashIn = innermostOfCilium()
		}
	}()
	answer.outcome, err = j.reflect(meta, spec, given)
	if err != nil {
		answer.Refused = plain(err.Error())
	}
	return answer
}

// decode reads the object as the agent's Kubernetes client does: field names in their exact case.
func decode(object []byte) (*metav1.ObjectMeta, *ciliumv2.CiliumEnvoyConfigSpec, error) {
	var kind metav1.TypeMeta
	if err := json.Unmarshal(object, &kind); err != nil {
		return nil, nil, err
	}
	switch kind.Kind {
	case "CiliumEnvoyConfig":
		var cec ciliumv2.CiliumEnvoyConfig
		if err := kjson.UnmarshalCaseSensitivePreserveInts(object, &cec); err != nil {
			return nil, nil, err
		}
		cec.Namespace = namespaceOf(&cec.ObjectMeta, true)
		return &cec.ObjectMeta, &cec.Spec, nil
	case "CiliumClusterwideEnvoyConfig":
		var ccec ciliumv2.CiliumClusterwideEnvoyConfig
		if err := kjson.UnmarshalCaseSensitivePreserveInts(object, &ccec); err != nil {
			return nil, nil, err
		}
		ccec.Namespace = namespaceOf(&ccec.ObjectMeta, false)
		return &ccec.ObjectMeta, &ccec.Spec, nil
	}
	return nil, nil, fmt.Errorf("kind is %q, expected CiliumEnvoyConfig or CiliumClusterwideEnvoyConfig", kind.Kind)
}

// innermostOfCilium names the function of Cilium that is deepest on the stack.
func innermostOfCilium() string {
	callers := make([]uintptr, 64)
	frames := runtime.CallersFrames(callers[:runtime.Callers(1, callers)])
	for {
		frame, more := frames.Next()
		if strings.HasPrefix(frame.Function, "github.com/cilium/cilium/") || !more {
			return frame.Function
		}
	}
}

// plain undoes the no-break spaces that protobuf-go puts into its errors at random.
func plain(text string) string {
	return strings.ReplaceAll(text, "\u00a0", " ")
}
