"""What a citizen may type, and what a reader's browser may receive."""

import unicodedata
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.growth import grows_in_proportion
from wagtail_remacto.contributions.text import (
    BIDI_CONTROLS,
    MARKDOWN_LIMIT,
    clean,
    excerpt,
    guess_language,
    plain,
    render,
)

RLO, PDF, RLI, PDI = "\u202e", "\u202c", "\u2067", "\u2069"
ZWNJ, ZWJ, RLM = "\u200c", "\u200d", "\u200f"

# What somebody who wants to break a page would put together.
HOSTILE = st.sampled_from(
    [
        *"\n\t *_~`#>-+!|\\&<>[](){}\"'=:;/.0123456789aéسⴰ😀",
        *BIDI_CONTROLS,
        *("\u200b", ZWNJ, ZWJ, "\u200e", RLM, "\u061c", "\ufeff", "\u00ad", "\u2028"),
        *("\x00", "\x0b", "\x0c", "\x1d", "\x7f", "\x85", "\r", "\r\n", "\ud800"),
        *("\ufffe", "\U0001ffff", "\U000e0041", "\U0001f3f4", "\u0301", "\u0338"),
        *("\n\n", "\n\n\n\n", "    ", "  \n", "- ", "1. ", "> ", "# ", "![", "]("),
        *("```\n", "---\n", "<!--", "-->", "<script>", "</script>", "<p dir=ltr>"),
        *("</p>", "</li>", "</blockquote>", "<bdo dir=rtl>", "<img src=x onerror=y>"),
        *("javascript:", "data:text/html,", "vbscript:", "http://", "https://a.ma/"),
        *("HTTPS://", "mailto:", "//a.ma", "&#x202e;", "&#8238;", "&lt;", "&rlm;"),
        *(
            "%E2%80%AE",
            "[x](",
            ' "title")',
            "[a]: http://b.ma\n",
            "http://[::1",
            "xn--",
        ),
        *("onclick=", "style=", "**", "__", "***", "<http://", "</a>", "\\<", "\\["),
    ]
)
TEXT = st.lists(HOSTILE | st.text(max_size=6), max_size=60).map("".join)

ALLOWED = {
    "p": {"dir"},
    "br": set(),
    "em": set(),
    "strong": set(),
    "ul": {"dir"},
    "ol": {"dir", "start"},
    "li": {"dir"},
    "blockquote": {"dir"},
    "a": {"href", "rel", "dir"},
}


