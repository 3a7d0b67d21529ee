"""How `make run` serves the portal: one process, its threads, this machine only.

One process because SQLite has one writer and the cache is in its memory. Behind a
proxy, with PostgreSQL and a shared cache, start as many as there are cores.
"""

import os

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
workers = 1
threads = int(os.environ.get("THREADS", "8"))
worker_class = "gthread"
timeout = 120
graceful_timeout = 10
# The portal is loaded before the first request, and said to be ready only then.
preload_app = True
loglevel = "warning"
accesslog = None
# Nobody steers this server but the terminal it was started in.
control_socket_disable = True


def pre_fork(server, worker):
    """Leave no database connection to be shared with the child."""
    from django.db import connections

    connections.close_all()


def when_ready(server):
    from home.welcome import welcome

    print(welcome(), flush=True)  # noqa: T201


def worker_exit(server, worker):
    from django.db import connections

    connections.close_all()
