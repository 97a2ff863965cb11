"""Components of messages and modals: their types, their trees, what Discord accepts."""
