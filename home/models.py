"""The portal's ordinary pages: the front page, contents, news."""

from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.contrib.forms.models import AbstractForm, AbstractFormField
from wagtail.fields import StreamField
from wagtail.images import get_image_model_string
from wagtail.models import Page, TranslatableMixin
from wagtail.search import index

from blocks.stream import ContentBlock
from home.pages import PortalPageMixin
from wagtail_remacto import conf
from wagtail_remacto.adapter import get_adapter
from wagtail_remacto.collectivites.branch import collectivite_of
from wagtail_remacto.collectivites.queries import published
from wagtail_remacto.fields import SourcesField, synchronized

NEWS_PAGE_SIZE = 12


def opening_blocks() -> list[tuple[str, dict[str, Any]]]:
    """What a new front page holds: each part of it can be moved or taken away."""
    return [
        ("open_now", {}),
        ("collectivite_finder", {}),
        ("next_workshops", {}),
        ("figures", {}),
    ]


class HomePage(PortalPageMixin, Page):  # type: ignore[misc]
    template = "home/home_page.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "home.ContentPage",
        "home.FormPage",
        "home.NewsIndexPage",
        "wagtail_remacto.DirectoryPage",
    ]

    hero_title = models.CharField(
        _("large title"),
        max_length=120,
        blank=True,
        help_text=_("What a visitor can do here, in one line."),
    )
    body = StreamField(
        ContentBlock(),
        blank=True,
        default=opening_blocks,
        verbose_name=_("content"),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("hero_title"),
        FieldPanel("intro"),
        FieldPanel("body"),
    ]
    search_fields = [*Page.search_fields, *PortalPageMixin.search_fields]

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front pages")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["news"] = latest_news()[:3]
        return context


class ContentPage(PortalPageMixin, Page):  # type: ignore[misc]
    """Any other page: how it works, personal data, accessibility."""

    template = "home/content_page.html"
    parent_page_types = [
        "home.HomePage",
        "home.ContentPage",
        "wagtail_remacto.CollectivitePage",
    ]
    subpage_types = ["home.ContentPage", "home.FormPage"]

    content_panels = [
        *Page.content_panels,
        FieldPanel("intro"),
        FieldPanel("body"),
    ]
    search_fields = [*Page.search_fields, *PortalPageMixin.search_fields]

    class Meta:
        verbose_name = _("content page")
        verbose_name_plural = _("content pages")


class FormPage(PortalPageMixin, AbstractForm):  # type: ignore[misc]
    """A questionnaire longer than a poll; its answers are read in the admin.

    The officers who may edit the page read its answers, and nobody else.
    """

    template = "home/form_page.html"
    landing_page_template = "home/form_page_thanks.html"
    parent_page_types = [
        "home.HomePage",
        "home.ContentPage",
        "wagtail_remacto.CollectivitePage",
    ]
    subpage_types: list[str] = []

    purpose = models.CharField(
        _("what the answers are for"),
        max_length=250,
        help_text=_("Said beside the form, as law 09-08 asks; and who will read them."),
    )
    thanks = models.TextField(
        _("words of thanks"),
        blank=True,
        help_text=_("Shown once somebody has answered: what happens next."),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("intro"),
        FieldPanel("body"),
        InlinePanel(
            "form_fields", heading=_("Questions"), label=_("Question"), min_num=1
        ),
        FieldPanel("purpose"),
        FieldPanel("thanks"),
    ]
    search_fields = [*Page.search_fields, *PortalPageMixin.search_fields]

    class Meta:
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")

    @property
    def controller(self) -> str:
        """Who answers for what people write here: the collectivité, or the network."""
        collectivite = collectivite_of(self)
        if collectivite is None:
            return str(conf.get("CONTROLLER"))
        return get_adapter().controller(collectivite)


class FormField(TranslatableMixin, AbstractFormField):  # type: ignore[misc]
    """One question of a questionnaire, in the language of its page."""

    page = ParentalKey(FormPage, on_delete=models.CASCADE, related_name="form_fields")

    class Meta(TranslatableMixin.Meta, AbstractFormField.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")


class NewsIndexPage(PortalPageMixin, Page):  # type: ignore[misc]
    """The news of the network, or of the collectivité it is below."""

    template = "home/news_index_page.html"
    parent_page_types = ["home.HomePage", "wagtail_remacto.CollectivitePage"]
    subpage_types = ["home.NewsPage"]

    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("body")]
    search_fields = [*Page.search_fields, *PortalPageMixin.search_fields]

    class Meta:
        verbose_name = _("list of news")
        verbose_name_plural = _("lists of news")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        pages = Paginator(latest_news(below=self), NEWS_PAGE_SIZE)
        context["news"] = pages.get_page(request.GET.get("page"))
        return context


class NewsPage(PortalPageMixin, Page):  # type: ignore[misc]
    template = "home/news_page.html"
    parent_page_types = ["home.NewsIndexPage"]
    subpage_types: list[str] = []

    date = models.DateField(_("date"), default=timezone.localdate)
    image = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Without a picture, a star pattern is drawn."),
    )
    sources = SourcesField()

    content_panels = [
        *Page.content_panels,
        FieldPanel("date"),
        FieldPanel("intro"),
        FieldPanel("image"),
        FieldPanel("body"),
        FieldPanel("sources"),
    ]
    search_fields = [
        *Page.search_fields,
        *PortalPageMixin.search_fields,
        index.FilterField("date"),
    ]
    override_translatable_fields = synchronized("date", "image")

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news")


def latest_news(below: Page | None = None) -> "models.QuerySet[NewsPage]":
    """Published news in the reader's language, the newest first."""
    news = published(NewsPage, below).select_related("image")
    return news.order_by("-date", "-pk")
