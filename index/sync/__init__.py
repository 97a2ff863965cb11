"""Looks at upstream documents and counters, and proposes what changed."""
