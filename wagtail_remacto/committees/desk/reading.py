"""One idea with all that its committee has to know of it."""

from dataclasses import dataclass, field

from wagtail_remacto.collectivites.pages import Words
from wagtail_remacto.committees import queries
from wagtail_remacto.committees.desk.access import Desk
from wagtail_remacto.committees.desk.library import criteria_titles
from wagtail_remacto.committees.models import (
    HIGHEST,
    LeadText,
    OutcomeRecord,
    Review,
    Seat,
)
from wagtail_remacto.committees.queries import Progress, Side
from wagtail_remacto.contributions.models import Attachment, Contribution
from wagtail_remacto.contributions.queries import dress


@dataclass(frozen=True, slots=True)
class Marked:
    """A criterion and its mark, in words: “4/5”; “3.7/5” for a mean."""

    title: Words
    mark: float

    @property
    def most(self) -> int:
        return HIGHEST


@dataclass(frozen=True, slots=True)
class Reading:
    """What a seat has said, or that it has not."""

    seat: Seat
    review: Review | None = None
    marks: list[Marked] = field(default_factory=list)


@dataclass
class Story:
    """An idea; without ``progress`` and ``readings`` for whoever sees no reviews.

    ``means``: the mean of the marks of each criterion, where several have marked.
    """

    idea: Contribution
    side: Side
    alike: list[Contribution]
    attachments: list[Attachment]
    progress: Progress | None = None
    mine: Review | None = None
    readings: list[Reading] = field(default_factory=list)
    means: list[Marked] = field(default_factory=list)

    @property
    def outcomes(self) -> list[OutcomeRecord]:
        """The newest first."""
        return sorted(self.side.records, key=lambda each: -each.number)

    @property
    def lead_text(self) -> LeadText | None:
        return self.side.wording

    @property
    def merged(self) -> list[Contribution]:
        return self.side.merged


def story_of(desk: Desk, idea: Contribution) -> Story:
    """All of it; a number of queries that does not depend on how much there is."""
    members = queries.reviewers(desk.cycle, desk.now)
    (side,) = queries.side_by_side([idea], members)
    dress([idea])
    story = Story(
        idea=idea,
        side=side,
        alike=queries.resembling([idea], desk.cycle, limit=4)[idea.pk],
        attachments=list(idea.attachments.all()),
    )
    if desk.sees_reviews:
        _read(desk, story, members)
    return story


def _read(desk: Desk, story: Story, members: list[Seat]) -> None:
    reviews = {review.seat_id: review for review in story.side.reviews}
    titles = criteria_titles() if story.side.summary.marks else {}
    seats = {seat.pk: seat for seat in members}
    # Whoever has left the committee since has said what they said.
    seats |= {key: reviews[key].seat for key in reviews if key not in seats}
    story.progress = story.side.progress
    story.mine = reviews.get(desk.seat.pk) if desk.seat else None
    story.readings = [
        Reading(seat, reviews.get(key), marks_of(reviews.get(key), titles))
        for key, seat in seats.items()
    ]
    story.readings.sort(key=lambda each: (each.review is None, each.seat.pk))
    story.means = means_of(story.side, titles)


def means_of(side: Side, titles: dict[int, Words]) -> list[Marked]:
    return [
        Marked(titles[key], round(float(given.mean), 1))
        for key, given in side.summary.marks.items()
        if len(given.marks) > 1
    ]


def marks_of(review: Review | None, titles: dict[int, Words]) -> list[Marked]:
    if review is None:
        return []
    return [Marked(titles[m.criterion_id], m.mark) for m in review.marks.all()]
