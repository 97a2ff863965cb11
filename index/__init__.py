"""The catalogue and its search: domain, importers, text analysis, engines. Knows no Discord."""
