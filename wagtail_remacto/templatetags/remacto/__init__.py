"""What templates of the package ask of its rooms.

The functions stand in the modules beside; registered here, they are one library.
"""

from django import template

from wagtail_remacto.templatetags.remacto.dates import (
    clock_time,
    cycle_span,
    mandate_span,
    moment,
    month_abbreviation,
    partial_date,
    period_of,
    span,
    weekday_date,
)
from wagtail_remacto.templatetags.remacto.labels import (
    action_labels,
    body_label,
    fact_kind,
    fact_status,
    finding_result,
    group_label,
    language_labels,
    language_words,
    mode_labels,
    seat_name,
    territory_name,
)
from wagtail_remacto.templatetags.remacto.numbers import (
    add_y,
    grouped,
    money,
    percent,
    times,
)
from wagtail_remacto.templatetags.remacto.pages import (
    branch,
    branch_within,
    calendar_url,
    host,
    in_my_language,
    place_of,
    readable,
    remacto_url,
    stream,
    title_of,
    words,
)
from wagtail_remacto.templatetags.remacto.rooms import (
    axes,
    axis_attrs,
    composition,
    directory,
    draw_map,
    of_axis,
    phase_verdict,
    project_axis,
    stepper,
    without_axis,
)

register = template.Library()

for tag in (
    axes,
    branch,
    branch_within,
    calendar_url,
    composition,
    draw_map,
    in_my_language,
    place_of,
    project_axis,
    stepper,
    stream,
    title_of,
    words,
):
    register.simple_tag(tag)

for tag_in_context in (directory, phase_verdict, remacto_url):
    register.simple_tag(takes_context=True)(tag_in_context)

for each in (
    action_labels,
    add_y,
    axis_attrs,
    body_label,
    clock_time,
    cycle_span,
    fact_kind,
    fact_status,
    finding_result,
    group_label,
    grouped,
    host,
    language_labels,
    language_words,
    mandate_span,
    mode_labels,
    moment,
    money,
    month_abbreviation,
    of_axis,
    partial_date,
    percent,
    period_of,
    readable,
    seat_name,
    span,
    territory_name,
    times,
    weekday_date,
    without_axis,
):
    register.filter(each)
