//go:build !cilium_1_18

package main

import (
	_ "unsafe" // for go:linkname

	_ "github.com/cilium/cilium/pkg/ciliumenvoyconfig"
	ciliumv2 "github.com/cilium/cilium/pkg/k8s/apis/cilium.io/v2"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// isL7LB is the reflector's own, which knows the annotation cec.cilium.io/is-l7lb.
//
//go:linkname isL7LB github.com/cilium/cilium/pkg/ciliumenvoyconfig.isL7LB
func isL7LB(meta *metav1.ObjectMeta, spec *ciliumv2.CiliumEnvoyConfigSpec) bool
