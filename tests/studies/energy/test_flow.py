"""The general flow equation by hand, beside Panhandle B, and what compressors take."""

import pytest

from corridors.studies.energy.flow import (
    USUAL,
    compressibility,
    compressor_mw,
    friction,
    fuel_bcm,
    kg_per_s,
    pressures_bar,
)


def test_one_step_by_hand():
    """33 bcm a year through 10 km of 1,379.2 mm from 100 bar, worked on paper.

    Flow: 33e9 x 0.735 / 31,536,000 = 769.12 kg/s; area 1.49398 m2; G = 514.81 kg/s m2.
    Re = 514.81 x 1.3792 / 1.2e-5 = 5.917e7, roughness / diameter 7.2506e-6. Colebrook:
    -2 log10(7.2506e-6 / 3.7 + 2.51 x 11.2267 / 5.917e7) = -2 log10(2.43586e-6) = 11.2267,
    f = 0.0079341. Papay at 99.56 bar: ppr 99.56 / 46.37 = 2.1471, Tpr 293.15 / 199.17 = 1.4719,
    Z = 1 - 3.52 x 2.1471 / 27.82 + 0.274 x 4.610 / 15.872 = 0.8079. R T / M = 140,249.
    f L/D G2 Z R T/M = 0.0079341 x 7,250.6 x 265,033 x 0.8079 x 140,249 = 1.7275e12 Pa2;
    P2 = sqrt(1e14 - 1.7275e12) Pa = 99.1325 bar.
    """
    assert kg_per_s(33) == pytest.approx(769.12, abs=0.01)
    assert friction(5.917e7, 7.2506e-6) == pytest.approx(0.0079341, abs=1e-6)
    assert compressibility(99.56, 293.15) == pytest.approx(0.8079, abs=2e-4)
    assert pressures_bar(100, 33, 10, 1379.2)[-1][1] == pytest.approx(99.1325, abs=5e-4)


def panhandle_b(p1_bar, p2_bar, km, inner_mm, z, efficiency):
    """Panhandle B in its own units (psia, miles, inches), to bcm a year."""
    p1, p2, miles, inches = p1_bar * 14.5038, p2_bar * 14.5038, km / 1.609344, inner_mm / 25.4
    squares = (p1**2 - p2**2) / (0.6**0.961 * 293.15 * 1.8 * miles * z)
    daily = 737 * efficiency * (518.67 / 14.696) ** 1.02 * squares**0.51 * inches**2.53
    return daily * 0.0283168 * 365 / 1e9


@pytest.mark.parametrize(("km", "bcm", "mm"), [(259, 33, 1379.2), (120, 30, 1380), (200, 10, 1036)])
def test_it_is_near_panhandle_b(km, bcm, mm):
    """Another documented equation, for large lines, at its usual efficiency of 0.9 to 0.95."""
    bar = pressures_bar(100, bcm, km, mm)[-1][1]
    z = compressibility((100 + bar) / 2, USUAL.kelvin)
    assert panhandle_b(100, bar, km, mm, z, 0.93) == pytest.approx(bcm, rel=0.06)


def test_steps_do_not_matter():
    """Twenty pieces of 10 km are one pipe of 200 km."""
    bar = 100.0
    for _ in range(20):
        bar = pressures_bar(bar, 20, 10, 1000)[-1][1]
    assert pressures_bar(100, 20, 200, 1000)[-1][1] == pytest.approx(bar, rel=1e-9)


def test_it_ends_where_the_pressure_is_used_up():
    found = pressures_bar(60, 30, 500, 700)
    assert found[-1][0] < 500
    assert all(bar > 0 for _, bar in found)


def test_z_is_one_where_there_is_no_pressure():
    assert compressibility(0, 293.15) == 1
    assert compressibility(50, 320) > compressibility(50, 280)


def test_a_compressor_by_hand():
    """70 to 100 bar: (10/7)^(0.3/1.3) = 1.08579; head 4.3333 x Z R T/M x 0.08579; Z(70) = 0.8483.

    0.8483 x 140,249 x 4.3333 x 0.08579 = 44,230 J/kg; x 769.12 / 0.85 = 40.02 MW.
    """
    assert compressor_mw(33, 70, 100) == pytest.approx(40.02, abs=0.02)
    assert compressor_mw(33, 100, 100) == 0
    # 100 MW x 31.536e6 s / 0.36 / 32.44 MJ/m3 = 0.270e9 m3
    assert fuel_bcm(100) == pytest.approx(0.270, abs=0.001)
