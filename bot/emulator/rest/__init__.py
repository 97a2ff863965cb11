"""The REST API: its server and routes, limits, faults and the check of bodies."""
