"""The opening set of the network’s library of reasons.

They are data, in the languages of the site: the network’s officers change them in the
admin, and what they have changed stays.
"""

import uuid

from wagtail_remacto import conf
from wagtail_remacto.collectivites.languages import best_for_the_screen, provide
from wagtail_remacto.collectivites.pages import Words
from wagtail_remacto.contributions.models import ModerationReason

_NAMESPACE = uuid.UUID("5c1f2c53-8f9e-4d0c-9f0e-6a6b1a0f7d11")

# What a moderator chooses, and what the author reads, by language.
OPENING: dict[str, dict[str, tuple[str, str]]] = {
    "insults": {
        "fr": (
            "Insultes ou haine",
            "Votre texte s’en prend à des personnes. Dites ce que vous proposez ou "
            "reprochez, sans injure : il pourra être publié.",
        ),
        "ar": (
            "سب أو كراهية",
            "يتضمن نصكم إساءة إلى أشخاص. عبروا عن مقترحكم أو انتقادكم دون سب، وسيصبح "
            "نشره ممكنا.",
        ),
        "en": (
            "Insults or hatred",
            "Your text attacks people. Say what you propose or object to without "
            "insults, and it can be published.",
        ),
    },
    "personal": {
        "fr": (
            "Données personnelles",
            "Votre texte contient des données personnelles (nom, numéro, adresse…) "
            "d’une personne qui n’y a pas consenti. La loi 09-08 ne permet pas de les "
            "publier.",
        ),
        "ar": (
            "معطيات شخصية",
            "يتضمن نصكم معطيات شخصية (اسم، رقم، عنوان…) لشخص لم يوافق على نشرها. "
            "والقانون 09-08 لا يسمح بنشرها.",
        ),
        "en": (
            "Personal data",
            "Your text contains personal data (a name, number, address…) of somebody "
            "who has not agreed to it. Law 09-08 does not allow them to be published.",
        ),
    },
    "advertising": {
        "fr": (
            "Publicité",
            "Votre texte fait la promotion d’un produit, d’un service ou d’un parti. "
            "Cet espace est réservé aux idées pour la collectivité.",
        ),
        "ar": (
            "إشهار",
            "يروج نصكم لمنتوج أو خدمة أو حزب. هذا الفضاء مخصص للأفكار التي تهم "
            "الجماعة الترابية.",
        ),
        "en": (
            "Advertising",
            "Your text promotes a product, a service or a party. This space is kept "
            "for ideas for the collectivité.",
        ),
    },
    "off_topic": {
        "fr": (
            "Hors sujet",
            "Votre texte ne répond pas à la question posée ici. Si vous pensez qu’il "
            "s’y rapporte, répondez-nous en expliquant comment.",
        ),
        "ar": (
            "خارج الموضوع",
            "لا يجيب نصكم عن السؤال المطروح هنا. إذا كنتم ترون أن له صلة به، فأجيبونا "
            "موضحين ذلك.",
        ),
        "en": (
            "Off topic",
            "Your text does not answer what is asked here. If you think that it does, "
            "answer us and say how.",
        ),
    },
    "duplicate": {
        "fr": (
            "Déjà publié",
            "Vous avez déjà envoyé ce texte : le premier reste publié, avec les "
            "soutiens qu’il a reçus.",
        ),
        "ar": (
            "نص مكرر",
            "سبق لكم إرسال هذا النص: يبقى الأول منشورا مع ما حصل عليه من دعم.",
        ),
        "en": (
            "Sent before",
            "You have sent this text before: the first one stays public, with the "
            "support that it has.",
        ),
    },
    "unlawful": {
        "fr": (
            "Contraire à la loi",
            "La loi ne permet pas de publier ce texte (appel à la violence, "
            "diffamation, atteinte à un mineur…).",
        ),
        "ar": (
            "مخالف للقانون",
            "لا يسمح القانون بنشر هذا النص (دعوة إلى العنف، تشهير، مس بقاصر…).",
        ),
        "en": (
            "Against the law",
            "The law does not allow this text to be published (a call to violence, "
            "defamation, harm to a minor…).",
        ),
    },
}


def provide_reasons() -> int:
    """Give the library its opening set; returns how many rows were made.

    What is there already stays as it is, in every language.
    """
    return provide(
        ModerationReason,
        (
            (
                uuid.uuid5(_NAMESPACE, code),
                {
                    language: {"order": order, "title": title, "text": text}
                    for language, (title, text) in wordings.items()
                },
            )
            for order, (code, wordings) in enumerate(OPENING.items(), start=1)
        ),
    )


def reasons_in_use() -> list[ModerationReason]:
    """Each reason once: in the language of the screen, else the site’s, else any."""
    rows = ModerationReason.objects.filter(active=True).select_related("locale")
    found = best_for_the_screen(rows)
    return sorted(found.values(), key=lambda one: (one.order, one.pk))


def titles() -> dict[uuid.UUID, Words]:
    """The title of every reason by its translation key, best language first."""
    wanted = [conf.fallback_language(), conf.content_language()]
    rows = ModerationReason.objects.select_related("locale")
    # The last one stays: any language, the site’s, the one of the screen.
    return {
        reason.translation_key: Words(reason.title, reason.locale.language_code)
        for language in (None, *wanted)
        for reason in rows
        if language in (None, reason.locale.language_code)
    }
