"""A citizen's words: what is stored, what is shown, and a glance at them.

The source is stored as it was written, without what no eye can see; HTML is made from
it once, on write. Two walls stand between a text and a reader: a Markdown parser that
knows no HTML, and an explicit list of what may come out of it.
"""

import re
import unicodedata
from functools import cache
from html import escape
from html.parser import HTMLParser
from urllib.parse import urlsplit

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

# A longer text is shown as it stands, without Markdown; forms allow far less.
MARKDOWN_LIMIT = 100_000
# So is one that nests deeper: the parser would leave out what is inside.
NESTING_LIMIT = 20

TAGS = {"p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "a"}
SCHEMES = {"http", "https", "mailto"}
REL = "nofollow ugc noopener"
_DIRECTIONS = {"dir": {"auto", "ltr", "rtl"}}

# Embeddings, overrides and isolates. None is kept: a list, a quotation or a cut would
# part an opening from its end, and every element has a direction of its own.
BIDI_CONTROLS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"

_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    chr(plane + 0xFFFE) + chr(plane + 0xFFFF) for plane in range(0, 0x110000, 0x10000)
)
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f"
    "\u00ad\u180e\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb"
    f"{BIDI_CONTROLS}\ud800-\udfff{_NONCHARACTERS}]"
)
# Letters that no font draws; meant for flags, used to hide words.
_TAG_LETTERS = re.compile(
    "(\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,8}\U000e007f)"
    "|[\U000e0000-\U000e007f]"
)
_ZERO_WIDTH = re.compile("([\u200c-\u200f\u061c])[\u200c-\u200f\u061c]+")
_JOINER = re.compile("[\u200c\u200d]")
_TRAILING = re.compile(r"[^\S\n]+$", re.MULTILINE)
_EMPTY_LINES = re.compile(r"\n{4,}")


def clean(text: str) -> str:
    """The text as it is stored: NFC, lines ended by ``\\n``, nothing invisible.

    Dropped: control characters but tab and line end, surrogates and noncharacters,
    bidirectional embeddings, overrides and isolates, zero-width spaces and soft
    hyphens. A joiner (ZWJ, ZWNJ) stays within a word or an emoji, a direction mark
    (LRM, RLM, ALM) anywhere; of several in a row the first stays. Spaces at a line's
    end go, and empty lines after the second. Nothing else is touched; what is clean
    stays as it is.
    """
    text = _UNSEEN.sub("", _LINE_END.sub("\n", text))
    text = _TAG_LETTERS.sub(lambda match: match[1] or "", text)
    text = unicodedata.normalize("NFC", _ZERO_WIDTH.sub(r"\1", text))
    text = unicodedata.normalize("NFC", _JOINER.sub(_kept_joiner, text))
    return _EMPTY_LINES.sub("\n\n\n", _TRAILING.sub("", text)).strip("\n")


def _kept_joiner(match: re.Match[str]) -> str:
    before = match.string[match.start() - 1 : match.start()]
    after = match.string[match.end() : match.end() + 1]
    # At the end of an Arabic abbreviation ZWJ gives the letter its joined form.
    ends_arabic = match[0] == "\u200d" and "\u0600" <= before <= "\u06ff"
    joins = _is_joined(before) and (_is_joined(after) or ends_arabic)
    return match[0] if joins else ""


def _is_joined(character: str) -> bool:
    return bool(character) and unicodedata.category(character)[0] in "LMNS"


def render(text: str) -> str:
    """Safe HTML of a text in restricted Markdown.

    Paragraphs, line breaks, emphasis, lists, quotations and links; a heading is a
    strong paragraph, an image its description, all else the signs that were typed.
    Every block says its direction: ``auto`` where it holds words, that of its first
    word where it holds blocks (HTML's ``auto`` does not look into those).
    """
    text = clean(text)
    if len(text) > MARKDOWN_LIMIT:
        return _as_it_stands(text)
    parser = _markdown()
    tokens = parser.parse(text)
    if any(token.level >= NESTING_LIMIT - 1 for token in tokens):
        return _as_it_stands(text)
    return _second_wall(parser.renderer.render(tokens, parser.options, {}))


def _as_it_stands(text: str) -> str:
    paragraphs = re.split(r"\n{2,}", text)
    return _second_wall(
        "".join(
            '<p dir="auto">{}</p>\n'.format(escape(words).replace("\n", "<br>\n"))
            for words in paragraphs
            if words.strip()
        )
    )


def _second_wall(html: str) -> str:
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={"*": set(), "a": {"href"}, "ol": {"start"}},
        tag_attribute_values=dict.fromkeys(TAGS - {"br", "em", "strong"}, _DIRECTIONS),
        url_schemes=SCHEMES,
        url_relative="deny",
        link_rel=REL,
    )


@cache
def _markdown() -> MarkdownIt:
    parser = MarkdownIt(
        "js-default", {"breaks": True, "maxNesting": NESTING_LIMIT, "html": False}
    )
    # Backticks stand for apostrophes (l`eau) more often than for code; entities could
    # spell what clean() drops, and a reference's definition would not be shown.
    parser.disable(
        ["table", "code", "fence", "hr", "lheading", "reference", "html_block"]
    )
    parser.disable(["backticks", "strikethrough", "entity", "html_inline"])
    parser.validateLink = _is_web_or_mail  # type: ignore[method-assign]
    parser.normalizeLinkText = str  # type: ignore[method-assign, assignment]
    parser.core.ruler.push("words_of_images", _words_of_images)
    parser.core.ruler.push("bare_addresses", _bare_addresses)
    parser.core.ruler.push("strong_headings", _strong_headings)
    parser.core.ruler.push("directions", _directions)
    return parser


