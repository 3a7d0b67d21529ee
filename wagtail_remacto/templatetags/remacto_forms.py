"""What the forms of citizens need in a template."""

from django import template
from django.apps import apps
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

# No inline style and no evaluation, so that a strict content security policy holds.
_CONFIG = '{"includeIndicatorStyles":false,"allowEval":false,"allowScriptTags":false}'


@register.simple_tag
def remacto_scripts() -> SafeString:
    """htmx, where the host has installed django-htmx, and the package's own script."""
    files = ["wagtail_remacto/remacto.js"]
    config = SafeString("")
    if apps.is_installed("django_htmx"):
        files.insert(0, "django_htmx/htmx-2.min.js")
        config = format_html('<meta name="htmx-config" content="{}">', _CONFIG)
    scripts = format_html_join(
        "", '<script src="{}" defer></script>', ((static(name),) for name in files)
    )
    return config + scripts
