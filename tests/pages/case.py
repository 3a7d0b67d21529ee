"""What every page type of the package has to stand, in every language."""

import json
from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import override
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.test.utils import WagtailPageTestCase
from wagtail.test.utils.form_data import (
    nested_form_data,
    querydict_from_html,
    rich_text,
)
from wagtail.users.models import UserProfile

from tests.factories import CivicPageFactory, full_cycle, translate
from wagtail_remacto.models import (
    CollectivitePage,
    CommitteePage,
    CyclePage,
    DirectoryPage,
    PhasePage,
    ProgrammePage,
    ProjectPage,
    WorkshopPage,
)

LANGUAGES = ("fr", "ar", "en")

PAGE_TYPES: tuple[type[Page], ...] = (
    DirectoryPage,
    CollectivitePage,
    CyclePage,
    PhasePage,
    WorkshopPage,
    CommitteePage,
    ProgrammePage,
    ProjectPage,
)


def stream_data(value: Any) -> dict[str, Any]:
    """A stream as its form sends it, which the page's HTML leaves to JavaScript."""
    return rows(
        {"type": child.block_type, "value": data(child.block, child.value)}
        | known(child)
        for child in value
    )


def data(block: blocks.Block, value: Any) -> Any:
    """What the form sends of one block."""
    if isinstance(block, blocks.StructBlock):
        return {
            name: data(child, value[name]) for name, child in block.child_blocks.items()
        }
    if isinstance(block, blocks.ListBlock):
        return rows(
            {"value": data(block.child_block, child.value)} | known(child)
            for child in value.bound_blocks
        )
    if isinstance(block, blocks.RichTextBlock):
        return rich_text(value.source)
    return block.get_prep_value(value) or ""


def known(child: Any) -> dict[str, str]:
    return {"id": child.id or ""}


def rows(children: Iterable[dict[str, Any]]) -> dict[str, Any]:
    found = {
        str(number): {**child, "order": str(number), "deleted": ""}
        for number, child in enumerate(children)
    }
    return {**found, "count": str(len(found))}


def written(page: Page) -> dict[str, Any]:
    """What an officer may have written on the page, as it is stored."""
    kept = {"body", "sources", *(field.name for field in type(page)._meta.local_fields)}
    values = {
        name: value
        for name, value in page.serializable_data().items()
        if name in kept - {"page_ptr"}
    }
    for name in values:
        if isinstance(type(page)._meta.get_field(name), StreamField):
            # PostgreSQL keeps the keys of a block in an order of its own.
            values[name] = json.loads(values[name])
    return values


