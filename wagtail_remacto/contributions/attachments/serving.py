"""An attachment as a browser gets it."""

from pathlib import PurePath
from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from wagtail_remacto.contributions import small_pictures

# The file behind an address never changes; whether it may be read can, and then a cache
# that others share has to hear of it soon.
KEPT = "public, max-age=86400, s-maxage=600"


def file_response(request: HttpRequest, found: Any, small: bool = False) -> Any:
    """A ``CheckedUpload`` for a browser: it can neither run nor be taken for a page.

    ``small`` gives what stands among others: of a larger picture, the small one that is
    kept beside it. Whoever has the file already gets 304 and no bytes. The caller says
    who may keep a copy.
    """
    small = small and small_pictures.has_one(found)
    etag = quote_etag(f"{found.sha256}{'-small' if small else ''}")
    known = get_conditional_response(request, etag=etag)
    if known is not None:
        known["ETag"] = etag
        return known
    try:
        content = small_pictures.opened(found) if small else found.file.open("rb")
    except FileNotFoundError:
        raise Http404("The file is missing.") from None
    response = FileResponse(
        content,
        # Pictures were drawn anew from their dots; a PDF may still surprise.
        as_attachment=not found.is_image,
        filename=f"{PurePath(found.name).stem}.webp" if small else found.name,
        content_type=small_pictures.CONTENT_TYPE if small else found.content_type,
    )
    response["ETag"] = etag
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
