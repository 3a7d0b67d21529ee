from wagtail.models import Page


class FrontPage(Page):
    pass
