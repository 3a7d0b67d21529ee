"""The portal's settings; `home.settings` is the portal as it is served.

Everything a deployment changes is an environment variable, read in `base`.
"""

import os

# The tests' own settings, a module of this package, say first what `base` reads.
if os.environ.get("DJANGO_SETTINGS_MODULE") != "home.settings.test":
    from home.settings.base import *  # noqa: F403
