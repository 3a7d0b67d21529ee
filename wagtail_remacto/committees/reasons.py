"""The opening sets of the committees’ libraries: reasons for outcomes, and criteria.

They are data, in the languages of the site: the network’s officers change them in the
admin, and what they have changed stays.
"""

import uuid

from wagtail_remacto.collectivites.languages import provide
from wagtail_remacto.committees.models import OutcomeReason, ReviewCriterion
from wagtail_remacto.contributions.models import Outcome

_NAMESPACE = uuid.UUID("0a7d6f0e-3d5e-4d0b-9a3c-6a1f5b7c9e42")

# For each outcome and code: what the committee chooses and what is read, by language.
REASONS: dict[tuple[str, str], dict[str, tuple[str, str]]] = {
    (Outcome.TAKEN_UP, "project"): {
        "fr": (
            "Devient un projet",
            "Le comité reprend votre idée : elle entre dans un projet d’ouverture, qui "
            "sera soumis à la seconde consultation.",
        ),
        "ar": (
            "تتحول إلى مشروع",
            "تبنت اللجنة فكرتكم: ستدرج ضمن مشروع انفتاح يعرض على الاستشارة الثانية.",
        ),
        "en": (
            "Becomes a project",
            "The committee takes your idea up: it becomes part of an openness project, "
            "which the second consultation will discuss.",
        ),
    },
    (Outcome.TAKEN_UP, "priority"): {
        "fr": (
            "Répond à un axe prioritaire",
            "Votre idée répond directement à un axe prioritaire du cycle et peut être "
            "réalisée en deux ans.",
        ),
        "ar": (
            "تستجيب لمحور ذي أولوية",
            "تستجيب فكرتكم مباشرة لمحور ذي أولوية في هذه الدورة، ويمكن إنجازها خلال "
            "سنتين.",
        ),
        "en": (
            "Answers a priority axis",
            "Your idea directly answers a priority axis of the cycle and can be "
            "carried out in two years.",
        ),
    },
    (Outcome.PARTLY, "first_step"): {
        "fr": (
            "Une première étape",
            "Le comité retient une première étape de votre idée : l’ensemble demande "
            "plus de temps que les deux ans du programme.",
        ),
        "ar": (
            "خطوة أولى",
            "احتفظت اللجنة بخطوة أولى من فكرتكم: إنجازها كاملة يتطلب وقتا أطول من سنتي "
            "البرنامج.",
        ),
        "en": (
            "A first step",
            "The committee takes up a first step of your idea: all of it takes longer "
            "than the two years of the programme.",
        ),
    },
    (Outcome.PARTLY, "what_we_can"): {
        "fr": (
            "La part qui dépend de nous",
            "Le comité retient la part de votre idée qui dépend de la collectivité ; "
            "le reste relève d’une autre institution.",
        ),
        "ar": (
            "الجزء الذي يعود إلينا",
            "احتفظت اللجنة بالجزء الذي يعود إلى الجماعة الترابية من فكرتكم، أما الباقي "
            "فمن اختصاص مؤسسة أخرى.",
        ),
        "en": (
            "The part that is ours",
            "The committee takes up the part of your idea that depends on the "
            "collectivité; the rest is for another institution.",
        ),
    },
    (Outcome.MERGED, "same"): {
        "fr": (
            "Même proposition",
            "D’autres personnes ont proposé la même chose : vos idées avancent "
            "ensemble, et la vôtre reste lisible avec ses soutiens.",
        ),
        "ar": (
            "المقترح نفسه",
            "اقترح أشخاص آخرون الأمر نفسه: تسير أفكاركم معا، وتبقى فكرتكم مقروءة مع ما "
            "نالته من دعم.",
        ),
        "en": (
            "The same proposal",
            "Other people have proposed the same: your ideas go on together, and yours "
            "stays readable with its supports.",
        ),
    },
    (Outcome.MERGED, "stronger"): {
        "fr": (
            "Se complètent",
            "Votre idée et une autre se complètent : le comité les étudie ensemble, "
            "car elles sont plus fortes à deux.",
        ),
        "ar": (
            "تتكاملان",
            "تكمل فكرتكم فكرة أخرى: تدرسهما اللجنة معا لأنهما أقوى مجتمعتين.",
        ),
        "en": (
            "Complete each other",
            "Your idea and another one complete each other: the committee studies them "
            "together, for together they are stronger.",
        ),
    },
    (Outcome.SET_ASIDE, "means"): {
        "fr": (
            "Hors des moyens de ce cycle",
            "La collectivité n’a ni le budget ni le temps de réaliser cette idée "
            "pendant ce cycle. Elle reste lisible et peut revenir au cycle suivant.",
        ),
        "ar": (
            "يتجاوز إمكانيات هذه الدورة",
            "لا تتوفر الجماعة الترابية على الميزانية ولا على الوقت لإنجاز هذه الفكرة "
            "في هذه الدورة. تبقى الفكرة مقروءة ويمكن أن تعود في الدورة المقبلة.",
        ),
        "en": (
            "Beyond this cycle’s means",
            "The collectivité has neither the budget nor the time to carry this idea "
            "out in this cycle. It stays readable and may come back in the next one.",
        ),
    },
    (Outcome.SET_ASIDE, "not_openness"): {
        "fr": (
            "N’ouvre pas la collectivité",
            "Votre idée est utile, mais elle ne rend pas la collectivité plus "
            "transparente ni plus participative, ce qui est l’objet du programme. Le "
            "comité la transmet au service concerné.",
        ),
        "ar": (
            "لا تتعلق بالانفتاح",
            "فكرتكم مفيدة، لكنها لا تجعل الجماعة الترابية أكثر شفافية أو تشاركا، وهو "
            "موضوع البرنامج. تحيلها اللجنة على المصلحة المعنية.",
        ),
        "en": (
            "Does not open the collectivité",
            "Your idea is useful, but it makes the collectivité neither more "
            "transparent nor more participative, which is what the programme is for. "
            "The committee passes it on to the service concerned.",
        ),
    },
    (Outcome.OUTSIDE, "state"): {
        "fr": (
            "Compétence de l’État",
            "La loi confie ce sujet à l’État : le conseil ne peut pas en décider.",
        ),
        "ar": (
            "من اختصاص الدولة",
            "يسند القانون هذا الموضوع إلى الدولة: لا يمكن للمجلس أن يقرر فيه.",
        ),
        "en": (
            "For the State",
            "The law gives this matter to the State: the council cannot decide on it.",
        ),
    },
    (Outcome.OUTSIDE, "other_level"): {
        "fr": (
            "Compétence d’une autre collectivité",
            "Ce sujet relève d’une autre collectivité territoriale : c’est à son "
            "conseil d’en décider.",
        ),
        "ar": (
            "من اختصاص جماعة ترابية أخرى",
            "يدخل هذا الموضوع في اختصاص جماعة ترابية أخرى: مجلسها هو من يقرر فيه.",
        ),
        "en": (
            "For another collectivité",
            "This matter belongs to another collectivité: its council decides on it.",
        ),
    },
    (Outcome.DONE, "exists"): {
        "fr": (
            "Existe déjà",
            "Ce que vous proposez existe déjà ; le comité veillera à ce que chacun le "
            "sache.",
        ),
        "ar": (
            "موجود من قبل",
            "ما تقترحونه موجود من قبل، وستحرص اللجنة على التعريف به.",
        ),
        "en": (
            "Exists already",
            "What you propose exists already; the committee will see to it that "
            "everyone knows.",
        ),
    },
    (Outcome.DONE, "under_way"): {
        "fr": (
            "Déjà en cours",
            "La collectivité réalise déjà ce que vous proposez, dans un programme "
            "adopté auparavant.",
        ),
        "ar": (
            "في طور الإنجاز",
            "تنجز الجماعة الترابية ما تقترحونه ضمن برنامج صودق عليه من قبل.",
        ),
        "en": (
            "Under way already",
            "The collectivité is already carrying out what you propose, in a programme "
            "that was adopted before.",
        ),
    },
}

