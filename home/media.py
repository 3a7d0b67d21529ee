"""Pictures served by the portal itself, for the portal of one machine.

Documents are not here: Wagtail serves them, and knows who may read each collection.
"""

from posixpath import normpath

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.cache import cache_control
from django.views.static import serve

# Where Wagtail keeps pictures: as sent in, at the sizes shown, and of editors.
PICTURE_FOLDERS = frozenset({"images", "original_images", "avatar_images"})


@cache_control(public=True, max_age=7 * 24 * 3600)
def picture(request: HttpRequest, path: str) -> HttpResponseBase:
    path = normpath(path)
    if path.split("/", 1)[0] not in PICTURE_FOLDERS:
        raise Http404("Only pictures are served here.")
    return serve(request, path, document_root=str(settings.MEDIA_ROOT))
