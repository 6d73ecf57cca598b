"""Plan and compare freight corridors between South Asia, Central Asia, the Caucasus and Türkiye.

Examples
--------
>>> import corridors as co
>>> net = co.load()
>>> trip = co.route(net, "Karachi", "Istanbul", weight="cost")
>>> trip.transit_count > 0
True
"""

import lazy_loader

__version__ = "0.1.0"

#: The names stand in ``__init__.pyi`` alone; each is imported when it is first used, so that
#: ``import corridors`` stays light.
_first_used, _, __all__ = lazy_loader.attach_stub(__name__, __file__)


def __getattr__(name: str) -> object:
    """Import a public name, or say which one may have been meant."""
    if name in __all__:
        return _first_used(name)
    from corridors.errors import suggesting

    raise AttributeError(
        suggesting(f"module {__name__!r} has no attribute {name!r}", name, __all__),
        name=name,
    )


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
