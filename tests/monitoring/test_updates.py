import datetime as dt
import io
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.carrying_out import (
    MilestoneFactory,
    PartnerFactory,
    adopted_commune,
    with_milestones,
)
from tests.citizens import UserFactory
from tests.factories import ProjectFactory
from tests.monitoring.test_milestones import close, not_adopted, says
from tests.officers import AL_HOCEIMA
from wagtail_remacto.contributions.attachments import check
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.clock import day_of
from wagtail_remacto.cycles.gate import Deed, Refused
from wagtail_remacto.models import Milestone
from wagtail_remacto.monitoring.models import Evidence, ProjectProgress, Update
from wagtail_remacto.monitoring.services import leads, milestones, updates

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

NOW = dt.datetime(2027, 3, 1, 23, 30, tzinfo=dt.UTC)


@pytest.fixture
def commune():
    return with_milestones(adopted_commune(), 2)


def publish(commune, title="Les travaux ont commencé", **words):
    return updates.publish(
        **{"project": commune.project, "by": commune.officer, "title": title, **words}
    )


def photograph(colour="green"):
    content = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(content, "JPEG")
    return check(SimpleUploadedFile("chantier.jpg", content.getvalue()))


def progress(commune):
    return ProjectProgress.objects.get(project=commune.project)


def test_an_update_is_about_today_unless_it_says_otherwise(commune):
    assert publish(commune, now=NOW).on == day_of(NOW)
    earlier = dt.date(2027, 2, 1)
    assert publish(commune, on=earlier, now=NOW).on == earlier
    assert progress(commune).updates == 2
    assert progress(commune).updated_on == day_of(NOW)


def test_what_has_not_happened_yet_is_no_news(commune):
    tomorrow = day_of(NOW) + dt.timedelta(days=1)
    says("An update says what has happened", publish, commune, on=tomorrow, now=NOW)


def test_the_newest_day_says_how_far_a_milestone_is(commune):
    first = commune.milestones[0]
    publish(commune, milestone=first, completion="substantial", now=NOW)
    publish(
        commune,
        milestone=first,
        completion="limited",
        on=dt.date(2027, 1, 5),
        now=NOW + dt.timedelta(hours=1),
    )
    publish(commune, milestone=first, now=NOW + dt.timedelta(hours=2))
    first.refresh_from_db()
    assert first.completion == "substantial"
    assert progress(commune).completion == "substantial"


def test_what_supersedes_counts_instead_and_both_stay(commune):
    first, second = commune.milestones
    wrong = publish(commune, milestone=first, completion="completed")
    right = publish(
        commune,
        title="C’est l’autre jalon",
        milestone=second,
        completion="limited",
        supersedes=wrong,
    )
    first.refresh_from_db()
    second.refresh_from_db()
    wrong.refresh_from_db()
    assert (first.completion, second.completion) == ("not_started", "limited")
    assert wrong.superseded_by == right
    assert wrong.superseded_at is not None
    assert progress(commune).updates == 1
    says("This update was superseded already", publish, commune, supersedes=wrong)


def test_a_form_sent_twice_is_one_update_told_once(commune, told):
    key = uuid.uuid4()
    assert publish(commune, key=key) == publish(commune, title="Autre", key=key)
    assert Update.objects.count() == 1
    assert [kind for kind, _facts in told] == ["update"]


def test_the_key_of_a_form_about_another_project_finds_nothing_there(commune):
    neighbour = with_milestones(adopted_commune(AL_HOCEIMA, commune.directory), 1)
    key = uuid.uuid4()
    theirs = publish(neighbour, key=key)
    assert publish(commune, key=key).project == commune.project
    assert theirs.project == neighbour.project


def test_the_day_a_project_is_done_is_told_once(commune, told):
    for each in commune.milestones:
        publish(commune, milestone=each, completion="completed")
    publish(commune, title="Inauguration")
    kinds = [kind for kind, _facts in told]
    assert kinds == ["update", "update", "completed", "update"]


def test_files_keep_their_captions(commune):
    made = publish(
        commune, files=[(photograph(), " Le chantier\u200b "), (photograph("red"), "")]
    )
    rows = list(Evidence.objects.filter(update=made))
    assert [row.caption for row in rows] == ["Le chantier", ""]
    assert rows[0].is_image
    assert rows[0].file.read(2) == b"\xff\xd8"


