"""What a federation receives with `pip install wagtail-remacto`."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LEFT_OUT = shutil.ignore_patterns(
    ".*", "var", "build", "dist", "*.egg-info", "__pycache__", "*.mo", "node_modules"
)


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Path:
    """The whole project as it is committed: nothing compiled, nothing built before."""
    copy = tmp_path_factory.mktemp("project") / "copy"
    shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
    return copy


@pytest.fixture(scope="module")
def names(project) -> set[str]:
    """The names of the files in the wheel, which is built without a network."""
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", "out"],
        cwd=project,
        check=True,
        capture_output=True,
        text=True,
    )
    (wheel,) = (project / "out").glob("*.whl")
    assert wheel.name.endswith("-py3-none-any.whl")
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def package_files(project: Path, pattern: str) -> set[str]:
    return {
        str(path.relative_to(project))
        for path in (project / "wagtail_remacto").glob(pattern)
        if path.is_file() and "__pycache__" not in path.parts
    }


class TestWheel:
    def test_holds_the_package_and_nothing_else(self, names):
        tops = {name.split("/", 1)[0] for name in names}
        assert tops == {"wagtail_remacto", "wagtail_remacto-0.1.0.dist-info"}

    @pytest.mark.parametrize(
        "pattern",
        ["**/*.py", "templates/**/*", "static/**/*", "migrations/*", "locale/**/*.po"],
    )
    def test_holds_every_file_of_the_package(self, names, project, pattern):
        files = package_files(project, pattern)
        assert files
        assert files - names == set()

    def test_holds_a_compiled_form_of_every_catalogue(self, names, project):
        catalogues = package_files(project, "locale/**/*.po")
        compiled = {str(Path(name).with_suffix(".mo")) for name in catalogues}
        assert compiled
        assert compiled - names == set()

    def test_says_that_it_is_typed(self, names):
        assert "wagtail_remacto/py.typed" in names

    def test_leaves_nothing_of_the_package_behind(self, names, project):
        assert package_files(project, "**/*") - names == set()

    def test_carries_its_licence(self, names):
        assert "wagtail_remacto-0.1.0.dist-info/licenses/LICENSE" in names
