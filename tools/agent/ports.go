package main

import (
	"context"

	envoy_config_listener "github.com/envoyproxy/go-control-plane/envoy/config/listener/v3"

	ciliumv2 "github.com/cilium/cilium/pkg/k8s/apis/cilium.io/v2"
	"github.com/cilium/cilium/pkg/policy/api"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

const firstPort = 1000

// ports is a PortAllocator that counts up from 1000 for each object. The parser asks in the order of a
// Go map; the ports follow the order of spec.resources, so that the same object gets the same answer.
type ports struct {
	reserved  map[string]uint16
	allocated map[string]uint16
}

func (p *ports) restart(meta *metav1.ObjectMeta, spec *ciliumv2.CiliumEnvoyConfigSpec) {
	p.reserved, p.allocated = map[string]uint16{}, map[string]uint16{}
	for _, resource := range spec.Resources {
		var listener envoy_config_listener.Listener
		if resource.Any == nil || resource.UnmarshalTo(&listener) != nil {
			continue
		}
		if listener.GetAddress() == nil && listener.GetInternalListener() == nil {
			name, _ := api.ResourceQualifiedName(meta.Namespace, meta.Name, listener.Name, api.ForceNamespace)
			p.reserve(name)
		}
	}
}

func (p *ports) reserve(name string) uint16 {
	if _, has := p.reserved[name]; !has {
		p.reserved[name] = firstPort + uint16(len(p.reserved))
	}
	return p.reserved[name]
}

func (p *ports) AllocateCRDProxyPort(name string) (uint16, error) {
	p.allocated[name] = p.reserve(name)
	return p.allocated[name], nil
}

func (p *ports) ReallocateCRDProxyPort(name string) (uint16, error) {
	return p.AllocateCRDProxyPort(name)
}

func (p *ports) AckProxyPortWithReference(context.Context, string) error { return nil }

func (p *ports) ReleaseProxyPort(string) error { return nil }
