"""Generators: French sentences with the marks the rules act on, and HTML around them."""

from __future__ import annotations

from hypothesis import strategies as st

WORDS = ("mot", "RSE", "l'eau", "d'", "l' ", "coeur", "Oeuvre", "coexister", "qu'il", "Il", "été", "à", "y", "siècle")
NUMBERS = ("5", "12", "2020", "10 000", "1 234 567", "3,5", "14h30", "14 h 30", "1er", "2ème", "XXe", "Ve", "1ère")
UNITS = ("%", "€", "kg", "km", "m", "s", "h", "°C", "M€", "g/l")
ABBREVIATIONS = ("M.", "Mme", "Dr", "Me", "n°", "p.", "art.", "§", "MM.", "Mlle", "etc.", "Dupont")
SIGNS = (";", ":", "!", "?", "...", "…", ",", ".", "?!", ":-)", ":)", "(", ")", "[", "]", "&", "/", "=", "+")
QUOTES = ('"', "«", "»", "“", "”", "'", "’", "‘", "''", '""')
DASHES = ("-", "--", "–", "—", "---", "-t-il", "10-12")
SPACES = (" ", " ", " ", "\u00a0", "\u202f", "  ", "\n", "\t")
OTHERS = ("http://a.fr/?l'eau", "x@y.fr", "🎉", "\u00ad", "\ufffc", "\ufdd0", "²", "é\u0301", "a=", "ꙮ")

atoms = st.sampled_from(
    (*WORDS, *NUMBERS, *UNITS, *ABBREVIATIONS, *SIGNS, *QUOTES, *QUOTES, *DASHES, *SPACES, *SPACES, *SPACES, *OTHERS)
)
sentences = st.lists(atoms, max_size=14).map("".join)
spaced = st.lists(atoms, max_size=10).map(" ".join)
prose = sentences | spaced
"""Text of one line or block, without markup."""

plain_words = st.lists(
    st.sampled_from(("mot", "moelle", "poète", "Citroën", "les", "RSE", "l’eau", "grand-mère,", "12", "fin.")),
    max_size=9,
).map(" ".join)
"""Text that no rule concerns."""

ENTITIES = ("&quot;", "&#39;", "&nbsp;", "&amp;", "&lt;", "&#160;", "&laquo;", "&hellip;", "&unknown;", "&", "&#0;")
INLINE = ("em", "strong", "a", "span", "q", "abbr", "sup", "sub", "u", "x-y")
PROTECTED = ("code", "kbd", "samp", "math", "svg", "script", "style", "textarea")
BLOCK = ("p", "h2", "li", "td", "div", "blockquote", "figcaption", "dd")
ATTRIBUTES = ("", "", ' title="l\'eau : "', " class='a - b'", ' href="x?a=b"', ' data-x="&quot;1er&quot; >"')
LANGUAGES = ("", "", "", ' lang="en"', ' lang="de"', ' lang="fr-CA"', " LANG=''")

escaped = prose.map(lambda text: text.replace("<", "&lt;")) | st.sampled_from(ENTITIES)


def _element(names: tuple[str, ...], inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda name, attribute, language, content: f"<{name}{attribute}{language}>{content}</{name}>",
        st.sampled_from(names),
        st.sampled_from(ATTRIBUTES),
        st.sampled_from(LANGUAGES),
        inner,
    )


voids = st.sampled_from(("<br>", "<img src='a'>", "<!-- l'eau ! -->", "<wbr/>", "<input>", "<hr>", "<a></a>"))
inline = st.recursive(
    escaped | voids,
    lambda inner: _element(INLINE, st.lists(inner, max_size=4).map("".join)) | _element(PROTECTED, inner),
    max_leaves=8,
)
fragments = st.lists(inline, max_size=6).map("".join)
"""Inline HTML."""

blocks = st.recursive(
    _element(BLOCK, fragments) | fragments,
    lambda inner: _element(("div", "ul", "blockquote"), st.lists(inner, max_size=3).map("\n".join)),
    max_leaves=4,
)
documents = st.lists(blocks, max_size=4).map("".join)
"""Well-nested HTML."""

shreds = st.lists(
    st.sampled_from(
        (
            *(
                "<p>",
                "</p>",
                "<em>",
                "</em>",
                "<q>",
                "</q>",
                "<a ",
                "<",
                ">",
                "<!--",
                "-->",
                "<code>",
                "</code>",
                "<sup>",
            ),
            *("</sup>", '<span lang="en">', '<p lang="de">', "</span>", "<br>", "<svg/>", "<script>", "</script>", "&"),
            *("<title>", "<li>", '="', "<![CDATA[", "<?", '<span class="caps">', "\x00", "<div lang=fr>", "</div>"),
        )
    )
    | prose
    | st.sampled_from(ENTITIES)
    | st.text(max_size=4),
    max_size=16,
).map("".join)
"""Broken HTML."""
