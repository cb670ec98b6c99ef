package main

import (
	"slices"
	"strconv"

	"github.com/cilium/cilium/pkg/ciliumenvoyconfig"
	ciliumv2 "github.com/cilium/cilium/pkg/k8s/apis/cilium.io/v2"
	slim_metav1 "github.com/cilium/cilium/pkg/k8s/slim/k8s/apis/meta/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// arguments is what the agent derives from an object and hands to its parser.
type arguments struct {
	Namespace                string `json:"namespace"`
	Name                     string `json:"name"`
	IsL7LB                   bool   `json:"is_l7lb"`
	InjectCiliumFilters      bool   `json:"inject_cilium_filters"`
	UseOriginalSourceAddress bool   `json:"use_original_source_address"`
}

// outcome is what the agent keeps of an object it accepts.
type outcome struct {
	// Resources are in protojson with the names of the .proto files, by kind, sorted by name.
	Resources resources `json:"resources,omitempty"`
	// Listeners maps the name of a listener to its port.
	Listeners map[string]uint16 `json:"listeners"`
	// Allocated maps the name of a listener to the port the agent has found for it.
	Allocated map[string]uint16 `json:"allocated"`
	// ServicePorts maps NAMESPACE/NAME to the ports its endpoints are published for; none means all.
	ServicePorts map[string][]string `json:"service_ports"`
}

func argumentsOf(meta *metav1.ObjectMeta, spec *ciliumv2.CiliumEnvoyConfigSpec) arguments {
	return arguments{
		Namespace:                meta.GetNamespace(),
		Name:                     meta.GetName(),
		IsL7LB:                   isL7LB(meta, spec),
		InjectCiliumFilters:      ciliumenvoyconfig.InjectCiliumEnvoyFilters(meta, spec),
		UseOriginalSourceAddress: ciliumenvoyconfig.UseOriginalSourceAddress(meta),
	}
}

// reflect does what the closure `transform` in registerCECK8sReflector (pkg/ciliumenvoyconfig,
// k8s_reflector.go) does: node selector, parser, listeners and service ports.
func (j *judge) reflect(
	meta *metav1.ObjectMeta, spec *ciliumv2.CiliumEnvoyConfigSpec, given arguments,
) (*outcome, error) {
	if spec.NodeSelector != nil {
		if _, err := slim_metav1.LabelSelectorAsSelector(spec.NodeSelector); err != nil {
			return nil, err
		}
	}
	parsed, err := j.parser.ParseResources(given.Namespace, given.Name, spec.Resources,
		given.IsL7LB, given.InjectCiliumFilters, given.UseOriginalSourceAddress, true)
	if err != nil {
		return nil, err
	}
	kept := &outcome{
		Listeners:    map[string]uint16{},
		Allocated:    j.ports.allocated,
		ServicePorts: servicePorts(spec),
	}
	for _, listener := range parsed.Listeners {
		if socket := listener.GetAddress().GetSocketAddress(); socket != nil {
			kept.Listeners[listener.Name] = uint16(socket.GetPortValue())
		}
	}
	if j.withResources {
		kept.Resources = resources{
			"listeners": shown(parsed.Listeners),
			"routes":    shown(parsed.Routes),
			"clusters":  shown(parsed.Clusters),
			"endpoints": shown(parsed.Endpoints),
			"secrets":   shown(parsed.Secrets),
		}
	}
	return kept, nil
}

func servicePorts(spec *ciliumv2.CiliumEnvoyConfigSpec) map[string][]string {
	ports := map[string][]string{}
	add := func(service string, more ...string) {
		union := append(append([]string{}, ports[service]...), more...)
		slices.Sort(union)
		ports[service] = slices.Compact(union)
	}
	for _, service := range spec.Services {
		numbers := []string{}
		for _, port := range service.Ports {
			numbers = append(numbers, strconv.Itoa(int(port)))
		}
		add(service.ServiceName().String(), numbers...)
	}
	for _, service := range spec.BackendServices {
		add(service.ServiceName().String(), service.Ports...)
	}
	return ports
}
