"""The pressures of a line once more, by pandapipes: a second way to the same numbers."""

from __future__ import annotations

import math
import warnings
from typing import TYPE_CHECKING, Any

from corridors.studies.energy.flow import (
    MOLAR_KG,
    REFERENCE_K,
    REFERENCE_PA,
    STEP_KM,
    Assumed,
    compressibility,
    kg_per_s,
)
from corridors.vocabulary import T_PER_1000M3

if TYPE_CHECKING:
    import pandas as pd

    from corridors.studies.energy.hydraulics import Hydraulics, Piece

#: pandapipes tells pressures above that of the air.
_AIR_BAR = REFERENCE_PA / 1e5
_COLUMNS = ("from_km", "to_km", "start_bar", "end_bar", "pandapipes_bar", "difference")
#: Temperatures over which the density of the gas is told, in K.
_SPAN_K = (250.0, 350.0)
_STEPS_K = 41


def beside_pandapipes(found: Hydraulics) -> pd.DataFrame:
    """Return the pressure at the end of each stretch as pandapipes has it, beside our own.

    Each run between two stations begins at the pressure of the first; within it pandapipes goes on
    from its own pressures. It has the same gas, but that its compressibility is a line between both
    ends of the run.

    Parameters
    ----------
    found
        The steady state by our own equation.

    Returns
    -------
    pandas.DataFrame
        ``from_km``, ``to_km``, ``start_bar`` and ``end_bar`` (ours), ``pandapipes_bar``,
        ``difference`` (a share of ours).

    Raises
    ------
    ImportError
        If pandapipes is not installed; the message says which extra brings it.
    """
    import pandas as pd

    bars = dict(found.points)  # at a station the pressure behind it
    before = dict(reversed(found.points))  # and that before it
    rows, theirs = [], math.nan
    for piece in found.pieces:
        if piece.end_km not in before:
            break
        start, end = bars[piece.start_km], before[piece.end_km]
        begins = piece.station or math.isnan(theirs)
        theirs = _end_bar(piece, start if begins else theirs, end, found.assumed)
        told = (piece.start_km, piece.end_km, start, end, theirs, theirs / end - 1)
        rows.append(told)
    return pd.DataFrame(rows, columns=list(_COLUMNS))


def _pandapipes() -> Any:
    try:
        import pandapipes
    except ImportError:
        raise ImportError(
            "pressures beside those of corridors need the package pandapipes: pip install "
            "'corridors[gas]'; without it --table pressure and stations tell our own"
        ) from None
    return pandapipes


def _end_bar(piece: Piece, start_bar: float, end_bar: float, assumed: Assumed) -> float:
    """Return the pressure at the end of a pipe by pandapipes."""
    pandapipes, kelvin = _pandapipes(), assumed.kelvin
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of its own and pandas' future
        net = pandapipes.create_empty_network(fluid=_fluid(start_bar, end_bar, assumed))
        begin, end = (
            pandapipes.create_junction(net, pn_bar=start_bar, tfluid_k=kelvin) for _ in range(2)
        )
        pandapipes.create_ext_grid(net, begin, p_bar=start_bar - _AIR_BAR, t_k=kelvin)
        km = piece.end_km - piece.start_km
        pandapipes.create_pipe_from_parameters(
            net, begin, end, length_km=km, inner_diameter_mm=piece.inner_mm,
            k_mm=assumed.roughness_mm, sections=max(math.ceil(km / STEP_KM), 1),
        )  # fmt: skip
        pandapipes.create_sink(net, end, mdot_kg_per_s=kg_per_s(piece.string_bcm))
        pandapipes.pipeflow(net, friction_model="colebrook", max_iter_hyd=200)
        return float(net.res_junction["p_bar"].iloc[-1]) + _AIR_BAR


def _fluid(start_bar: float, end_bar: float, assumed: Assumed) -> Any:
    """Return the gas as pandapipes has it."""
    import numpy as np
    from pandapipes.properties.fluids import (
        Fluid,
        FluidPropertyConstant,
        FluidPropertyInterExtra,
        FluidPropertyLinear,
    )

    low, high = sorted((start_bar, end_bar))
    high = max(high, low + 0.01)
    ends = [compressibility(bar, assumed.kelvin) for bar in (low, high)]
    slope = (ends[1] - ends[0]) / (high - low)
    kelvin = np.linspace(*_SPAN_K, _STEPS_K)
    return Fluid(
        "gas",
        "gas",
        density=FluidPropertyInterExtra(kelvin, T_PER_1000M3 * REFERENCE_K / kelvin),
        viscosity=FluidPropertyConstant(assumed.viscosity_pa_s),
        heat_capacity=FluidPropertyConstant(2_200.0),
        molar_mass=FluidPropertyConstant(MOLAR_KG * 1000),
        compressibility=FluidPropertyLinear(slope, ends[0] - slope * low),
        der_compressibility=FluidPropertyConstant(slope),
    )
