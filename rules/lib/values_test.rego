package cmesh.lib_test

import data.cmesh.lib

test_seconds if {
	lib.seconds("5s") == 5
	lib.seconds("1.5s") == 1.5
	lib.seconds("-1s") == -1
}

test_what_is_no_duration if {
	every text in ["5", "500ms", "", "s", ".s"] {
		not lib.seconds(text)
	}
	not lib.seconds(5)
	not lib.seconds(null)
}

test_numbers_in_both_spellings if {
	lib.number(5) == 5
	lib.number("5") == 5
	not lib.number("five")
	not lib.number(null)
}

test_percent if {
	lib.percent({"numerator": 50}) == 50
	lib.percent({}) == 0
	lib.percent({"numerator": 1, "denominator": "TEN_THOUSAND"}) == 0.01
	lib.percent({"numerator": "10", "denominator": 2}) == 0.001
	not lib.percent({"numerator": 1, "denominator": "DOZEN"})
	not lib.percent("all")
}

test_enums_by_name_and_by_number if {
	lib.named("HIGH", ["DEFAULT", "HIGH"]) == "HIGH"
	lib.named(1, ["DEFAULT", "HIGH"]) == "HIGH"
	not lib.named(2, ["DEFAULT", "HIGH"])
}

test_parameter if {
	lib.parameter("a-rule", "most", 5) == 5
	lib.parameter("a-rule", "most", 5) == 7 with data.config as {"a-rule": {"most": 7}}
	lib.parameter("a-rule", "strict", true) == false with data.config as {"a-rule": {"strict": false}}
}

test_addresses if {
	every address in ["0.0.0.0", "::"] {
		lib.everywhere(address)
	}
	every address in ["127.0.0.1", "127.1.2.3", "::1"] {
		lib.loopback(address)
		not lib.everywhere(address)
	}
	not lib.loopback("10.0.0.1")
	not lib.loopback(null)
}

test_expressions_that_match_everything if {
	every expression in [".*", "^.*$", "/.*", "^/.*$", ".+", "(.*)", `[\s\S]*`, ".*?"] {
		lib.matches_everything(expression)
	}
	every expression in ["", "/", "/v1/.*", ".*\\.html", "[^/]+", "a.*", "(a|.*)b"] {
		not lib.matches_everything(expression)
	}
	not lib.matches_everything(5)
}

test_matchers_that_accept_everything if {
	lib.accepts_everything({"prefix": ""})
	lib.accepts_everything({"suffix": ""})
	lib.accepts_everything({"contains": ""})
	lib.accepts_everything({"safe_regex": {"regex": ".*"}})
	not lib.accepts_everything({"exact": ""})
	not lib.accepts_everything({"prefix": "a"})
}
