"""Make a release of this checkout: version, changelog, generated files, build, checks, tag.

    python packaging/release.py 0.2.0 --check     say what stands in the way, change nothing
    python packaging/release.py 0.2.0             make it; nothing leaves the machine

What is left to do by hand is printed at the end. RELEASING.md is the checklist around it.
"""

from __future__ import annotations

import argparse
import datetime
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")
UNRELEASED = "## Unreleased"


def current(root: Path) -> str:
    """Return the version that the package says."""
    found = re.search(
        r'^__version__ = "(.+)"$', (root / "corridors/__init__.py").read_text("utf-8"), re.M
    )
    if found is None:
        sys.exit("corridors/__init__.py has no __version__")
    return found[1]


def faults(root: Path, version: str) -> list[str]:
    """Return what stands in the way of a release, a sentence each."""
    told = []
    if not VERSION.fullmatch(version):
        told.append(f"{version!r} is no version as MAJOR.MINOR.PATCH")
    elif _numbers(version) < _numbers(current(root)):
        told.append(f"{version} is older than {current(root)}, which the package says")
    changelog = (root / "CHANGELOG.md").read_text("utf-8")
    if UNRELEASED not in changelog:
        told.append(f"CHANGELOG.md has no heading {UNRELEASED!r}")
    elif not _section(changelog).strip():
        told.append("CHANGELOG.md says nothing under Unreleased")
    if f"## {version}" in changelog:
        told.append(f"CHANGELOG.md has a section of {version} already")
    if "urls" not in tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]:
        told.append("pyproject.toml has no [project.urls]: say where the project is")
    if _git(root, "status", "--porcelain"):
        told.append("there are changes that are not committed")
    if f"v{version}" in _git(root, "tag").split():
        told.append(f"the tag v{version} is there already")
    return told


def _section(changelog: str) -> str:
    """Return what stands under Unreleased, up to the next release."""
    return changelog.split(UNRELEASED, 1)[1].split("\n## ", 1)[0]


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _git(root: Path, *words: str) -> str:
    git = shutil.which("git") or sys.exit("git is not installed")
    return subprocess.run(
        [git, *words], cwd=root, check=True, capture_output=True, text=True
    ).stdout


def stamp(root: Path, version: str, day: str) -> None:
    """Write the version and the day into the package and the changelog."""
    package = root / "corridors/__init__.py"
    text = package.read_text("utf-8").replace(f'"{current(root)}"', f'"{version}"', 1)
    package.write_text(text, "utf-8", newline="\n")
    changelog = root / "CHANGELOG.md"
    told = changelog.read_text("utf-8")
    dated = told.replace(UNRELEASED, f"{UNRELEASED}\n\n## {version} - {day}", 1)
    changelog.write_text(dated, "utf-8", newline="\n")


def build(root: Path) -> None:
    """Build the archive and the wheel, and check what they say of themselves."""
    shutil.rmtree(root / "dist", ignore_errors=True)
    _run(root, "-m", "build", "--outdir", "dist")
    _run(root, "-m", "twine", "check", "--strict", *map(str, sorted((root / "dist").iterdir())))


def _run(root: Path, *words: str) -> None:
    if subprocess.run([sys.executable, *words], cwd=root, check=False).returncode:
        sys.exit(f"failed: python {' '.join(words)}")


def main() -> None:
    """Make the release, or say what stands in its way."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("version", help="MAJOR.MINOR.PATCH")
    parser.add_argument(
        "--check", action="store_true", help="say what stands in the way; change nothing"
    )
    asked = parser.parse_args()
    if told := faults(ROOT, asked.version):
        sys.exit("\n".join(told))
    if asked.check:
        print("nothing stands in the way; run `bash .ci/run` before it")
        return
    stamp(ROOT, asked.version, datetime.datetime.now(datetime.UTC).date().isoformat())
    _run(ROOT, "packaging/generated.py")
    build(ROOT)
    _git(ROOT, "commit", "--all", "--message", f"Version {asked.version}")
    _git(ROOT, "tag", "--annotate", f"v{asked.version}", "--message", f"corridors {asked.version}")
    print(
        f"dist/ and the tag v{asked.version} are made. Left to do:\n"
        "  git push --follow-tags\n  python -m twine upload dist/*\n"
        "  deposit the archive (.zenodo.json) and a new vintage (geodata/.zenodo.json)"
    )


if __name__ == "__main__":
    main()
