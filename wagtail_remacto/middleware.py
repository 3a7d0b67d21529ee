"""A page that is not translated is read in another language, not missing."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from wagtail.models import Page
from wagtail.views import serve

from wagtail_remacto import conf


class LanguageFallbackMiddleware:
    """Serves the page of the fallback language at the same path.

    Where the tree of the reader's language has no page at the path (or only a draft),
    the one of ``WAGTAIL_REMACTO_FALLBACK_LANGUAGE`` is served there, in the reader's
    interface, with ``request.remacto_fallback`` set so that a template can say so. It
    goes through Wagtail's own view: restrictions and hooks hold. What neither tree has
    stays not found.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        match = request.resolver_match
        if not isinstance(exception, Http404) or match is None:
            return None
        fallback = conf.fallback_language()
        if match.url_name != "wagtail_serve" or translation.get_language() == fallback:
            return None
        path = match.args[0] if match.args else match.kwargs.get("path", "")
        request.__dict__.pop("_wagtail_route_for_request", None)
        with translation.override(fallback):
            # The route is kept on the request, where the view finds it.
            if Page.route_for_request(request, path) is None:
                return None
        request.remacto_fallback = True  # type: ignore[attr-defined]
        try:
            response: HttpResponse = serve(request, path)
        except Http404:
            return None
        return response
