"""What people hung on the cells of a sheet: comments (old notes and threads) and the targets of hyperlinks, as text.

Source: ECMA-376 part 1, 18.3.1.47 (hyperlink), 18.7 (comments); MS-XLSX 2.6.205 to 2.6.207 (persons, threads).
"""

from __future__ import annotations

from sync.ooxml.package import Package
from sync.ooxml.refs import cell
from sync.ooxml.strings import plain_text
from sync.ooxml.workbook import Workbook
from sync.ooxml.xmltext import Element, attribute, attributes, elements, tags

__all__ = ["read_remarks"]

_THREADED = "tc="
"""How the author begins of the note that programs without threads are to show instead of one."""


def read_remarks(workbook: Workbook, title: str) -> dict[tuple[int, int], str]:
    """The remarks by (row, column), one a line: `author: text` for a comment, the address for a hyperlink.

    Only what the sheet has is read: without comments and hyperlinks this costs a look at its relations.

    Raises:
        UsageError: there is no such sheet.
    """
    package, part = workbook.package, workbook.sheet(title).part
    found: dict[tuple[int, int], list[str]] = {}
    parts: dict[str, list[str]] = {}
    links: dict[str, str] = {}
    for identity, relation in package.relations(part).items():
        if relation.kind == "hyperlink":
            links[identity] = relation.target
        elif not relation.external and package.has(relation.target):
            parts.setdefault(relation.kind, []).append(relation.target)
    for name in parts.get("comments", ()):
        _notes(package.read(name), found)
    for name in parts.get("threadedComment", ()):
        _threads(package.read(name), _persons(package, workbook.main_part), found)
    if links:
        _links(package.read(part), links, found)
    return {place: "\n".join(lines) for place, lines in found.items()}


def _notes(xml: bytes, found: dict[tuple[int, int], list[str]]) -> None:
    authors = [plain_text(b"<t>" + author.content + b"</t>") for author in elements(xml, "author")]
    for comment in elements(xml, "comment"):
        number = attributes(comment.tag).get("authorId", "")
        author = authors[int(number)] if number.isdigit() and int(number) < len(authors) else ""
        if not author.startswith(_THREADED):
            _add(found, comment, author, plain_text(comment.content))


def _threads(xml: bytes, persons: dict[str, str], found: dict[tuple[int, int], list[str]]) -> None:
    for comment in elements(xml, "threadedComment"):
        text = next(elements(comment.content, "text"), None)
        if text is not None:
            author = persons.get(attributes(comment.tag).get("personId", ""), "")
            _add(found, comment, author, plain_text(b"<t>" + text.content + b"</t>"))


def _persons(package: Package, main_part: str) -> dict[str, str]:
    names = {}
    for relation in package.relations(main_part).values():
        if relation.kind == "person" and package.has(relation.target):
            for tag in tags(package.read(relation.target), "person"):
                named = attributes(tag[0])
                names[named.get("id", "")] = named.get("displayName", "")
    return names


def _links(xml: bytes, targets: dict[str, str], found: dict[tuple[int, int], list[str]]) -> None:
    for link in elements(xml, "hyperlink", max(xml.rfind(b"sheetData"), 0)):
        target = targets.get(attribute(link.tag, "id") or "")
        if target:
            _add(found, link, "", target)


def _add(found: dict[tuple[int, int], list[str]], element: Element, author: str, text: str) -> None:
    try:
        place = cell(attributes(element.tag).get("ref", "").partition(":")[0])
    except ValueError:
        return
    text = text.strip()
    if text:
        # Excel begins a note with its author's name already.
        found.setdefault(place, []).append(f"{author}: {text}" if author and not text.startswith(author) else text)
