"""Everything but the build of the catalogues is said in setup.cfg."""

from pathlib import Path

import polib
from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithCatalogues(build_py):
    """Compile the package's catalogues, so that no one needs GNU gettext."""

    def run(self) -> None:
        for source in Path("wagtail_remacto/locale").glob("*/LC_MESSAGES/*.po"):
            polib.pofile(str(source)).save_as_mofile(str(source.with_suffix(".mo")))
        super().run()


setup(cmdclass={"build_py": BuildWithCatalogues})
