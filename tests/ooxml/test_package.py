from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path
from random import Random
from typing import Any

import pytest

from sync.errors import UsageError
from sync.ooxml.package import Package
from tests.ooxml.books import by_hand, by_openpyxl, changed, parts, written, zipped

ROW = '<row r="1"><c r="A1"><v>5</v></c></row>'


def sample(book: Any) -> None:
    book.add_worksheet("One").write("A1", "text")
    book.add_worksheet("Two").write("A1", 2)


def refusal(data: bytes, language: Any = "en") -> str:
    with pytest.raises(UsageError) as caught:
        Package.from_bytes(data, language).read("xl/worksheets/sheet1.xml")
    assert caught.value.remedy
    return caught.value.what


@pytest.mark.parametrize("data", [written(sample), by_openpyxl(lambda b: None), by_hand(ROW)])
def test_nothing_changed_gives_the_very_bytes(data: bytes) -> None:
    package = Package.from_bytes(data)
    package.put("xl/workbook.xml", package.read("xl/workbook.xml"))
    assert package.render() == data


def test_only_the_changed_part_differs_and_untouched_entries_keep_all_their_bytes() -> None:
    data = written(sample)
    package = Package.from_bytes(data)
    package.put("xl/worksheets/sheet2.xml", b"<worksheet/>")
    result = package.render()
    assert changed(data, result) == {"xl/worksheets/sheet2.xml"}
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(io.BytesIO(result)) as new:
        assert old.namelist() == new.namelist()
        for one, other in zip(old.infolist(), new.infolist(), strict=True):
            assert (one.date_time, one.external_attr, one.create_system) == (
                other.date_time,
                other.external_attr,
                other.create_system,
            )
            if one.filename != "xl/worksheets/sheet2.xml":
                assert stored_bytes(data, one) == stored_bytes(result, other)


def stored_bytes(data: bytes, info: zipfile.ZipInfo) -> bytes:
    start = info.header_offset
    name, extra = struct.unpack_from("<2H", data, start + 26)
    return data[start : start + 30 + name + extra + info.compress_size]


def test_streamed_entries_with_descriptors_comments_and_zip64_fields_survive() -> None:
    source = parts(by_hand(ROW))

    class Pipe(io.RawIOBase):
        """Cannot seek: makes zipfile write data descriptors."""

        def __init__(self) -> None:
            self.data = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, chunk: Any) -> int:
            self.data += chunk
            return len(chunk)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as target:
        target.comment = b"made by a stream"
        for name, content in source.items():
            with target.open(zipfile.ZipInfo(name), "w", force_zip64=True) as entry:
                entry.write(content)
    data = bytes(pipe.data)
    package = Package.from_bytes(data)
    package.put("xl/styles.xml", b"<styleSheet/>")
    package.put("xl/new.xml", b"<new/>", "application/x-new")
    result = package.render()
    with zipfile.ZipFile(io.BytesIO(result)) as zipped_again:
        assert zipped_again.comment == b"made by a stream"
    assert changed(data, result) == {"xl/styles.xml", "xl/new.xml", "[Content_Types].xml"}


def test_a_new_part_gets_its_type_and_relation_and_drop_takes_all_of_it_back() -> None:
    data = written(sample)
    package = Package.from_bytes(data)
    package.put("xl/extra/thing.xml", b"<thing/>", "application/x-thing")
    identity = package.relate("xl/workbook.xml", "thing", "xl/extra/thing.xml")
    package.relate("xl/extra/thing.xml", "styles", "xl/styles.xml")
    again = Package.from_bytes(package.render())
    assert again.relations("xl/workbook.xml")[identity].target == "xl/extra/thing.xml"
    assert again.content_type("xl/extra/thing.xml") == "application/x-thing"
    assert again.relations("xl/extra/thing.xml")["rId1"].target == "xl/styles.xml"
    again.drop("xl/extra/thing.xml")
    assert changed(data, again.render()) == set()


def test_rendering_is_reproducible() -> None:
    def patched() -> bytes:
        package = Package.from_bytes(by_hand(ROW))
        package.put("xl/extra.xml", b"<a/>", "application/x-a")
        return package.render()

    assert patched() == patched()


def test_part_names_compare_without_case_and_targets_may_be_absolute_or_escaped() -> None:
    source = {name: content.decode() for name, content in parts(by_hand(ROW)).items()}
    source["xl/Worksheets/Sheet 1.xml"] = source.pop("xl/worksheets/sheet1.xml")
    rels = source["xl/_rels/workbook.xml.rels"]
    source["xl/_rels/workbook.xml.rels"] = rels.replace("worksheets/sheet1.xml", "/xl/worksheets/sheet%201.xml")
    package = Package.from_bytes(zipped(source))
    target = package.relations("xl/workbook.xml")["rId1"].target
    assert package.has(target)
    assert b"<v>5</v>" in package.read(target)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_other_encodings_are_read_as_utf_8(encoding: str) -> None:
    source: dict[str, str | bytes] = dict(parts(by_hand('<row r="1"><c r="A1" t="str"><v>客户</v></c></row>')))
    sheet = source["xl/worksheets/sheet1.xml"]
    assert isinstance(sheet, bytes)
    name = encoding.removesuffix("-sig")
    declared = f'<?xml version="1.0" encoding="{name}"?>' + sheet.decode()
    source["xl/worksheets/sheet1.xml"] = declared.encode(encoding)
    assert "客户".encode() in Package.from_bytes(zipped(source)).read("xl/worksheets/sheet1.xml")


