"""The portal's settings; `home.settings` is the portal as it is served.

Everything a deployment changes is an environment variable, read in `base`.
"""

from home.settings.base import *  # noqa: F403