def _is_web_or_mail(url: str) -> bool:
    try:
        parts = urlsplit(url.strip())
        # Reading the port finds what splitting lets pass (http://::1).
        has_host = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return parts.scheme == "mailto" or (parts.scheme in SCHEMES and has_host)


_RENDERER = RendererHTML()


def _words_of_images(state: StateCore) -> None:
    for block in state.tokens:
        for token in block.children or ():
            if token.type == "image":
                words = _RENDERER.renderInlineAsText(
                    token.children, state.md.options, state.env
                )
                token.type, token.tag, token.children = "text", "", None
                token.content = words.strip() or str(token.attrs["src"])
                token.attrs = {}


_ADDRESS = re.compile(r"(?<!\w)https?://[^\s<>\"“”«»‹›{}|\\^`]+", re.IGNORECASE)
_CLOSING = {")": "(", "]": "["}


def _bare_addresses(state: StateCore) -> None:
    for block in state.tokens:
        if block.type != "inline" or "://" not in block.content:
            continue
        children: list[Token] = []
        in_link = 0
        for token in block.children or ():
            in_link += token.nesting if token.tag == "a" else 0
            if token.type == "text" and not in_link:
                children += _linked(token, state.md)
            else:
                children.append(token)
        block.children = children


def _linked(text: Token, parser: MarkdownIt) -> list[Token]:
    """The text with its web addresses as links, each without the sentence's stop."""
    tokens: list[Token] = []
    words, seen = text.content, 0
    for match in _ADDRESS.finditer(words):
        address = _without_stop(match[0])
        target = parser.normalizeLink(address)
        if not parser.validateLink(target):
            continue
        tokens += [
            Token("text", "", 0, content=words[seen : match.start()]),
            # An address reads from left to right in an Arabic sentence too.
            Token("link_open", "a", 1, attrs={"href": target, "dir": "ltr"}),
            Token("text", "", 0, content=address),
            Token("link_close", "a", -1),
        ]
        seen = match.start() + len(address)
    return [*tokens, Token("text", "", 0, content=words[seen:])]


def _without_stop(address: str) -> str:
    while address:
        last = address[-1]
        opened = _CLOSING.get(last)
        if opened and address.count(opened) >= address.count(last):
            break
        if not opened and last not in ".,;:!?'’*_~…،؛؟":
            break
        address = address[:-1]
    return address


def _strong_headings(state: StateCore) -> None:
    for place, token in enumerate(state.tokens):
        if token.type == "heading_open":
            words = state.tokens[place + 1]
            words.children = [
                Token("strong_open", "strong", 1),
                *(words.children or ()),
                Token("strong_close", "strong", -1),
            ]
        if token.type in ("heading_open", "heading_close"):
            token.type = token.type.replace("heading", "paragraph")
            token.tag = "p"


_CONTAINERS = {"bullet_list", "ordered_list", "list_item", "blockquote"}


def _directions(state: StateCore) -> None:
    waiting: list[Token] = []
    for token in state.tokens:
        name = token.type.removesuffix("_open").removesuffix("_close")
        if token.type == "paragraph_open":
            if token.hidden:
                # The item holds the words itself; its list takes after them.
                waiting[-1].attrSet("dir", "auto")
            token.attrSet("dir", "auto")
        elif name in _CONTAINERS and token.nesting == 1:
            waiting.append(token)
        elif name in _CONTAINERS:
            opened = waiting.pop()
            if "dir" not in opened.attrs:
                opened.attrSet("dir", "auto")
        elif token.type == "inline" and waiting:
            words = "".join(child.content for child in token.children or ())
            if direction := _direction(words):
                for container in waiting:
                    container.attrs.setdefault("dir", direction)


def _direction(words: str) -> str:
    """``ltr`` or ``rtl`` by the first letter that has a direction; else nothing."""
    for character in words:
        kind = unicodedata.bidirectional(character)
        if kind in ("L", "R", "AL"):
            return "ltr" if kind == "L" else "rtl"
    return ""


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("em", "strong", "a"):
            self.found.append(" ")

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def plain(text: str) -> str:
    """The words alone on one line, of a source or of what ``render`` made of it."""
    rendered = re.match(r'<(p|ul|ol|blockquote)\b[^>]* dir="', text)
    words = _Words()
    words.feed(text if rendered else render(text))
    words.close()
    return " ".join("".join(words.found).split())


def excerpt(text: str, words: int = 30) -> str:
    """The first words, and an ellipsis if there are more."""
    found = plain(text).split()
    return " ".join(found[:words]) + ("…" if len(found) > words else "")


_ARABIC = re.compile(
    "[\u0620-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc]"
)
_TIFINAGH = re.compile("[\u2d30-\u2d7f]")
_LATIN = re.compile("[A-Za-zÀ-ÖØ-öø-ɏ]")


def guess_language(text: str, default: str) -> str:
    """The language of a text by the script of most of its letters.

    Arabic letters say ``ar``, Tifinagh ``zgh``; Latin ones the default, or ``fr`` if
    the default is not written with them. Without letters, the default.
    """
    found = {
        "ar": len(_ARABIC.findall(text)),
        "zgh": len(_TIFINAGH.findall(text)),
        "": len(_LATIN.findall(text)),
    }
    script = max(found, key=lambda language: found[language])
    if not found[script]:
        return default
    return script or ("fr" if default.split("-")[0] in ("ar", "zgh") else default)