def ole(name: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + name.encode("utf-16-le") + b"\0" * 60


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (ole("Workbook"), ".xls"),
        (ole("EncryptedPackage"), "password"),
        (ole("DRMEncryptedDataSpace") + ole("EncryptedPackage"), "rights management"),
        (b"b\x14#e\x01\0\x01\0E-SafeNet\0\0\0LOCK" + b"\x91\x07\xd2" * 900, "disk encryption"),
        (b"%TSD-Header-###%" + b"\x91\x07\xd2\0" * 900, "disk encryption"),
        (Random(7).randbytes(9000), "perhaps of your company's disk encryption"),
        (b"7z\xbc\xaf" + Random(7).randbytes(9000), "not a workbook"),
        (ole("WordDocument"), "not a workbook"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0", "picture"),
        (b"a,b\r\n1,2\r\n", "CSV"),
        ("客户,电话\n".encode("gb18030"), "CSV"),
        (b"<html><table><tr>", "web page"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "2003"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "OpenDocument"),
        (zipped({"xl/workbook.bin": "x"}), ".xlsb"),
        (zipped({"word/document.xml": "<w/>"}), "not a workbook"),
        (written(sample)[:-40], "incomplete"),
        (written(sample)[:2000], "incomplete"),
        (b"\0\1\2\3" * 50, "not a workbook"),
    ],
)
def test_what_is_no_workbook_is_named(data: bytes, said: str) -> None:
    assert said in refusal(data)


def test_refusals_exist_in_chinese() -> None:
    assert refusal(ole("EncryptedPackage"), "zh") == "工作簿有打开密码"


def test_unsafe_zips_are_refused() -> None:
    source: dict[str, str | bytes] = dict(parts(by_hand(ROW)))
    assert "unsafe path" in refusal(zipped({**source, "../../etc/x": "x"}))
    assert "twice" in refusal(zipped({**source, "XL/Styles.xml": "x"}))
    assert "more than the limit" in refusal(zipped({**source, "xl/big.bin": b"\0" * (120 << 20)}))


def test_a_flipped_byte_is_noticed() -> None:
    data = bytearray(by_hand(ROW))
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        entry = source.getinfo("xl/worksheets/sheet1.xml")
    data[entry.header_offset + 30 + len(entry.filename) + 40] ^= 0x55
    assert "damaged" in refusal(bytes(data))


@pytest.mark.parametrize("mark", ["<!DOCTYPE a [<!ENTITY b 'c'>]>", "<!DOCTYPE worksheet>"])
def test_a_dtd_is_refused(mark: str) -> None:
    source: dict[str, str | bytes] = dict(parts(by_hand(ROW)))
    sheet = source["xl/worksheets/sheet1.xml"]
    assert isinstance(sheet, bytes)
    assert "DTD" in refusal(zipped({**source, "xl/worksheets/sheet1.xml": mark.encode() + sheet}))


def test_files_that_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        Package.open(tmp_path / "gone.xlsx", "en")
    with pytest.raises(UsageError, match="folder"):
        Package.open(tmp_path, "en")


def test_a_file_is_read_once_and_named_in_messages(tmp_path: Path) -> None:
    path = tmp_path / "张三.xlsx"
    path.write_bytes(by_hand('<row r="1"><c r="B1"/><c r="A1"/></row>'))
    package = Package.open(path)
    path.unlink()
    assert package.size and len(package.sha256) == 64
    assert package.where == "张三.xlsx"


def test_the_limits_let_a_large_honest_workbook_pass() -> None:
    package = Package.from_bytes(by_hand(ROW))
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>%d</v></c></row>' % (i, i, i * 7919) for i in range(1, 40_000))
    package.put("xl/worksheets/sheet1.xml", b"<worksheet><sheetData>" + rows * 60 + b"</sheetData></worksheet>")
    data = package.render()
    again = Package.from_bytes(data)
    assert len(again.read("xl/worksheets/sheet1.xml")) > 100 << 20


def test_a_workbook_of_the_beta_of_2006_is_refused() -> None:
    beta = {
        name: content.replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument",
            b"http://schemas.microsoft.com/office/2006/relationships/officeDocument",
        )
        for name, content in parts(by_hand(ROW)).items()
    }
    assert "not a workbook" in refusal(zipped(beta))
