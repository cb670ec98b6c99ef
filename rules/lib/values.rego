package cmesh.lib

# METADATA
# description: >-
#   Seconds of a duration as protojson takes it: `lib.seconds("1.5s")` is 1.5. Undefined for anything else.
seconds(duration) := to_number(trim_suffix(duration, "s")) if {
	is_string(duration)
	regex.match(`^-?[0-9]+(\.[0-9]+)?s$`, duration)
}

# METADATA
# description: >-
#   A number, also one that is written as a string, as protojson takes it: `lib.number("5")` is 5. Undefined for
#   anything else.
number(value) := value if is_number(value)

number(value) := to_number(value) if {
	is_string(value)
	regex.match(`^-?[0-9]+(\.[0-9]+)?$`, value)
}

# METADATA
# description: >-
#   The percentage of a `FractionalPercent`: `{"numerator": 1, "denominator": "TEN_THOUSAND"}` is 0.01.
percent(fraction) := (number(object.get(fraction, "numerator", 0)) * 100) / whole if {
	is_object(fraction)
	whole := _denominators[named(object.get(fraction, "denominator", 0), _denominator_names)]
}

_denominator_names := ["HUNDRED", "TEN_THOUSAND", "MILLION"]

_denominators := {"HUNDRED": 100, "TEN_THOUSAND": 10000, "MILLION": 1000000}

# METADATA
# description: >-
#   The name of an enum's value, given by name or by number: `lib.named(1, ["DEFAULT", "HIGH"])` is `"HIGH"`.
named(value, _) := value if is_string(value)

named(value, names) := names[value] if is_number(value)

# METADATA
# description: >-
#   What the team set for a rule, or else the default: `lib.parameter("route-timeout-too-long", "longest", "60s")` is
#   `data.config["route-timeout-too-long"].longest` where that is set.
parameter(id, name, otherwise) := value if {
	value := settings[id][name]
} else := otherwise

# METADATA
# description: What the team set, by the ids of rules.
default settings := {}

settings := data.config

# METADATA
# description: >-
#   Whether an address means every address of the node.
everywhere(address) if address in {"0.0.0.0", "::", "[::]", "0:0:0:0:0:0:0:0"}

# METADATA
# description: >-
#   Whether only the node itself reaches an address.
loopback(address) if {
	is_string(address)
	regex.match(`^(127\.[0-9.]+|::1|\[::1\]|localhost)$`, address)
}

# METADATA
# description: >-
#   Whether a regular expression matches every text, or every one that is not empty.
matches_everything(regex_text) if {
	is_string(regex_text)
	regex.match(`^\^?\(?(\?:)?/?\(?(\?:)?(\.|\[\^\]|\[\\s\\S\])[*+]\??\)?[*+?]?\)?\$?$`, regex_text)
}

# METADATA
# description: >-
#   What one of `envoy.type.matcher.v3.StringMatcher` accepts is every text.
accepts_everything(matcher) if matcher.prefix == ""

accepts_everything(matcher) if matcher.suffix == ""

accepts_everything(matcher) if matcher.contains == ""

accepts_everything(matcher) if matches_everything(matcher.safe_regex.regex)
