"""How the documentation is built: `make docs`, or sphinx-build on this folder."""

import re
from pathlib import Path

_init = Path(__file__).parents[1] / "wagtail_remacto" / "__init__.py"
_version = re.search(r'__version__ = "(.+)"', _init.read_text(encoding="utf-8"))

project = "wagtail-remacto"
author = "wagtail-remacto contributors"
release = _version[1] if _version else ""
version = release
language = "en"

extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]
nitpicky = True

myst_enable_extensions = ["colon_fence", "deflist"]
# Headings can be linked to, as they can be on a code host.
myst_heading_anchors = 3

html_theme = "alabaster"
html_title = f"wagtail-remacto {release}"
html_theme_options = {
    "description": "Openness cycles for Wagtail",
    "fixed_sidebar": True,
    "page_width": "64rem",
    "sidebar_width": "16rem",
    "show_powered_by": False,
}
html_copy_source = False
html_show_copyright = False
