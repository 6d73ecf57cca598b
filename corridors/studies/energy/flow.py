"""Gas in a pipe: the isothermal general flow equation, and what compressors take.

In a step of a horizontal pipe, ``P1^2 - P2^2 = f L/D G^2 Z R T / M``, with the flow ``G`` in kg a
second and square metre, the friction factor ``f`` of Darcy by Colebrook and White, and ``Z`` of
Papay at the mean pressure of the step. Heights and the work of acceleration are left out.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from corridors.vocabulary import MMBTU_PER_1000M3, T_PER_1000M3

R = 8.314462618
#: Reference of a cubic metre: 15 degrees Celsius and 1.01325 bar.
REFERENCE_K, REFERENCE_PA = 288.15, 101_325.0
_SECONDS_A_YEAR = 365 * 86_400
#: Kg of a mole of the gas of which a thousand cubic metres weigh 0.735 t: gravity 0.6.
MOLAR_KG = T_PER_1000M3 * R * REFERENCE_K / REFERENCE_PA
_AIR_KG = 0.028964
#: The longest step along a pipe, in km.
STEP_KM = 10.0
_MJ_PER_MMBTU = 1055.056
#: Lower over higher calorific value of natural gas.
_LOWER = 0.901
_PSI, _RANKINE = 6_894.757, 1 / 1.8


@dataclass(frozen=True, slots=True)
class Assumed:
    """What no table says of the gas and the compressors; all of it assumed.

    Attributes
    ----------
    kelvin
        Temperature of the gas along the line; it is cooled after each station.
    roughness_mm
        Of the inner wall; 0.01 is a pipe that is coated inside.
    viscosity_pa_s
        Dynamic viscosity.
    kappa
        Ratio of specific heats.
    compressor_efficiency, turbine_efficiency
        Of the compression against the adiabatic one, and of the gas turbine that drives it.
    most_ratio
        The highest ratio of pressures of a station at design flow: 1.4, as lines are designed
        for 1.25 to 1.5.
    """

    kelvin: float = 293.15
    roughness_mm: float = 0.01
    viscosity_pa_s: float = 1.2e-5
    kappa: float = 1.3
    compressor_efficiency: float = 0.85
    turbine_efficiency: float = 0.36
    most_ratio: float = 1.4


USUAL = Assumed()


def compressibility(bar: float, kelvin: float) -> float:
    """Return the compressibility factor Z of the gas, after Papay.

    Pseudo-critical values are Standing's for a dry gas of gravity 0.6.

    Parameters
    ----------
    bar
        Absolute pressure.
    kelvin
        Temperature.

    References
    ----------
    J. Papay, "A termeleštechnologiai parameterek valtozasa ...", OGIL Musz. Tud. Kozl., 1968;
    E. S. Menon, "Gas Pipeline Hydraulics", CRC Press, 2005.

    Examples
    --------
    >>> round(compressibility(85, 293.15), 3), round(compressibility(1, 293.15), 3)
    (0.826, 0.997)
    """
    gravity = MOLAR_KG / _AIR_KG
    critical_k = (168 + 325 * gravity - 12.5 * gravity**2) * _RANKINE
    critical_bar = (677 + 15 * gravity - 37.5 * gravity**2) * _PSI / 1e5
    p, t = bar / critical_bar, kelvin / critical_k
    found: float = 1 - 3.52 * p / 10 ** (0.9813 * t) + 0.274 * p**2 / 10 ** (0.8157 * t)
    return found


def friction(reynolds: float, relative_roughness: float) -> float:
    """Return the friction factor of Darcy of a turbulent flow, after Colebrook and White.

    Parameters
    ----------
    reynolds
        The Reynolds number.
    relative_roughness
        Roughness over inner diameter.

    References
    ----------
    C. F. Colebrook, "Turbulent Flow in Pipes", J. Inst. Civil Eng. 11(4), 1939.

    Examples
    --------
    >>> round(friction(1e5, 1e-4), 4)
    0.0185
    """
    inverse = 8.0
    for _ in range(50):
        after = -2 * math.log10(relative_roughness / 3.7 + 2.51 * inverse / reynolds)
        if abs(after - inverse) < 1e-12:
            break
        inverse = after
    return inverse**-2


def kg_per_s(bcm: float) -> float:
    """Return the mass flow of a billion cubic metres a year.

    Examples
    --------
    >>> round(kg_per_s(33), 1)
    769.1
    """
    return bcm * T_PER_1000M3 * 1e9 / _SECONDS_A_YEAR


def pressures_bar(
    start_bar: float, bcm: float, km: float, inner_mm: float, assumed: Assumed = USUAL
) -> list[tuple[float, float]]:
    """Return (km, bar) along a pipe, step by step; it ends where the pressure is used up.

    Parameters
    ----------
    start_bar
        Absolute pressure at its beginning.
    bcm
        Flow, a billion cubic metres a year.
    km
        Length.
    inner_mm
        Inner diameter.
    assumed
        The gas.

    Examples
    --------
    >>> [round(bar, 1) for _, bar in pressures_bar(100, 33, 20, 1379.2)]
    [100, 99.1, 98.3]
    """
    metres = inner_mm / 1000
    flow = kg_per_s(bcm) / (math.pi * metres**2 / 4)
    reynolds = max(flow * metres / assumed.viscosity_pa_s, 4_000.0)
    factor = friction(reynolds, assumed.roughness_mm / inner_mm)
    steps = max(math.ceil(km / STEP_KM - 1e-9), 1)
    drop = factor * (km * 1000 / steps) / metres * flow**2 * R * assumed.kelvin / MOLAR_KG
    found, bar = [(0.0, start_bar)], start_bar
    for step in range(1, steps + 1):
        mean = bar
        for _ in range(4):  # Z hardly changes within a step
            left = bar**2 - drop * compressibility(mean, assumed.kelvin) / 1e10
            if left <= 1:
                return found
            after = math.sqrt(left)
            mean = 2 / 3 * (bar + after - bar * after / (bar + after))
        bar = after
        found.append((km * step / steps, bar))
    return found


def compressor_mw(bcm: float, suction_bar: float, to_bar: float, assumed: Assumed = USUAL) -> float:
    """Return the power that compresses a flow, by the adiabatic head.

    Parameters
    ----------
    bcm
        Flow, a billion cubic metres a year.
    suction_bar, to_bar
        Absolute pressures before and after.
    assumed
        The gas, and how good the compressor is.

    Examples
    --------
    >>> round(compressor_mw(33, 70, 100), 1)
    40.0
    """
    power = (assumed.kappa - 1) / assumed.kappa
    z = compressibility(suction_bar, assumed.kelvin)
    ratio: float = (to_bar / suction_bar) ** power
    head = z * R * assumed.kelvin / MOLAR_KG / power * (ratio - 1)
    return max(kg_per_s(bcm) * head / assumed.compressor_efficiency / 1e6, 0.0)


def fuel_bcm(megawatts: float, assumed: Assumed = USUAL) -> float:
    """Return the gas that turbines of a power burn in a year.

    Parameters
    ----------
    megawatts
        Power at the shaft, all the year.
    assumed
        How good the turbines are.

    Examples
    --------
    >>> round(fuel_bcm(100), 3)
    0.27
    """
    mj_per_m3 = MMBTU_PER_1000M3 * _MJ_PER_MMBTU / 1000 * _LOWER
    return megawatts * _SECONDS_A_YEAR / (assumed.turbine_efficiency * mj_per_m3) / 1e9
