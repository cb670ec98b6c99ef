package main

import (
	"fmt"
	"log/slog"
	"net"
	"path/filepath"
	"reflect"
	"unsafe"

	"github.com/cilium/cilium/pkg/ciliumenvoyconfig"
	"github.com/cilium/cilium/pkg/defaults"
	envoyconfig "github.com/cilium/cilium/pkg/envoy/config"
	"github.com/cilium/cilium/pkg/option"
	"github.com/spf13/pflag"
)

// newParser makes the agent's parser as newCECResourceParser does for an agent with default flags, on a
// node with IPv4 and without Ingress addresses.
//
// Its fields are not exported. A release whose parser has a field this program does not know is an
// error: a zero there would be a verdict of no agent.
func newParser(ports *ports) (*ciliumenvoyconfig.CECResourceParser, error) {
	option.Config.EnableIPv4, option.Config.EnableIPv6 = true, false
	option.Config.RunDir = defaults.RuntimePath

	flags := pflag.NewFlagSet("agent", pflag.ContinueOnError)
	envoyconfig.ProxyConfig{}.Flags(flags)
	fields := map[string]func() (any, error){
		"logger":                      constant(slog.New(slog.DiscardHandler)),
		"portAllocator":               constant(ports),
		"ingressIPv4":                 constant(net.IP(nil)),
		"ingressIPv6":                 constant(net.IP(nil)),
		"enableBPFTProxy":             constant(false),
		"defaultMaxConcurrentRetries": uint32Flag(flags, "proxy-max-concurrent-retries"),
		"defaultMaxConnections":       uint32Flag(flags, "proxy-cluster-max-connections"),
		"defaultMaxRequests":          uint32Flag(flags, "proxy-cluster-max-requests"),
		"defaultMaxPendingRequests":   uint32Flag(flags, "proxy-cluster-max-pending-requests"),
		"httpLingerConfig":            intFlag(flags, "envoy-http-upstream-linger-timeout"),
		// util.GetAccessLogSocketPath(util.GetSocketDir(RunDir)), from the release that has util.
		"accessLogPath": constant(filepath.Join(option.Config.RunDir, "envoy", "sockets", "access_log.sock")),
	}

	parser := &ciliumenvoyconfig.CECResourceParser{}
	target := reflect.ValueOf(parser).Elem()
	for i := range target.NumField() {
		name := target.Type().Field(i).Name
		value, known := fields[name]
		if !known {
			return nil, fmt.Errorf("the parser of this release has a field %s, which nobody has set", name)
		}
		set, err := value()
		if err != nil {
			return nil, fmt.Errorf("field %s of the parser: %w", name, err)
		}
		field := target.Field(i)
		writable := reflect.NewAt(field.Type(), unsafe.Pointer(field.UnsafeAddr())).Elem()
		writable.Set(reflect.ValueOf(set))
	}
	return parser, nil
}

func constant(value any) func() (any, error) {
	return func() (any, error) { return value, nil }
}

func uint32Flag(flags *pflag.FlagSet, name string) func() (any, error) {
	return func() (any, error) { return flags.GetUint32(name) }
}

func intFlag(flags *pflag.FlagSet, name string) func() (any, error) {
	return func() (any, error) { return flags.GetInt(name) }
}
