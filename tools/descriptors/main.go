// Command descriptors writes what a Cilium agent knows of protobuf to standard output: every file of
// the global registry, as one FileDescriptorSet sorted by path.
//
// It is built inside a throw-away module, once for each release of releases.txt, by
// `python -m cmesh_lint.generate.descriptors`.
package main

import (
	"log"
	"os"
	"sort"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"

	// Envoy's messages: the agent imports this package so that its decoder finds them.
	_ "github.com/cilium/cilium/pkg/envoy/resource"
	// Cilium's own filters.
	_ "github.com/cilium/proxy/go/cilium/api"
)

func main() {
	log.SetFlags(0)
	dump, err := proto.MarshalOptions{Deterministic: true}.Marshal(registry())
	if err != nil {
		log.Fatalf("the registry does not marshal: %v", err)
	}
	if _, err := os.Stdout.Write(dump); err != nil {
		log.Fatal(err)
	}
}

func registry() *descriptorpb.FileDescriptorSet {
	set := &descriptorpb.FileDescriptorSet{}
	protoregistry.GlobalFiles.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		set.File = append(set.File, protodesc.ToFileDescriptorProto(file))
		return true
	})
	sort.Slice(set.File, func(i, j int) bool { return set.File[i].GetName() < set.File[j].GetName() })
	return set
}
