package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"reflect"
	"slices"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
)

// resources are Envoy's messages in protojson, by kind.
type resources map[string][]json.RawMessage

// shown prints the messages of a slice (before 1.20) or a map (since), sorted by name. A message that
// protojson cannot print stands as {"unprintable": "why"}.
func shown(collection any) []json.RawMessage {
	messages := messagesOf(reflect.ValueOf(collection))
	slices.SortFunc(messages, func(a, b proto.Message) int { return cmp.Compare(nameOf(a), nameOf(b)) })
	texts := []json.RawMessage{}
	for _, message := range messages {
		texts = append(texts, protoJSON(message))
	}
	return texts
}

func messagesOf(collection reflect.Value) []proto.Message {
	var messages []proto.Message
	if collection.Kind() == reflect.Map {
		for entry := collection.MapRange(); entry.Next(); {
			messages = append(messages, entry.Value().Interface().(proto.Message))
		}
		return messages
	}
	for i := range collection.Len() {
		messages = append(messages, collection.Index(i).Interface().(proto.Message))
	}
	return messages
}

func nameOf(message proto.Message) string {
	switch named := message.(type) {
	case interface{ GetName() string }:
		return named.GetName()
	case interface{ GetClusterName() string }:
		return named.GetClusterName()
	}
	return ""
}

func protoJSON(message proto.Message) json.RawMessage {
	text, err := protojson.MarshalOptions{UseProtoNames: true}.Marshal(message)
	if err != nil {
		text, _ = json.Marshal(map[string]string{"unprintable": plain(err.Error())})
	}
	// protojson puts blanks into its output at random.
	var compact bytes.Buffer
	if json.Compact(&compact, text) != nil {
		return text
	}
	return compact.Bytes()
}
