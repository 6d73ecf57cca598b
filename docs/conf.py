"""How the site is built: ``make docs``, without a network."""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
import warnings
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE / "_ext"), str(HERE.parent)]
#: Kernels of the pages import the same package, and draw into files.
os.environ["PYTHONPATH"] = os.pathsep.join(
    filter(None, [str(HERE.parent), os.environ.get("PYTHONPATH", "")])
)
os.environ.setdefault("MPLBACKEND", "agg")
#: A kernel works in the folder of its page, and shows tables and figures as a page has room.
IPYTHON = tempfile.mkdtemp()
atexit.register(shutil.rmtree, IPYTHON, ignore_errors=True)
STARTUP = Path(IPYTHON) / "profile_default" / "startup"
STARTUP.mkdir(parents=True)
(STARTUP / "page.py").write_text(
    "import os\n"
    "import pandas\n"
    "os.chdir(os.environ.get('CORRIDORS_PAGE_FOLDER', '.'))\n"
    "pandas.set_option('display.max_rows', 20)\n"
    "pandas.set_option('display.float_format',"
    " lambda value: f'{value:,.0f}' if abs(value) >= 100 else f'{value:,.2f}')\n"
    "del os, pandas\n"
)
# Kernels talk to this process alone: that they do it in clear is no news.
(STARTUP.parent / "ipython_kernel_config.py").write_text("c.IPKernelApp.log_level = 40\n")
os.environ["IPYTHONDIR"] = IPYTHON

import corridors as co  # noqa: E402

project = "corridors"
author = "The corridors developers"
copyright = "The corridors developers; alignments © OpenStreetMap contributors (ODbL)"  # noqa: A001
release = co.__version__
version = f"{release}, data {co.data_version()}"

extensions = [
    "manual",
    "myst_nb",
    "numpydoc",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx_copybutton",
    "sphinx_design",
    "sphinx_gallery.gen_gallery",
]
exclude_patterns = ["_ext", "_templates", "**/.ipynb_checkpoints", "gallery/*.ipynb"]
templates_path = ["_templates"]

# -- links: every one is known; nothing is fetched ------------------------------------------------
nitpicky = True
suppress_warnings = ["myst.xref_missing"] if os.environ.get("DRAFT") else []

# -- pages that run -------------------------------------------------------------------------------
nb_execution_mode = os.environ.get("NB_EXECUTION_MODE", "force")
# A cell that fails is a warning with its traceback, and make docs ends in an error at warnings.
nb_execution_raise_on_error = False
nb_execution_timeout = 180
nb_execution_in_temp = True
nb_execution_show_tb = True
nb_merge_streams = True
# The notebooks of examples/ are run by the tests and kept with what they show.
nb_execution_excludepatterns = ["tutorials/notebooks/*"]
myst_enable_extensions = ["colon_fence", "deflist", "fieldlist"]
myst_heading_anchors = 4
copybutton_prompt_text = "$ "
copybutton_selector = ", ".join(
    f"div.highlight-{language} pre" for language in ("sh", "python", "ipython3", "toml")
)

# -- docstrings -----------------------------------------------------------------------------------
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_member_order = "bysource"
toc_object_entries_show_parents = "hide"
python_use_unqualified_type_names = True
maximum_signature_line_length = 70
numpydoc_show_class_members = False
numpydoc_xref_param_type = False

# -- gallery --------------------------------------------------------------------------------------
# Scripts run in two workers, which are replaced when they have grown: that is no fault of a script.
warnings.filterwarnings("ignore", message="A worker stopped while some jobs were given")
sphinx_gallery_conf = {
    "examples_dirs": ["../examples/gallery"],
    "gallery_dirs": ["gallery"],
    "filename_pattern": r"/plot_",
    "image_scrapers": ("gallery_pictures.pictures",),
    "capture_repr": ("_repr_html_",),
    "download_all_examples": False,
    "show_memory": False,
    "show_signature": False,
    "min_reported_time": 1e9,
    "write_computation_times": False,
    "remove_config_comments": True,
    "parallel": 2,
}

# -- the site -------------------------------------------------------------------------------------
html_theme = "pydata_sphinx_theme"
html_title = "corridors"
html_static_path = ["_static"]
html_css_files = ["corridors.css"]
html_show_sourcelink = False
html_copy_source = False
html_theme_options = {
    "logo": {"text": "corridors"},
    "navbar_align": "left",
    "header_links_before_dropdown": 6,
    "show_prev_next": True,
    "secondary_sidebar_items": {"**": ["page-toc"], "index": []},
    "footer_start": ["copyright"],
    "footer_end": [],
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
    "show_toc_level": 2,
    "back_to_top_button": True,
    "search_bar_text": "Search: Torkham, days, tariff …",
}
html_context = {"default_mode": "auto"}