# What the committee asks of every idea, and how to judge it, by language.
CRITERIA: dict[str, dict[str, tuple[str, str]]] = {
    "opens": {
        "fr": (
            "Ouvre la collectivité",
            "Rend-elle la collectivité plus transparente, plus redevable ou plus "
            "participative ?",
        ),
        "ar": (
            "تفتح الجماعة الترابية",
            "هل تجعل الجماعة الترابية أكثر شفافية أو مساءلة أو تشاركا؟",
        ),
        "en": (
            "Opens the collectivité",
            "Does it make the collectivité more transparent, accountable or "
            "participative?",
        ),
    },
    "feasible": {
        "fr": (
            "Faisable en deux ans",
            "Peut-elle être réalisée pendant le programme, avec les moyens que l’on "
            "connaît ?",
        ),
        "ar": (
            "قابلة للإنجاز في سنتين",
            "هل يمكن إنجازها خلال مدة البرنامج بالإمكانيات المعروفة؟",
        ),
        "en": (
            "Feasible in two years",
            "Can it be carried out within the programme, with means that are known?",
        ),
    },
    "powers": {
        "fr": (
            "Relève du conseil",
            "Le conseil a-t-il le pouvoir d’en décider, selon la loi organique ?",
        ),
        "ar": (
            "من اختصاص المجلس",
            "هل يملك المجلس صلاحية التقرير فيها وفق القانون التنظيمي؟",
        ),
        "en": (
            "Within the council’s powers",
            "May the council decide on it, by the organic law?",
        ),
    },
    "many": {
        "fr": (
            "Sert beaucoup de monde",
            "Combien d’habitants en profitent, et parmi eux ceux que l’on entend peu ?",
        ),
        "ar": (
            "تخدم كثيرا من الناس",
            "كم من السكان يستفيد منها، ومن بينهم من قلما يسمع صوتهم؟",
        ),
        "en": (
            "Serves many",
            "How many inhabitants benefit, and among them those who are rarely heard?",
        ),
    },
}


def provide_outcome_reasons() -> int:
    """Give the library of reasons its opening set; returns how many rows were made.

    What is there already stays as it is, in every language.
    """
    return provide(
        OutcomeReason,
        (
            (
                uuid.uuid5(_NAMESPACE, f"reason {outcome} {code}"),
                {
                    language: {
                        "order": order,
                        "outcome": outcome,
                        "title": title,
                        "text": text,
                    }
                    for language, (title, text) in wordings.items()
                },
            )
            for order, ((outcome, code), wordings) in enumerate(
                REASONS.items(), start=1
            )
        ),
    )


def provide_criteria() -> int:
    """Give the criteria their opening set, as :func:`provide_outcome_reasons` does."""
    return provide(
        ReviewCriterion,
        (
            (
                uuid.uuid5(_NAMESPACE, f"criterion {code}"),
                {
                    language: {"order": order, "title": title, "help": help_text}
                    for language, (title, help_text) in wordings.items()
                },
            )
            for order, (code, wordings) in enumerate(CRITERIA.items(), start=1)
        ),
    )
