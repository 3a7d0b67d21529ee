from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from wagtail.models import Locale

from wagtail_remacto import conf
from wagtail_remacto.collectivites.models import DirectoryPage
from wagtail_remacto.collectivites.services import (
    UnknownTerritory,
    open_branch,
    provide_network_group,
    provide_team,
)


class Command(BaseCommand):
    help = (
        "Open a collectivité: its page in every language of the directory, its "
        "collection, and the groups of its officers and focal points. What is there "
        "already stays as it is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "hcp_code", nargs="+", metavar="HCP_CODE", help="such as 01.571.01.11"
        )
        parser.add_argument(
            "--directory",
            type=int,
            metavar="ID",
            help="the page of the directory, where there are several",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        directory = self._directory(options["directory"])
        provide_network_group()
        for code in options["hcp_code"]:
            try:
                page = open_branch(hcp_code=code, directory=directory)
            except UnknownTerritory as error:
                raise CommandError(str(error)) from error
            teams = provide_team(page)
            self.stdout.write(f"{page.title} ({code})")
            for each in page.get_translations(inclusive=True).select_related("locale"):
                self.stdout.write(f"  {each.locale.language_code}  {each.url_path}")
            for team in teams.values():
                self.stdout.write(f"  {team.group.name}")

    def _directory(self, pk: int | None) -> DirectoryPage:
        if pk is not None:
            found = DirectoryPage.objects.filter(pk=pk).first()
            if found is None:
                raise CommandError(f"Page {pk} is not a directory of collectivités.")
            return found
        pages = DirectoryPage.objects.filter(alias_of__isnull=True)
        language = conf.fallback_language()
        if Locale.objects.filter(language_code=language).exists():
            own = pages.filter(locale__language_code=language)
            pages = own if own.exists() else pages
        groups = {page.translation_key: page for page in pages.order_by("-pk")}
        if not groups:
            raise CommandError(
                "There is no directory of collectivités yet: add its page first."
            )
        if len(groups) > 1:
            ids = ", ".join(f"{page.pk} ({page.title})" for page in groups.values())
            raise CommandError(f"There are several directories: --directory {ids}")
        return next(iter(groups.values()))
