"""Bring in the demonstration: published data, two invented communes, accounts.

Again, it changes nothing: what editors made of it stays. On another day it moves the
invented communes' dates.
"""

import hashlib
import logging
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import yaml
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from home import demo
from wagtail_remacto.cycles.clock import zone
from wagtail_remacto.opendata.importers.run import import_paths, index_afterwards
from wagtail_remacto.opendata.importers.store import MAPPING_VERSION, Store
from wagtail_remacto.opendata.importers.tongues import tongues
from wagtail_remacto.opendata.models import ImportRecord

FOLDER = Path(demo.__file__).parent
FINGERPRINT, DAY = "demo/fingerprint", "demo/day"


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        today = timezone.now().astimezone(zone()).date()
        fingerprint, day = _fingerprint(), str(today)
        kept = dict(
            ImportRecord.objects.filter(key__in=[FINGERPRINT, DAY]).values_list(
                "key", "digest"
            )
        )
        new_files = kept.get(FINGERPRINT) != fingerprint
        if not new_files and kept.get(DAY) == day:
            return
        with _quietly():
            pages = _read("pages.yaml")
            if new_files:
                self.bring_in(pages)
            self.bring_communes(today)
            if new_files:
                self.bring_people()
                self.bring_ideas()
                self.bring_decisions(today)
                self.bring_monitoring(today)
                self.bring_narjis(today)
        for key, digest in ((FINGERPRINT, fingerprint), (DAY, day)):
            ImportRecord.objects.update_or_create(
                key=key,
                defaults={"digest": digest, "model": "", "translation_key": None},
            )

    def bring_in(self, pages):
        from home.demo.ordinary import load_ordinary
        from home.demo.points import apply_points
        from home.demo.tree import provide_tree

        with transaction.atomic():
            homes = provide_tree(pages)
        report = import_paths([FOLDER / "data"], refresh=True)
        if report.errors:
            raise CommandError("\n".join(map(str, report.errors)))
        with index_afterwards() as touched, transaction.atomic():
            for page in homes.values():
                page.refresh_from_db()
            store = Store("pages.yaml", ("demo/page/",), tongues())
            load_ordinary(store, pages, homes)
            touched += store.touched
        apply_points(_read("points.yaml"))

    def bring_communes(self, today: date):
        from home.demo.narjis import ROOT as NARJIS
        from home.demo.tamaris import ROOT, Tamaris

        with index_afterwards() as touched, transaction.atomic():
            store = Store("tamaris.yaml", (ROOT,), tongues())
            Tamaris(store, _read("tamaris.yaml"), today).load()
            touched += store.touched
            store = Store("narjis.yaml", (NARJIS,), tongues())
            Tamaris(store, _read("narjis.yaml"), today, NARJIS).load()
            touched += store.touched

    def bring_people(self):
        from home.demo.accounts import provide_accounts

        with transaction.atomic():
            provide_accounts()

    def bring_ideas(self):
        from home.demo.ideas import Ideas

        with transaction.atomic():
            Ideas(_read("ideas.yaml")).load()

    def bring_decisions(self, today: date):
        from home.demo.decisions import Decisions

        with transaction.atomic():
            Decisions(_read("decisions.yaml"), today).load()

    def bring_monitoring(self, today: date):
        from home.demo.monitoring import Monitoring

        with transaction.atomic():
            Monitoring(_read("monitoring.yaml"), today).load()

    def bring_narjis(self, today: date):
        from home.demo.narjis import Narjis

        with transaction.atomic():
            Narjis(_read("narjis.yaml"), today).load()


def _read(name):
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


def _fingerprint() -> str:
    """Of the demonstration's files, of the translations and of how they are read."""
    digest = hashlib.sha256(str(MAPPING_VERSION).encode())
    catalogues = Path(settings.BASE_DIR).glob("*/locale/*/LC_MESSAGES/*.po")
    for path in sorted([*FOLDER.rglob("*.yaml"), *catalogues]):
        digest.update(path.read_bytes())
    return digest.hexdigest()


@contextmanager
def _quietly():
    """Nobody reads a line for each of a thousand pages."""
    loggers = [logging.getLogger(name) for name in ("wagtail", "django_tasks")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
