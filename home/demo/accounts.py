"""People who may enter the demonstration. They do not exist; the password is public."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.users.models import UserProfile

from wagtail_remacto.collectivites.models import CollectivitePage, Role
from wagtail_remacto.collectivites.services import provide_network_group, provide_team

PASSWORD = "ouverture-demo"


@dataclass(frozen=True, slots=True)
class Account:
    """``hcp_code`` (or ``slug``) and ``team`` say whose officer it is, if any."""

    role: str | Promise
    username: str
    name: str
    hcp_code: str = ""
    team: str = ""
    slug: str = ""
    network: bool = False
    password: str = PASSWORD

    @property
    def email(self) -> str:
        return f"{self.username}@remacto.example"


TETOUAN, MARTIL = "01.571.01.11", "01.573.01.03"

ACCOUNTS = [
    Account(_("Network officer"), "reseau", "Animation du réseau", network=True),
    Account(
        _("Focal point of Tétouan"),
        "tetouan-focal",
        "Point focal de Tétouan",
        hcp_code=TETOUAN,
        team=Role.FOCAL_POINT,
    ),
    Account(
        _("Comms officer of Tétouan"),
        "tetouan-communication",
        "Communication de Tétouan",
        hcp_code=TETOUAN,
        team=Role.COMMS_OFFICER,
    ),
    Account(
        _("Comms officer of Martil"),
        "martil-communication",
        "Communication de Martil",
        hcp_code=MARTIL,
        team=Role.COMMS_OFFICER,
    ),
    Account(
        _("Comms officer of Tamaris, the fictional commune"),
        "tamaris-communication",
        "Communication de Tamaris",
        slug="commune-tamaris",
        team=Role.COMMS_OFFICER,
    ),
    Account(
        _("Focal point of Tamaris, the fictional commune"),
        "tamaris-focal",
        "Point focal de Tamaris",
        slug="commune-tamaris",
        team=Role.FOCAL_POINT,
    ),
    Account(
        _("Comms officer of Oued Narjis, fictional and half-way"),
        "narjis-communication",
        "Communication d’Oued Narjis",
        slug="commune-oued-narjis",
        team=Role.COMMS_OFFICER,
    ),
    Account(
        _("Focal point of Oued Narjis"),
        "narjis-focal",
        "Point focal d’Oued Narjis",
        slug="commune-oued-narjis",
        team=Role.FOCAL_POINT,
    ),
    Account(_("Lead of a project of Oued Narjis"), "narjis-projet", "Chef de projet"),
    Account(
        _("Civil society’s seat in Oued Narjis"),
        "narjis-association",
        "Association des usagers",
    ),
    Account(
        _("Partner of a project of Oued Narjis"),
        "narjis-partenaire",
        "Radio de l’oued",
    ),
    Account(_("Citizen"), "citoyenne", "Une habitante"),
    Account(
        _("Committee member, elected college"), "comite-elue", "Une élue du comité"
    ),
    Account(
        _("Committee member, civil society college"),
        "comite-association",
        "Une association du comité",
    ),
    Account(
        _("Secretary of the committee"), "comite-secretariat", "Secrétariat du comité"
    ),
]


def provide_accounts() -> None:
    """The accounts with their groups. One that is there keeps what was made of it.

    Their addresses count as confirmed: nobody could read a code sent there.
    """
    users = get_user_model()
    there = set(
        users.objects.filter(
            username__in=[account.username for account in ACCOUNTS]
        ).values_list("username", flat=True)
    )
    for account in ACCOUNTS:
        if account.username in there:
            continue
        first, _space, last = account.name.partition(" ")
        user = users.objects.create_user(
            account.username,
            account.email,
            account.password,
            # Wagtail's own form asks for both names before it saves a preference.
            first_name=first,
            last_name=last,
        )
        EmailAddress.objects.create(
            user=user, email=account.email, verified=True, primary=True
        )
        group = _group(account)
        if group:
            user.groups.add(group)
        profile = UserProfile.get_for_user(user)
        profile.preferred_language = "fr"
        profile.save()
    # What a group may do grows with the package.
    for page in CollectivitePage.objects.filter(teams__isnull=False).distinct():
        provide_team(page)


def _group(account: Account) -> Group | None:
    if account.network:
        return provide_network_group()
    if not account.team:
        return None
    own = {"slug": account.slug} if account.slug else {"hcp_code": account.hcp_code}
    page = CollectivitePage.objects.filter(**own, locale__language_code="fr").first()
    if page is None:
        return None
    return provide_team(page)[Role(account.team)].group
