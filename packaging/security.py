"""Look for what is dangerous in the code, known to be faulty in dependencies, or not free to use.

    python packaging/security.py [TOOLS]

``TOOLS`` is the folder of an environment with bandit and pip-audit; ``make security`` makes one. It
ends with 1 if something is found. What cannot be asked, as there is no network, is said, and is no
fault: the licences and, where it is installed, bandit need none.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parents[1]
PYPROJECT = ROOT / "pyproject.toml"
#: Extras of features: what users install.
USED = ("pbf", "parquet", "cluster", "large", "excel", "serve", "lonboard", "gas")
#: Licences under which a dependency may be used and handed on with the library.
FREE = re.compile(
    r"\b(MIT|BSD|Apache|PSF|Python Software Foundation|ISC|MPL|Mozilla|Zlib|0BSD|HPND|Unlicense|"
    r"Boost|BSL|CC0|Public Domain|LGPL|CNRI)\b",
    re.IGNORECASE,
)
#: Licences that ask the same of what uses them.
BINDING = re.compile(r"\b(A?GPL)|GNU (Affero )?General Public", re.IGNORECASE)
#: Packages whose metadata do not tell, with where their licence is told.
TOLD_ELSEWHERE = {
    "XStatic-Leaflet": "BSD-2-Clause, as Leaflet (its LICENSE)",
    "geoarrow-rust-core": "MIT OR Apache-2.0 (LICENSE in its repository, geoarrow-rs)",
}
#: Seconds for which the service of known faults is waited for.
PATIENCE_S = 120


def needed(pyproject: dict, used: tuple[str, ...] = USED) -> dict[str, metadata.Distribution]:
    """Return what the library and its extras of features need and is installed, by name."""
    project = pyproject["project"]
    extras = project.get("optional-dependencies", {})
    left = [*project["dependencies"], *(r for extra in used for r in extras.get(extra, ()))]
    found: dict[str, metadata.Distribution] = {}
    while left:
        requirement = left.pop()
        name = re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0]
        key = re.sub(r"[-_.]+", "-", name).lower()
        if key in found or key == "corridors" or "extra ==" in requirement:
            continue
        try:
            found[key] = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # of another system, or an extra that is not installed
        left += found[key].requires or ()
    return found


def licence_of(package: metadata.Distribution) -> str:
    """Return the licence that a package tells, in a line."""
    told = package.metadata
    classified = [c for c in told.get_all("Classifier") or () if c.startswith("License ::")]
    short = next(iter((told.get("License") or "").strip().splitlines()), "")
    named = [told.get("License-Expression") or "", *classified, short[:80]]
    return TOLD_ELSEWHERE.get(told["Name"]) or "; ".join(filter(None, named))


def licence_faults(packages: dict[str, metadata.Distribution]) -> list[str]:
    """Return which packages are not free to use, or do not say."""
    faults = []
    for name, package in sorted(packages.items()):
        told = licence_of(package)
        free = FREE.search(told) is not None
        if not free:
            faults.append(f"{name}: {'bound by ' if BINDING.search(told) else 'unknown: '}{told!r}")
    return faults


def known_faults(text: str) -> tuple[int, list[str]]:
    """Return of how many packages pip-audit knows anything, and their known faults.

    A package that its service does not know is left out by it, as are all where it is not reached.
    """
    try:
        packages = [one for one in json.loads(text)["dependencies"] if "skip_reason" not in one]
    except (ValueError, KeyError, TypeError):
        return 0, []
    return len(packages), [
        f"{package['name']} {package.get('version', '')}: {fault['id']}"
        f" (mended in {', '.join(fault.get('fix_versions', ())) or 'no version yet'})"
        for package in packages
        for fault in package.get("vulns", ())
    ]


def _ran(*words: str | Path, seconds: float = 600) -> tuple[int, str, str]:
    try:
        done = subprocess.run(
            list(map(str, words)), capture_output=True, text=True, timeout=seconds, check=False,
            cwd=ROOT,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return 1, "", f"no answer in {seconds:g} s"
    return done.returncode, done.stdout, done.stderr


def main() -> None:
    """Run the three checks, tell what each found, and end with 1 if one found something."""
    tools = Path(sys.argv[1]) / "bin" if len(sys.argv) > 1 else Path(sys.executable).parent
    packages = needed(tomllib.loads(PYPROJECT.read_text(encoding="utf-8")))
    faults = licence_faults(packages)
    print(f"licences: {len(packages)} packages, {len(faults)} not free or unknown")
    if (tools / "bandit").exists():
        code, out, err = _ran(tools / "bandit", "-q", "-r", "corridors", "-c", "pyproject.toml")
        print(f"bandit: {'found something' if code else 'nothing found'}")
        faults += [out or err] if code else []
    else:
        print("bandit: not run, it could not be installed")
    if (tools / "pip-audit").exists():
        listed = "".join(f"{p.metadata['Name']}=={p.version}\n" for p in packages.values())
        wanted = Path(tools).parent / "audited.txt"
        wanted.write_text(listed, encoding="utf-8")
        words = ("-r", wanted, "--no-deps", "--disable-pip", "-f", "json", "--timeout", "10")
        _, out, err = _ran(tools / "pip-audit", *words, seconds=PATIENCE_S)
        asked, known = known_faults(out)
        if asked:
            print(f"pip-audit: {asked} of {len(packages)} packages, {len(known)} known faults")
        else:
            last = next(iter(reversed(err.strip().splitlines())), "")
            why = last[:150] if "rror" in last else "its service knows none of the packages"
            print(f"pip-audit: not asked: {why}")
        faults += known
    else:
        print("pip-audit: not run, it could not be installed")
    for fault in faults:
        print(f"  {fault}")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
