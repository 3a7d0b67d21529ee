"""A browser without scripts: it fills in the forms that a page really has."""

from typing import Any

from bs4 import BeautifulSoup, Tag
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse


class Browser:
    """One visitor, the page they see and its main form."""

    def __init__(self, **client: Any) -> None:
        self.client = Client(**client)
        self.response: HttpResponse | None = None

    def open(self, address: str) -> "Browser":
        self.response = self.client.get(address, follow=True)
        return self

    def contribute(self, phase: Any, step: str = "") -> "Browser":
        name = f"contribute_{step}" if step else "contribute"
        return self.open(reverse(f"wagtail_remacto:{name}", args=[phase.pk]))

    @property
    def status(self) -> int:
        assert self.response is not None
        return self.response.status_code

    @property
    def path(self) -> str:
        request: Any = self.response.request  # type: ignore[union-attr]
        return str(request["PATH_INFO"])

    @property
    def page(self) -> Tag:
        soup = BeautifulSoup(self.response.content, "html.parser")  # type: ignore[union-attr]
        return soup.find("main")

    @property
    def text(self) -> str:
        return " ".join(self.page.get_text(" ").split())

    @property
    def form(self) -> Tag:
        return self.page.find("form")

    def values(self) -> dict[str, list[str]]:
        """What the main form would send as it stands, without a button."""
        found: dict[str, list[str]] = {}
        for field in self.form.select("input[name], textarea[name], select[name]"):
            kind = field.get("type", "")
            if kind in ("file", "submit"):
                continue
            if kind in ("radio", "checkbox") and not field.has_attr("checked"):
                continue
            if field.name == "select":
                chosen = field.select_one("option[selected]") or field.option
                value = chosen.get("value", "")
            elif field.name == "textarea":
                # The parser keeps the line end that a browser drops.
                value = field.text.removeprefix("\n").removeprefix("\r\n")
            else:
                value = field.get("value", "on" if kind == "checkbox" else "")
            found.setdefault(field["name"], []).append(value)
        return found

    def press(self, button: str = "next", name: str = "go", **typed: Any) -> "Browser":
        """Type into the form's fields, then press one of its buttons."""
        values: dict[str, Any] = {**self.values(), **typed, name: button}
        for field in typed:
            assert self.form.find(attrs={"name": field}), f"no field “{field}”"
        assert self.form.find("button", attrs={"name": name, "value": button})
        address = self.form.get("action") or self.path
        self.response = self.client.post(address, values, follow=True)
        return self
