"""Of which version of the tables a result is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from corridors.network.network import Network

#: Where results have it: in ``attrs`` of tables, and in JSON.
DATA_VERSION = "data_version"


def dated(frame: pd.DataFrame, net: Network) -> pd.DataFrame:
    """Return the frame, with the version of a network's tables in its ``attrs``.

    Parameters
    ----------
    frame
        A result.
    net
        The network that it is of.

    Examples
    --------
    >>> import corridors as co
    >>> trip = co.route(co.load(), "Karachi", "Lahore")
    >>> dated(trip.legs, trip.network).attrs["data_version"] == co.data_version()
    True
    """
    frame.attrs[DATA_VERSION] = net.data_version
    return frame