class Reader(HTMLParser):
    """Reads HTML as a browser would, and minds everything that is not allowed."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.words: list[str] = []
        self.links: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == [], "an element was left open"

    def handle_starttag(self, tag, attrs):
        assert tag in ALLOWED, f"<{tag}> came through"
        attributes = dict(attrs)
        assert len(attributes) == len(attrs)
        assert set(attributes) <= ALLOWED[tag], f"<{tag}> carries {attributes}"
        if "dir" in ALLOWED[tag] and tag != "a":
            assert attributes["dir"] in ("auto", "ltr", "rtl")
        if tag == "a":
            assert attributes["rel"] == "nofollow ugc noopener"
            if "href" in attributes:
                self.links.append(attributes["href"])
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, "elements are crossed"

    def handle_data(self, data):
        assert not data.strip() or self.open, "words stand outside any element"
        self.words.append(data)

    def _nothing_else(self, data):
        raise AssertionError(f"neither words nor an element: {data!r}")

    handle_comment = handle_decl = handle_pi = unknown_decl = _nothing_else


class TestClean:
    @given(TEXT)
    @example("=\u200c\u0338\u200cx")
    @example("\u200f\u200c\n\u200da")
    @settings(max_examples=400)
    def test_what_is_clean_stays_as_it_is(self, text):
        assert clean(clean(text)) == clean(text)

    @given(TEXT)
    @settings(max_examples=200)
    def test_nothing_is_kept_that_no_eye_can_see_or_no_database_can_store(self, text):
        found = clean(text)
        assert unicodedata.is_normalized("NFC", found)
        assert not set(found) & {*BIDI_CONTROLS, "\u200b", "\ufeff", "\u00ad", "\r"}
        for character in found:
            kind = unicodedata.category(character)
            assert kind not in ("Cc", "Cs") or character in "\n\t"
            assert ord(character) & 0xFFFE != 0xFFFE
        assert "\n\n\n\n" not in found
        assert all(line == line.rstrip() for line in found.split("\n"))
        found.encode()

    @given(
        st.text(
            st.characters(
                categories=["L", "N", "P", "Sm", "Sc", "So"],
                exclude_characters="\U000e0000",
            ),
            max_size=80,
        )
    )
    def test_words_are_not_approximated(self, text):
        assert clean(text) == unicodedata.normalize("NFC", text)

    @pytest.mark.parametrize(
        ("written", "stored"),
        [
            ("un\r\ndeux\rtrois\u2028quatre", "un\ndeux\ntrois\nquatre"),
            ("Te\u0301touan", "Tétouan"),
            ("fin  \n  début", "fin\n  début"),
            ("\n\n a\n\n\n\n\n\nb \n\n", " a\n\n\nb"),
            ("a\x00b\ufffec\ud800d", "abcd"),
            ("tab\tulation", "tab\tulation"),
            (f"{RLO}gpj.exe{PDF}", "gpj.exe"),
            (f"{RLI}مدينة{PDI} Fès", "مدينة Fès"),
            ("zero\u200b\ufeff width", "zero width"),
        ],
    )
    def test_keeps_the_text_and_drops_the_rest(self, written, stored):
        assert clean(written) == stored

    @pytest.mark.parametrize(
        "text",
        [
            f"می{ZWNJ}خواهم",
            f"1445 ه{ZWJ}",
            f"👨{ZWJ}👩{ZWJ}👧",
            f"(اقتراح 2.0){RLM}",
            "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
            "الجَمَاعَة",
            "ⴰⵎⴰⵣⵉⵖ",
        ],
    )
    def test_keeps_the_unseen_signs_that_words_need(self, text):
        assert clean(text) == text

    def test_drops_joiners_that_join_nothing_and_heaps_of_them(self):
        assert clean(f"a{ZWNJ} {ZWJ}b") == "a b"
        assert clean(f"a{ZWNJ}{ZWNJ}{ZWJ}{RLM}b") == f"a{ZWNJ}b"
        assert clean("pay\U000e0068\U000e0069pal") == "paypal"


class TestRender:
    @given(TEXT)
    @example("<p dir=auto>")
    @example("&#x202e;x")
    @example("<http://a/%E2%80%AE>")
    @example("![![](http://a.ma)](http://b.ma)")
    @settings(max_examples=600, deadline=None)
    def test_nothing_but_what_is_allowed_reaches_a_reader(self, text):
        html = render(text)
        reader = Reader(html)
        # Wherever it came from: the text, an entity, an encoded address.
        assert not set("".join(reader.words)) & set(BIDI_CONTROLS)
        assert not set(html) & set(BIDI_CONTROLS)
        for link in reader.links:
            assert link.lower().startswith(("http://", "https://", "mailto:"))

    @given(st.text(st.characters(categories=["L", "Mn", "Nd", "Zs"]), max_size=80))
    @settings(max_examples=100, deadline=None)
    def test_no_word_is_lost(self, text):
        assert "".join(plain(text).split()) == "".join(clean(text).split())

    @pytest.mark.parametrize("count", [1, 5, 9, 10, 19, 20, 21, 200, 5000])
    @pytest.mark.parametrize("sign", ["> ", "- ", "1. ", "*", "[", "![", "_a"])
    def test_however_deep_it_nests_it_is_shown_and_balanced(self, sign, count):
        html = render(sign * count + "fin")
        assert "fin" in "".join(Reader(html).words)

    @pytest.mark.parametrize(
        "piece", ["[", "![", "*a **b", "> ", "- a\n", "<", "http://", ")", "\\", "a\n"]
    )
    def test_a_huge_text_takes_time_in_proportion(self, piece):
        assert grows_in_proportion(
            lambda size: Reader(render(piece * size)), MARKDOWN_LIMIT // len(piece)
        )
        # As it stands, without a parser.
        assert Reader(render(piece * MARKDOWN_LIMIT * 2)).words

    def test_a_text_beyond_the_limit_is_shown_as_it_stands(self):
        html = render("**x** <b>\n" + "a" * MARKDOWN_LIMIT + "\n\nfin")
        assert html.startswith('<p dir="auto">**x** &lt;b&gt;<br>\naaa')
        assert html.endswith('<p dir="auto">fin</p>\n')

    @pytest.mark.parametrize(
        ("source", "html"),
        [
            (
                "un\ndeux\n\ntrois",
                '<p dir="auto">un<br>\ndeux</p>\n<p dir="auto">trois</p>',
            ),
            ("*un* **deux**", '<p dir="auto"><em>un</em> <strong>deux</strong></p>'),
            ("# Titre", '<p dir="auto"><strong>Titre</strong></p>'),
            ("l`eau d`Agadir", '<p dir="auto">l`eau d`Agadir</p>'),
            ("<b>gras</b>", '<p dir="auto">&lt;b&gt;gras&lt;/b&gt;</p>'),
            ("| a | b |\n|---|---|", '<p dir="auto">| a | b |<br>\n|---|---|</p>'),
            ("    retrait", '<p dir="auto">retrait</p>'),
            ("[a]: http//b", '<p dir="auto">[a]: http//b</p>'),
            ("![le plan](http://a.ma/p.png)", '<p dir="auto">le plan</p>'),
            ("[x](javascript:y)", '<p dir="auto">[x](javascript:y)</p>'),
            ("[x](/admin/)", '<p dir="auto">[x](/admin/)</p>'),
            ("", ""),
        ],
    )
    def test_shows_little_and_loses_no_sign_of_the_rest(self, source, html):
        assert render(source).strip() == html

    def test_a_list_keeps_its_numbers(self):
        assert render("3. trois\n4. quatre").startswith('<ol start="3" dir="ltr">')

    @pytest.mark.parametrize(
        ("sentence", "address"),
        [
            ("Voir https://a.ma/x.", "https://a.ma/x"),
            ("(https://a.ma/x)", "https://a.ma/x"),
            ("https://a.ma/x_(y)!", "https://a.ma/x_(y)"),
            ("انظر https://a.ma/x؟", "https://a.ma/x"),
            ("« https://a.ma/?q=1&r=2 »", "https://a.ma/?q=1&r=2"),
        ],
    )
    def test_a_bare_address_becomes_a_link_without_the_sentence_s_stop(
        self, sentence, address
    ):
        reader = Reader(render(sentence))
        assert reader.links == [address]
        assert "".join(reader.words).strip() == sentence

    def test_a_link_in_words_stays_one_link(self):
        assert Reader(render("[https://a.ma](https://b.ma)")).links == ["https://b.ma"]

    def test_a_container_takes_the_direction_of_its_first_word(self):
        assert render("> اقتباس").startswith('<blockquote dir="rtl">\n<p dir="auto">')
        assert render("- بند\n- two").startswith('<ul dir="rtl">\n<li dir="auto">')
        assert '<li dir="rtl">\n<p dir="auto">' in render("- بند\n\n- two")


class TestPlain:
    def test_is_the_words_on_one_line(self):
        source = "# Un\n\n- *deux* <3\n- [trois](http://a.ma)"
        assert plain(source) == "Un deux <3 trois"
        assert plain(render(source)) == plain(source)

    def test_an_excerpt_says_that_there_is_more(self):
        assert excerpt("un **deux** trois", words=2) == "un deux…"
        assert excerpt("un deux", words=2) == "un deux"


@pytest.mark.parametrize(
    ("text", "default", "language"),
    [
        ("Réparer la route", "fr", "fr"),
        ("Repair the road", "en", "en"),
        ("Réparer la route", "ar", "fr"),
        ("إصلاح الطريق إلى Fès", "fr", "ar"),
        ("Le quartier المدينة est sans eau", "fr", "fr"),
        ("ⴰⵖⵔⴰⴱⵓ ⵏ ⵡⴰⵎⴰⵏ", "fr", "zgh"),
        ("2026 !", "ar", "ar"),
        ("", "en", "en"),
    ],
)
def test_the_script_of_most_letters_says_the_language(text, default, language):
    assert guess_language(text, default) == language
