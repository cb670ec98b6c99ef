# METADATA
# title: What a manifest says, in one spelling
# description: >-
#   The `spec.resources` of a CiliumEnvoyConfig or CiliumClusterwideEnvoyConfig with every field under the name that
#   the protos give it, and nothing that is null: protojson takes `perTryTimeout` for `per_try_timeout`, and null for a
#   field that is not set. Nothing here has a type; `cmesh.lib` gives it one.
# scope: package
package cmesh.tree

# Which objects are judged at all.
judged if {
	input.apiVersion == "cilium.io/v2"
	input.kind in {"CiliumEnvoyConfig", "CiliumClusterwideEnvoyConfig"}
}

# The object as far as it has the shape of one.
manifest := {
	"apiVersion": input.apiVersion,
	"kind": input.kind,
	"metadata": object_or_empty(object.get(input, "metadata", {})),
	"spec": object_or_empty(object.get(input, "spec", {})),
} if {
	judged
}

object_or_empty(value) := value if is_object(value)

else := {}

default written := []

written := manifest.spec.resources if is_array(manifest.spec.resources)

# One look at the text tells whether anything must be renamed: most manifests are written as the protos are.
_text := json.marshal(written)

# As other JSON writers do: OPA's escapes three characters for HTML, and keeps a decimal point that says nothing.
text := _text if {
	not regex.match(`\\u00[23]|\.0[,}\]]`, _text)
} else := regex.replace(strings.replace_n(_unescaping, _text), `\.0([,}\]])`, "$1")

_unescaping := {`\u003c`: "<", `\u003e`: ">", `\u0026`: "&"}

_camel_key := `"[a-z][a-z0-9]*(?:[A-Z][a-z0-9]*)+":`

plain if not regex.match(`"[a-z][a-z0-9]*[A-Z][A-Za-z0-9]*":|":null[,}]`, _text)

resources := written if plain

resources := json.unmarshal(_renamed) if {
	not plain
	json.is_valid(_renamed)
}

_renamed := strings.replace_n(_renaming, _without_nulls)

# Three steps, since the comma of a member is after it, or before the last one, or missing.
_without_nulls := regex.replace(
	regex.replace(
		regex.replace(_text, `"[A-Za-z][A-Za-z0-9_]*":null,`, ""),
		`,"[A-Za-z][A-Za-z0-9_]*":null`,
		"",
	),
	`\{"[A-Za-z][A-Za-z0-9_]*":null\}`,
	"{}",
)

_renaming := {sprintf(`"%s":`, [name]): sprintf(`"%s":`, [renamed]) | some name, renamed in _proto_names}

# Names as the manifest spells them → as the protos do.
_proto_names := {name: snake_case(name) |
	some key in regex.find_n(_camel_key, _text, -1)
	name := trim(key, `":`)
}

snake_case(key) := lower(regex.replace(key, `([A-Z])`, "_$1"))

_spellings := {renamed: name | some name, renamed in _proto_names}

_rooted(value) := {"spec": {"resources": value}}

# Every message that an `Any` holds, resources among them, in the order of the document.
messages := [{"path": as_written(path), "type": _type(value["@type"]), "value": value} |
	walk(_rooted(resources), [path, value])
	is_string(value["@type"])
]

_type(url) := trim_prefix(url, "type.googleapis.com/") if {
	startswith(url, "type.googleapis.com/")
} else := regex.replace(url, `^.*/`, "")

messages_by_type := {type: [message | some message in messages; message.type == type] |
	some type in {message.type | some message in messages}
}

# The path in the manifest of a path in the renamed resources. Most manifests keep to one spelling.
as_written(path) := path if {
	plain
} else := found if {
	found := _respelled(path)
	_leads_somewhere(found)
} else := _followed(path)

_respelled(path) := [object.get(_spellings, key, key) | some key in path]

_leads_somewhere(path) if object.get(_rooted(written), path, null) != null

# Of a path that leads nowhere, the part that leads somewhere is respelled.
_followed(path) := array.concat(_originals[array.slice(path, 0, known)], array.slice(path, known, count(path))) if {
	known := max({length |
		some length in numbers.range(0, count(path))
		_originals[array.slice(path, 0, length)]
	})
}

_originals := {as_renamed(path): path | walk(_rooted(written), [path, _])}

# The other way round.
as_renamed(path) := [object.get(_proto_names, key, key) | some key in path]
