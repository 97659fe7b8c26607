"""The HTTP door: parse, authorise, call one verb, answer in JSON."""
