"""A host's own site; `tests/hosts/test_localized.py` runs it."""

import os
import sys
from pathlib import Path

if __name__ == "__main__":
    # The package is installed or beside the tests; the host's own apps come first.
    sys.path.append(str(Path(__file__).resolve().parents[3]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "localized.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
