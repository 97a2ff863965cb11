"""Walking through trees of components."""

from __future__ import annotations

from bot.emulator.errors import Json


def flattened(components: list[Json]) -> list[Json]:
    """Every component of a tree, in reading order."""
    found = []
    for component in components:
        found.append(component)
        found += flattened(component.get("components", []))
        for key in ("accessory", "component"):
            if key in component:
                found += flattened([component[key]])
    return found
