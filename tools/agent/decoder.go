package main

import (
	"encoding/json"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/types/known/anypb"
	kjson "sigs.k8s.io/json"
)

// dropped decodes each resource of spec.resources as XDSResource.UnmarshalJSON does, and keeps the
// errors that one only logs.
func dropped(object []byte) map[int]string {
	var envelope struct {
		Spec struct {
			Resources []json.RawMessage `json:"resources"`
		} `json:"spec"`
	}
	errors := map[int]string{}
	if err := kjson.UnmarshalCaseSensitivePreserveInts(object, &envelope); err != nil {
		return errors // a spec that is null or has no list: nothing to drop
	}
	for i, resource := range envelope.Spec.Resources {
		if err := protojson.Unmarshal(resource, &anypb.Any{}); err != nil {
			errors[i] = plain(err.Error())
		}
	}
	return errors
}