def test_the_language_is_recognised_or_said(commune):
    assert publish(commune, title="انطلقت الأشغال").language == "ar"
    assert publish(commune, title="Works have begun", language="en").language == "en"


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"title": " \u200b"}, "title"),
        ({"title": "x" * 151}, "title"),
        ({"text": "x" * 5001}, "text"),
        ({"language": "xx"}, "language"),
    ],
)
def test_what_is_missing_or_too_long_is_named_by_its_field(commune, words, field):
    with pytest.raises(ValidationError) as wrong:
        publish(commune, **words)
    assert list(wrong.value.message_dict) == [field]
    assert not Update.objects.exists()


def test_how_far_is_said_of_a_milestone_of_the_project_that_everyone_can_read(commune):
    neighbour = with_milestones(adopted_commune(AL_HOCEIMA, commune.directory), 1)
    draft = MilestoneFactory(project=commune.project, announced_at=None)
    says("Choose the milestone", publish, commune, completion="limited")
    says(
        "This milestone or update is of another project",
        publish,
        commune,
        milestone=neighbour.milestones[0],
    )
    says("This milestone is a draft", publish, commune, milestone=draft)
    given_up = milestones.withdraw(
        milestone=commune.milestones[0], by=commune.focal, words="Sans objet."
    )
    says("This milestone is withdrawn", publish, commune, milestone=given_up)
    theirs = publish(neighbour, by=neighbour.officer)
    says(
        "This milestone or update is of another project",
        publish,
        commune,
        supersedes=theirs,
    )
    with pytest.raises(ValidationError):
        publish(commune, milestone=commune.milestones[1], completion="half")


def test_nothing_is_published_before_the_vote_or_after_the_closing(commune):
    close(commune)
    says("This cycle is closed", publish, commune)
    not_adopted(commune)
    says("The council has not adopted this programme yet", publish, commune)


def test_a_neighbours_officer_and_civil_society_publish_nothing(commune):
    neighbour = adopted_commune(AL_HOCEIMA, commune.directory)
    partner = PartnerFactory(project=commune.project, participant__user=UserFactory())
    for stranger in (neighbour.officer, commune.civil, partner.participant.user):
        with pytest.raises(Refused):
            publish(commune, by=stranger)


def test_the_lead_of_a_project_publishes_until_the_end_and_sets_no_dates(commune):
    somebody = UserFactory()
    lead = leads.name_lead(project=commune.project, user=somebody, by=commune.officer)
    again = leads.name_lead(project=commune.project, user=somebody, by=commune.focal)
    assert lead == again
    assert publish(commune, by=somebody).by == somebody
    with pytest.raises(Refused):
        milestones.announce(project=commune.project, by=somebody)
    with pytest.raises(Refused):
        leads.name_lead(project=commune.project, user=UserFactory(), by=somebody)
    for _twice in range(2):
        leads.end_lead(lead=lead, by=commune.officer)
    with pytest.raises(Refused):
        publish(commune, by=somebody)


def test_the_lead_of_another_project_is_told_that_it_is_not_this_one(commune):
    lead = UserFactory()
    leads.name_lead(project=commune.project, user=lead, by=commune.officer)
    beside = ProjectFactory(parent=commune.programme, title="Un guichet mobile")
    neighbour = adopted_commune(AL_HOCEIMA, commune.directory)

    def why_not(project):
        return gate.check(lead, Deed.UPDATE, project).sentence

    assert why_not(beside) == gate.check(lead, Deed.SCHEDULE, beside).sentence
    assert why_not(beside) == (
        "You lead another project of this collectivité, not “Un guichet mobile”."
    )
    assert "belongs to a collectivité that is not yours" in why_not(neighbour.project)


def test_whoever_speaks_for_civil_society_leads_nothing_of_it(commune):
    says(
        "This account speaks for civil society",
        leads.name_lead,
        project=commune.project,
        user=commune.civil,
        by=commune.officer,
    )


def test_an_account_that_is_not_active_leads_nothing(commune):
    says(
        "This account is not active",
        leads.name_lead,
        project=commune.project,
        user=UserFactory(is_active=False),
        by=commune.officer,
    )


def test_what_is_said_of_one_milestone_leaves_the_others(commune):
    publish(commune, milestone=commune.milestones[0], completion="completed")
    assert (
        Milestone.objects.get(pk=commune.milestones[1].pk).completion == "not_started"
    )