class CivicPageContract:
    """Mixed into a `WagtailPageTestCase` that names a factory.

    `full` is a page of a complete cycle, `empty` one with nothing but its title: what
    an officer has who has just begun. Both are in French, Arabic and English.
    """

    factory: ClassVar[type[CivicPageFactory]]
    # What the factory fills in for other tests, and an officer has not.
    nothing_known: ClassVar[dict[str, Any]] = {}
    parents: ClassVar[set[type[Page]]]
    children: ClassVar[set[type[Page]]]

    @classmethod
    def setUpTestData(cls):
        cls.officer = cls.create_superuser("officer")
        cls.cycle = full_cycle()
        cls.model = cls.factory._meta.model
        full = (
            cls.model.objects.descendant_of(cls.cycle.get_site().root_page)
            .order_by("path")
            .first()
        )
        empty = cls.factory(title="Nouvelle page", **cls.nothing_known)
        cls.full = {"fr": full}
        cls.empty = {"fr": empty}
        for language in LANGUAGES[1:]:
            cls.full[language] = translate(full, language)
            cls.empty[language] = translate(empty, language)

    def get(self, page: Page, language: str = "", **query: str) -> str:
        """The page as a visitor reads it."""
        with override(language or page.locale.language_code):
            address = page.get_url()
        response = self.client.get(address, query)
        self.assertEqual(response.status_code, 200, address)
        return response.content.decode()

    def each(
        self, check: Callable[[Page], None], languages: Iterable[str] = LANGUAGES
    ) -> None:
        """Check the full and the empty page in these languages."""
        for state, group in (("full", self.full), ("empty", self.empty)):
            for language in languages:
                with self.subTest(state, language=language), override(language):
                    check(group[language])

    def test_is_routable(self):
        def check(page):
            root = self.cycle.get_site().root_page.localized
            path = page.url_path.removeprefix(root.url_path)
            found, _args, _kwargs = root.specific.route(
                self.dummy_request, [each for each in path.split("/") if each]
            )
            self.assertEqual(found, page)

        self.each(check)

    def test_renders_in_its_language(self):
        def check(page):
            text = self.get(page)
            head, _body, body = text.partition("<body")
            language = page.locale.language_code
            self.assertIn(f'lang="{language}"', head)
            self.assertEqual('dir="rtl"' in head, language == "ar")
            self.assertEqual(body.count("<h1"), 1)
            self.assertIn(page.title, body)

        self.each(check)

    def test_says_nothing_of_what_it_does_not_know(self):
        def check(page):
            text = self.get(page).partition("<main")[2]
            for word in ("None", "1970", "NaN", "{{", "{%"):
                self.assertNotIn(word, text)

        self.each(check)

    def test_is_editable(self):
        self.each(lambda page: self.assertPageIsEditable(page, self.form(page)), ["ar"])

    def test_is_published_again_as_it_was(self):
        def check(page):
            data = self.form(page)
            data["action-publish"] = ""
            before = written(page)
            self.client.force_login(self.officer)
            address = reverse("wagtailadmin_pages:edit", args=[page.pk])
            answer = self.client.post(address, data)
            if answer.status_code != 302:
                self.fail(answer.context["form"].errors)
            self.assertEqual(written(self.model.objects.get(pk=page.pk)), before)
            self.client.logout()

        self.each(check, ["fr"])

    def test_is_previewable(self):
        self.each(
            lambda page: self.assertPageIsPreviewable(page, post_data=self.form(page))
        )

    def test_a_draft_that_was_never_public_is_previewable(self):
        fields = self.nothing_known | {"slug": "brouillon", "live": False}
        page = self.factory(title="Brouillon", **fields)
        self.assertPageIsPreviewable(page, post_data=self.form(page))

    def test_is_edited_in_the_officers_language(self):
        profile = UserProfile.get_for_user(self.officer)
        address = reverse("wagtailadmin_pages:edit", args=[self.full["fr"].pk])
        for language in LANGUAGES:
            profile.preferred_language = language
            profile.save()
            self.client.force_login(self.officer)
            text = self.client.get(address).content.decode()
            self.assertIn(f'lang="{language}"', text)
            self.assertIn(f'dir="{"rtl" if language == "ar" else "ltr"}"', text)

    def test_stands_below_its_own_parents(self):
        self.assertAllowedParentPageTypes(self.model, self.parents)

    def test_has_its_own_children(self):
        self.assertAllowedSubpageTypes(self.model, self.children)

    def form(self, page: Page) -> QueryDict:
        """The editor's form as the browser would send it back."""
        self.client.force_login(self.officer)
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        text = self.client.get(address).content.decode()
        data = querydict_from_html(text, form_id="page-edit-form")
        streams = {
            field.name: stream_data(getattr(page, field.name))
            for field in page._meta.get_fields()
            if isinstance(field, StreamField)
        }
        data.update(nested_form_data(streams))
        self.client.logout()
        return data

    def refuses(self, page: Page, **messages: str) -> None:
        """Assert that the page is refused for these fields, in these words."""
        with override("en"):
            with self.assertRaises(ValidationError) as refusal:
                page.full_clean()
            said = refusal.exception.message_dict
        for field, words in messages.items():
            self.assertIn(field, said)
            self.assertIn(words, " ".join(said[field]))


__all__ = ["LANGUAGES", "PAGE_TYPES", "CivicPageContract", "WagtailPageTestCase"]
