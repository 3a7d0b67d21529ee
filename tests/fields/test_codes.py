import json

import pytest
from django.core import serializers
from django.core.exceptions import ValidationError
from django.utils.translation import override

from tests.factories import CollectiviteFactory, CycleFactory, ProjectFactory
from wagtail_remacto.fields import CodesField
from wagtail_remacto.models import CollectivitePage

CHOICES = [("fr", "French"), ("ar", "Arabic"), ("zgh", "Amazigh")]


class TestCodesField:
    field = CodesField(choices=CHOICES)

    @pytest.mark.parametrize(
        ("codes", "stored"),
        [([], ""), (["fr"], "|fr|"), (["fr", "ar"], "|fr|ar|"), (("fr",), "|fr|")],
    )
    def test_is_stored_between_bars(self, codes, stored):
        assert self.field.get_prep_value(codes) == stored
        assert self.field.to_python(stored) == list(codes)

    @pytest.mark.parametrize("empty", ["", None, []])
    def test_nothing_is_an_empty_list(self, empty):
        assert self.field.to_python(empty) == []

    def test_each_row_has_a_list_of_its_own(self):
        first, second = CollectivitePage(), CollectivitePage()
        first.languages.append("fr")
        assert second.languages == []

    def test_refuses_a_code_that_is_no_choice(self):
        with override("en"), pytest.raises(ValidationError, match="“de”"):
            self.field.clean(["fr", "de"], None)

    def test_an_empty_list_is_refused_where_one_is_needed(self):
        with pytest.raises(ValidationError):
            CodesField(blank=False).clean([], None)

    def test_refuses_more_codes_than_the_column_holds(self):
        with pytest.raises(ValidationError):
            CodesField(max_length=20).clean(["01.571.01.11", "01.571.01.13"], None)

    def test_labels_follow_the_order_of_the_choices(self):
        assert self.field.labels(["ar", "fr"]) == ["French", "Arabic"]

    def test_deconstructs_into_itself(self):
        _name, _path, args, kwargs = self.field.deconstruct()
        again = CodesField(*args, **kwargs)
        assert again.deconstruct()[2:] == self.field.deconstruct()[2:]


class TestForm:
    def test_codes_are_typed_with_commas(self):
        field = CodesField().formfield()
        assert field.clean("01.571.01.11,  01.571.01.13 ,") == [
            "01.571.01.11",
            "01.571.01.13",
        ]
        assert field.prepare_value(["a", "b"]) == "a, b"
        assert field.clean("") == []

    def test_the_same_codes_are_no_change(self):
        field = CodesField().formfield()
        assert not field.has_changed(["a", "b"], "a,b")
        assert not field.has_changed(None, "")
        assert field.has_changed(["a"], "a, b")

    def test_choices_are_ticked(self):
        field = CodesField(choices=CHOICES).formfield()
        assert field.clean(["fr", "ar"]) == ["fr", "ar"]
        assert field.clean([]) == []
        assert 'type="checkbox"' in field.widget.render("languages", ["fr"])


@pytest.mark.django_db
class TestStored:
    def test_comes_back_from_the_database(self):
        page = CollectiviteFactory(languages=["fr", "ar"])
        assert CollectivitePage.objects.get(pk=page.pk).languages == ["fr", "ar"]

    def test_comes_back_from_values(self):
        page = CollectiviteFactory(languages=["fr"])
        row = CollectivitePage.objects.filter(pk=page.pk).values_list("languages")
        assert row.get() == (["fr"],)

    def test_is_found_by_one_of_its_codes(self):
        page = CollectiviteFactory(languages=["fr", "ar"])
        CollectiviteFactory(languages=["zgh"])
        found = CollectivitePage.objects.filter(languages__contains="|ar|")
        assert list(found) == [page]

    def test_comes_back_from_a_revision(self):
        page = CollectiviteFactory(languages=["fr"])
        page.languages = ["fr", "zgh"]
        draft = page.save_revision().as_object()
        assert draft.languages == ["fr", "zgh"]
        draft.save_revision().publish()
        page.refresh_from_db()
        assert page.languages == ["fr", "zgh"]

    def test_comes_back_from_a_serialised_row(self):
        page = ProjectFactory(values=["transparency", "inclusion"])
        text = serializers.serialize("json", [page])
        assert json.loads(text)[0]["fields"]["values"] == "|transparency|inclusion|"
        (again,) = serializers.deserialize("json", text)
        assert again.object.values == ["transparency", "inclusion"]

    def test_is_copied_with_its_page(self):
        cycle = CycleFactory(with_codes=["01.571.01.11"])
        copy = cycle.copy(update_attrs={"slug": "copy", "identifier": "copy"})
        copy.with_codes.append("01.571")
        cycle.refresh_from_db()
        assert cycle.with_codes == ["01.571.01.11"]
