"""Make the portal ready on this machine and serve it; what `make run` calls."""

import hashlib
import os
import socket
import sys

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.migrations.executor import MigrationExecutor

from home.catalogues import compile_stale


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument(
            "--prepare-only",
            action="store_true",
            help="Stop before serving: for the release step of a deployment.",
        )
        parser.add_argument(
            "--without-demonstration",
            action="store_true",
            help="Load no demonstration data.",
        )

    def handle(self, *, prepare_only, without_demonstration, **options):
        if not prepare_only:
            self.check_port()
        self.compile_catalogues()
        self.migrate()
        self.collect_static()
        if not without_demonstration:
            self.say("Demonstration data…")
            call_command("portal_demo", stdout=self.stdout, stderr=self.stderr)
            # Its passwords are public: a second factor would only keep visitors out.
            os.environ.setdefault("PORTAL_STAFF_SECOND_FACTOR", "0")
        self.point_default_site()
        if not prepare_only:
            self.serve()

    def say(self, text):
        self.stdout.write(text)
        self.stdout.flush()

    def check_port(self):
        """Say at once, not after minutes of work, that the port is taken."""
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", settings.PORT))
            except OSError as error:
                raise CommandError(
                    f"Port {settings.PORT} of this machine cannot be used "
                    f"({error.strerror}). `make run PORT=8001` takes another."
                ) from error

    def compile_catalogues(self):
        if compiled := compile_stale():
            self.say(f"Catalogues: {len(compiled)} compiled.")

    def migrate(self):
        executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.say("Database…")
            call_command("migrate", interactive=False, verbosity=0)

    def collect_static(self):
        stamp = settings.VAR_DIR / "static.stamp"
        fingerprint = static_fingerprint()
        kept = stamp.read_text() if stamp.is_file() else ""
        if settings.STATIC_ROOT.is_dir() and kept == fingerprint:
            return
        self.say("Static files…")
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(fingerprint)

    def point_default_site(self):
        """Give the local site the port it is served on, which its full addresses show.

        A site that has been given a name of its own is left as it is.
        """
        from wagtail.models import Site

        site = Site.objects.filter(is_default_site=True).first()
        if site is None or site.hostname not in {"localhost", "127.0.0.1"}:
            return
        if (site.hostname, site.port) != ("127.0.0.1", settings.PORT):
            site.hostname, site.port = "127.0.0.1", settings.PORT
            site.save()

    def serve(self):
        connection.close()
        self.stdout.flush()
        arguments = ["-m", "gunicorn", "--config", "python:home.gunicorn", "home.wsgi"]
        # The arguments are this project's own, and the process becomes the server.
        os.execv(sys.executable, [sys.executable, *arguments])  # noqa: S606


def static_fingerprint() -> str:
    """A digest that changes with any static file, its place or its time."""
    digest = hashlib.sha256(
        settings.STORAGES["staticfiles"]["BACKEND"].encode(), usedforsecurity=False
    )
    for finder in get_finders():
        for path, storage in finder.list([]):
            status = os.stat(storage.path(path))
            digest.update(f"{path}:{status.st_size}:{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
