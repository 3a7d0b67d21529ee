"""How far something is, drawn: a bar for each voice, and never one for both."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wagtail_remacto.monitoring import rollup
from wagtail_remacto.monitoring.models import Completion, Milestone, Voice

# What is done stands first, where reading begins.
DRAWN = tuple(reversed(Completion.values))


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar; ``start`` and ``width`` are per cent of its length."""

    completion: str
    label: str
    number: int
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class Bar:
    """What one voice says; empty where it has said nothing yet.

    ``spoken`` is of how many of ``known`` projects or milestones it speaks: what it
    leaves out is an empty rest of its bar.
    """

    voice: str
    segments: list[Segment] = field(default_factory=list)
    spoken: int = 0
    known: int = 0
    completion: str = ""
    of_milestones: bool = False

    @property
    def voice_label(self) -> str:
        return str(Voice(self.voice).label)

    @property
    def label(self) -> str:
        return str(Completion(self.completion).label) if self.completion else ""

    @property
    def counted(self) -> str:
        """What the numbers are of."""
        if self.of_milestones:
            return _("Number of milestones")
        return _("Number of projects")

    @property
    def shown(self) -> list[Segment]:
        """The parts that are not nothing, for the words beside the picture."""
        return [each for each in self.segments if each.number]

    @property
    def rest(self) -> str:
        """Of how many it speaks, in words, where that is not of all."""
        return rest(self.spoken, self.known, self.of_milestones)


def rest(spoken: int, known: int, of_milestones: bool = True) -> str:
    """Of how many a voice speaks, in words, where that is not of all, nor of none."""
    if not 0 < spoken < known:
        return ""
    if of_milestones:
        words = ngettext(
            "It speaks of %(spoken)d of %(known)d milestone.",
            "It speaks of %(spoken)d of %(known)d milestones.",
            known,
        )
    else:
        words = ngettext(
            "It speaks of %(spoken)d of %(known)d project.",
            "It speaks of %(spoken)d of %(known)d projects.",
            known,
        )
    return words % {"spoken": spoken, "known": known}


def two_voices(ours: Mapping[str, int], theirs: Mapping[str, int]) -> list[Bar]:
    """Both bars of several projects, by their number for each completion.

    The administration’s stands first; it speaks of every project that is followed.
    """
    known = sum(ours.values())
    return [
        _bar(Voice.ADMINISTRATION, ours, ours, known),
        _bar(Voice.CIVIL_SOCIETY, theirs, theirs, known),
    ]


def of_milestones(milestones: Iterable[Milestone]) -> list[Bar]:
    """Both bars of a project: as long as its milestones weigh, with their numbers.

    Those that were given up do not count.
    """
    weights: dict[str, Counter[str]] = {voice: Counter() for voice in _VOICES}
    numbers: dict[str, Counter[str]] = {voice: Counter() for voice in _VOICES}
    for row in milestones:
        if row.is_withdrawn:
            continue
        for voice, completion in zip(
            _VOICES, (row.completion, row.civil_completion), strict=True
        ):
            if completion:
                weights[voice][completion] += row.weight
                numbers[voice][completion] += 1
    whole = weights[Voice.ADMINISTRATION].total()
    known = numbers[Voice.ADMINISTRATION].total()
    return [
        _bar(voice, weights[voice], numbers[voice], whole, known) for voice in _VOICES
    ]


_VOICES = (Voice.ADMINISTRATION, Voice.CIVIL_SOCIETY)


def _bar(
    voice: str,
    weights: Mapping[str, int],
    numbers: Mapping[str, int],
    whole: int,
    milestones: int | None = None,
) -> Bar:
    """A bar that is full where ``weights`` come up to ``whole``."""
    segments, before = [], 0
    for completion in DRAWN:
        weight = weights.get(completion, 0)
        segments.append(
            Segment(
                completion,
                str(Completion(completion).label),
                numbers.get(completion, 0),
                round(100 * before / whole, 3) if whole else 0,
                round(100 * weight / whole, 3) if whole else 0,
            )
        )
        before += weight
    return Bar(
        voice,
        segments,
        sum(numbers.values()),
        whole if milestones is None else milestones,
        rollup.roll_up(weights),
        of_milestones=milestones is not None,
    )
