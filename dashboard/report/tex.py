"""Texts, addresses and the beginning of a document for TeX, whatever the letters are."""

from __future__ import annotations

import re
from urllib.parse import quote

__all__ = ["address", "preamble", "text"]

#: Signs that TeX takes for a command, and signs that fonts of TeX join to another one.
_SIGNS = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "`": r"\textasciigrave{}",
    "\N{NO-BREAK SPACE}": "~",
    "\N{SOFT HYPHEN}": r"\-",
    "\N{NOT EQUAL TO}": r"\ensuremath{\neq}",
    "\N{LESS-THAN OR EQUAL TO}": r"\ensuremath{\leq}",
    "\N{GREATER-THAN OR EQUAL TO}": r"\ensuremath{\geq}",
    "\N{ALMOST EQUAL TO}": r"\ensuremath{\approx}",
    "\N{MINUS SIGN}": r"\ensuremath{-}",
}
_SIGN = re.compile("|".join(map(re.escape, _SIGNS)))
#: Two of these in a row become another sign: a dash, a closing or a low quotation mark.
_JOINED = re.compile(r"(?<=-)(?=-)|(?<=')(?=')|(?<=,)(?=,)|(?<=[?!])(?=\\textasciigrave)")
#: Signs that steer other programs and cannot be seen.
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
#: Letters that pdfLaTeX has in an encoding of their own.
_CYRILLIC = re.compile(r"[\u0400-\u045f\u0490\u0491][\u0400-\u045f\u0490\u0491 ]*")


def text(words: str) -> str:
    """Words as TeX that prints nothing but them; line ends become blanks."""
    words = re.sub(r"\s", lambda found: "~" if found.group() == "\xa0" else " ", words)
    words = _UNSEEN.sub("", words)
    escaped = _SIGN.sub(lambda found: _SIGNS[found.group()], words)
    return _CYRILLIC.sub(r"\\cyr{\g<0>}", _JOINED.sub(r"\\mbox{}", escaped))


def address(url: str) -> str:
    """An address for ``\\url`` and ``\\href``, also inside a footnote."""
    safe = quote(url, safe="!#%&'()*+,-./:;=?@_~")
    return re.sub(r"([#%&_])", r"\\\1", safe)


def preamble(body: str, *, title: str, author: str, date: str, language: str, picture: bool) -> str:
    """What stands before the text, with the title.

    Args:
        body: The text, for the letters that it uses.
        title: As TeX.
        author: As TeX; empty for none.
        date: As TeX; empty for none.
        language: BCP 47 tag.
        picture: Whether a picture is shown.
    """
    used = sorted(set(f"{body}{title}{author}{date}") - set(map(chr, range(128))))
    other = any(ord(letter) > 0x24F and not "\u2000" <= letter <= "\u22ff" for letter in used)
    missing = [rf"    \unprintable{{{ord(letter):04X}}}%" for letter in used if letter > "\u024f"]
    tag = re.sub(r"[^A-Za-z0-9-]", "", language)
    lines = [
        r"% Compile with lualatex or xelatex; pdflatex works too where it has the letters.",
        r"\documentclass[11pt,a4paper]{article}",
        r"\usepackage{iftex}",
        r"\usepackage[margin=25mm]{geometry}",
        r"\usepackage{textcomp}",
        *([r"\usepackage{graphicx}"] if picture else []),
        r"\ifPDFTeX",
        r"  \IfFileExists{cmap.sty}{\usepackage{cmap}}{}",
        r"  \newcommand{\cyr}[1]{{\fontencoding{T2A}\fontfamily{cmr}\selectfont #1}}",
        r"  \newcommand{\asis}[1]{#1}",
        r"  \IfFileExists{t2aenc.def}{\usepackage[T2A,T1]{fontenc}}",
        r"    {\usepackage[T1]{fontenc}\let\cyr\asis}",
        r"  \usepackage[utf8]{inputenc}",
        r"  \IfFileExists{lmodern.sty}{\usepackage{lmodern}}{}",
        r"  \newcommand{\unprintable}[2]{\ifcsname u8:\detokenize{#2}\endcsname\else",
        r"    \DeclareUnicodeCharacter{#1}{\texttt{[U+#1]}}\fi}",
        *(rf"  \unprintable{{{ord(letter):04X}}}{{{letter}}}" for letter in used),
        r"\else",
        r"  \usepackage{fontspec}",
        r"  \newcommand{\cyr}[1]{#1}",
        # What the font cannot print is at least said while compiling.
        r"  \tracinglostchars=2",
        *([_FONTS] if other else []),
        *([_MISSING, r"  \AtBeginDocument{\normalfont%", *missing, "  }"] if other else []),
        r"\fi",
        r"\IfFileExists{microtype.sty}{\usepackage{microtype}}{}",
        r"\usepackage{hyperref}",
        r"\IfFileExists{xurl.sty}{\usepackage{xurl}}{}",
        rf"\hypersetup{{hidelinks,unicode,pdflang={{{tag}}},pdfdisplaydoctitle}}",
        r"\urlstyle{same}",
        r"\providecommand{\footref}[1]{\textsuperscript{\ref{#1}}}",
        r"\newcommand{\notesep}{\textsuperscript{,\,}}",
        r"\newcommand{\tight}{\setlength{\itemsep}{2pt}\setlength{\parskip}{2pt}}",
        r"\makeatletter\g@addto@macro\@listI{\topsep=2pt}\let\@listi\@listI\makeatother",
        r"\setcounter{secnumdepth}{0}",
        r"\setlength{\parindent}{0pt}",
        r"\setlength{\parskip}{5pt plus 1pt}",
        r"\setlength{\emergencystretch}{3em}",
        r"\clubpenalty=10000 \widowpenalty=10000",
        r"\begin{document}",
        # Here, where letters that the font lacks have got their commands.
        rf"\title{{{title}}}",
        rf"\author{{{author}}}",
        rf"\date{{{date}}}",
        r"\maketitle",
    ]
    return "\n".join(lines)


#: The first of these fonts that is there; all have more than Latin letters.
_FONTS = r"""  \IfFontExistsTF{Libertinus Serif}{\setmainfont{Libertinus Serif}}{%
  \IfFontExistsTF{Noto Serif}{\setmainfont{Noto Serif}}{%
  \IfFontExistsTF{FreeSerif}{\setmainfont{FreeSerif}}{%
  \IfFontExistsTF{DejaVu Serif}{\setmainfont{DejaVu Serif}[Scale=0.9]}{}}}}"""

#: A letter that the font does not have becomes a command that prints its number.
_MISSING = r"""  \newcommand{\unprintable}[1]{\iffontchar\font"#1 \else
    \begingroup\lccode`\~="#1 \lowercase{\endgroup\def~}{\texorpdfstring{\texttt{[U+#1]}}{[U+#1]}}%
    \catcode"#1=\active\fi}"""
