"""Verbs: the rules, and the only writers. Each is one transaction and publishes what it did."""
