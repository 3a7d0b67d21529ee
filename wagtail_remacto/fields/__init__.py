"""Model fields that several rooms share."""

from wagtail_remacto.fields.body import BodyField
from wagtail_remacto.fields.codes import CodesField
from wagtail_remacto.fields.dates import PartialDate, PartialDateField
from wagtail_remacto.fields.facts import FactsField, SourcesField
from wagtail_remacto.fields.translation import synchronized

__all__ = [
    "BodyField",
    "CodesField",
    "FactsField",
    "PartialDate",
    "PartialDateField",
    "SourcesField",
    "synchronized",
]
