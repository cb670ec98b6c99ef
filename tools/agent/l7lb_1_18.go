//go:build cilium_1_18

package main

import (
	ciliumv2 "github.com/cilium/cilium/pkg/k8s/apis/cilium.io/v2"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// isL7LB is the expression in registerCECK8sReflector of 1.18, which has no annotation for it.
func isL7LB(_ *metav1.ObjectMeta, spec *ciliumv2.CiliumEnvoyConfigSpec) bool {
	return len(spec.Services) > 0
}
