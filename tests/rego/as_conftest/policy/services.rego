package services.ports

import data.shared

violation contains {"msg": msg, "details": {}} if {
	input.kind == "Service"
	some port in input.spec.ports
	shared.is_low(port.port)
	msg := sprintf("port %d is for the system", [port.port])
}

warn_names contains "a port without a name" if {
	input.kind == "Service"
	some port in input.spec.ports
	not port.name
}
