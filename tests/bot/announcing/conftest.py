from tests.databases import database, fresh_url

__all__ = ["database", "fresh_url"]
