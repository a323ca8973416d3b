"""What stands around the cells of a sheet: column widths, conditional formats, data validations. Bytes in, bytes out.

`head` is a sheet's XML up to its rows, `tail` what follows them; `prefix` is the namespace prefix with its colon.
Source: ECMA-376 part 1, 18.3.1.17 (cols), 18.3.1.18 (conditional formatting), 18.3.1.33 (validations), and the order of
elements in 18.3.1.99.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sync.ooxml.xmltext import attributes, encode, set_attribute, tags

__all__ = ["with_conditions", "with_validations", "with_width"]

_AFTER_VALIDATIONS = (
    "hyperlinks|printOptions|pageMargins|pageSetup|headerFooter|rowBreaks|colBreaks|customProperties|cellWatches|"
    "ignoredErrors|smartTags|drawing|legacyDrawing|legacyDrawingHF|drawingHF|picture|oleObjects|controls|"
    "webPublishItems|tableParts|extLst"
)


def with_width(head: bytes, prefix: bytes, column: int, width: float) -> bytes:
    """The head with a column of this width in characters; a column hidden or grouped before is shown."""
    named = b'min="%d" max="%d" width="%g" customWidth="1"' % (column, column, width)
    holder = next(tags(head, "cols"), None)
    if holder is None or holder[0].endswith(b"/>"):
        made = b"<%scols><%scol %s/></%scols>" % (prefix, prefix, named, prefix)
        if holder is not None:
            return head[: holder.start()] + made + head[holder.end() :]
        place = head.rindex(b"<%ssheetData" % prefix)
        return head[:place] + made + head[place:]
    spans: list[tuple[int, int, bytes]] = []
    for tag in tags(head, "col", holder.end()):
        known = attributes(tag[0])
        first, last = int(known["min"]), int(known["max"])
        for start, end in ((first, min(last, column - 1)), (max(first, column + 1), last)):
            if start <= end:
                spans.append((start, end, set_attribute(set_attribute(tag[0], "min", str(start)), "max", str(end))))
    spans.append((column, column, b"<%scol %s/>" % (prefix, named)))
    body = b"".join(xml if xml.endswith(b"/>") else xml[:-1] + b"/>" for _, _, xml in sorted(spans))
    closing = head.index(b"</%scols" % prefix, holder.end())
    return head[: holder.end()] + body + head[closing:]


def with_conditions(tail: bytes, prefix: bytes, conditions: Sequence[tuple[str, str, int]]) -> bytes:
    """The tail with conditional formats: (range, formula, index of the dxf). Those that stand there go before them."""
    taken = [int(attributes(tag[0]).get("priority", "0")) for tag in tags(tail, "cfRule")]
    first = max(taken, default=0) + 1
    pieces = []
    for priority, (area, formula, dxf) in enumerate(conditions, first):
        rule = b'<%scfRule type="expression" dxfId="%d" priority="%d">' % (prefix, dxf, priority)
        text = b"<%sformula>%s</%sformula></%scfRule>" % (prefix, encode(formula), prefix, prefix)
        opening = b'<%sconditionalFormatting sqref="%s">' % (prefix, area.encode())
        pieces.append(opening + rule + text + b"</%sconditionalFormatting>" % prefix)
    made = b"".join(pieces)
    # In front of those that stand there, so that nothing inside them can be taken for what follows them.
    place = next((tag.start() for tag in tags(tail, "conditionalFormatting")), None)
    if place is None:
        place = _first(tail, f"dataValidations|{_AFTER_VALIDATIONS}")
    return tail[:place] + made + tail[place:]


def with_validations(tail: bytes, prefix: bytes, validations: Sequence[bytes]) -> bytes:
    """The tail with these `dataValidation` elements, which carry no prefix of their own."""
    own = [re.sub(rb"<(/?)(?=\w)", rb"<\1" + prefix, xml) for xml in validations]
    holder = next(tags(tail, "dataValidations"), None)
    if holder is not None and not holder[0].endswith(b"/>"):
        count = sum(1 for _ in tags(tail, "dataValidation"))
        opening = set_attribute(holder[0], "count", str(count + len(own)))
        closing = tail.index(b"</%sdataValidations" % prefix, holder.end())
        body = tail[holder.end() : closing] + b"".join(own)
        return tail[: holder.start()] + opening + body + tail[closing:]
    body = b"".join(own)
    made = b'<%sdataValidations count="%d">%s</%sdataValidations>' % (prefix, len(own), body, prefix)
    if holder is not None:
        return tail[: holder.start()] + made + tail[holder.end() :]
    last = tail.rfind(b"</%sconditionalFormatting>" % prefix)
    place = tail.index(b">", last) + 1 if last >= 0 else _first(tail, _AFTER_VALIDATIONS)
    return tail[:place] + made + tail[place:]


def _first(tail: bytes, names: str) -> int:
    """Where the first of these elements begins, else where the sheet ends."""
    return next((tag.start() for tag in tags(tail, names)), tail.rindex(b"</"))
