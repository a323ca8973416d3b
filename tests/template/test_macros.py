"""The VBA project and the ribbon in the committed workbook: what others read in them is exactly our sources."""

from __future__ import annotations

import ast
import random
import re
import subprocess
import sys
import warnings
import xml.etree.ElementTree as ElementTree
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from addin.template import build, macros
from addin.template.functions import functions, wrappers
from addin.template.macros import modules
from addin.template.package import parts
from addin.template.texts import TEXTS
from addin.template.vba import Module, project
from addin.template.vba.compound import compound_file
from addin.template.vba.compression import compress
from sync.errors import UsageError
from sync.ooxml.package import Package
from sync.ooxml.patch import Patch
from sync.ooxml.workbook import Workbook
from validators.settings import Settings

with warnings.catch_warnings():  # its parser library is older than our strictness
    warnings.simplefilter("ignore")
    import olefile
    from oletools.olevba import VBA_Parser, VBA_Scanner, decompress_stream

ROOT = Path(__file__).parents[2]
TEMPLATE = ROOT / "workbook_template.xlsm"
PARTS = parts(TEMPLATE.read_bytes())
UI = "{http://schemas.microsoft.com/office/2009/07/customui}"
COMMANDS = {
    *("check_sheet", "find_duplicates", "show_overdue", "fix", "new_customer", "new_follow_up"),
    *("refresh_reports", "sync_now", "settings", "help"),
}


def read_project(data: bytes) -> dict[str, str]:
    """The sources of a project by module, as olevba reads them."""
    parser = VBA_Parser("vbaProject.bin", data=data)
    found = {stream.rpartition("/")[2]: code for _, stream, _, code in parser.extract_macros()}
    parser.close()
    return found


def test_the_committed_project_holds_exactly_our_sources() -> None:
    found = read_project(PARTS["xl/vbaProject.bin"])
    assert found == {module.name: module.source for module in modules()}
    ours = {path.stem for path in (ROOT / "addin" / "vba").iterdir()}
    sheets = {name for name in found if name.startswith("ws")}
    assert found.keys() - sheets == ours | {"xlwings", "Dictionary", "xlwings_udfs"}


def test_our_sources_hold_next_to_nothing_that_a_virus_scanner_dislikes() -> None:
    """What remains is told in docs/excel.md: Application.Run, by which a missing xlwings module can be explained."""
    noise = {"Hex Strings", "Base64 Strings"}  # GUIDs, and words long enough to be taken for them
    for name, source in read_project(PARTS["xl/vbaProject.bin"]).items():
        if name not in ("xlwings", "Dictionary"):
            disliked = {word for kind, word, _ in VBA_Scanner(source).scan() if kind in ("Suspicious", "AutoExec")}
            assert disliked - noise == ({"Run"} if name == "SalesheetSetup" else set()), name


def test_every_code_name_has_its_module_and_no_other() -> None:
    book = openpyxl.load_workbook(BytesIO(TEMPLATE.read_bytes()))
    codes = [str(book.code_name), *(str(sheet.sheet_properties.codeName) for sheet in book.worksheets)]
    assert [module.name for module in modules() if module.kind in ("workbook", "sheet")] == codes
    listed = re.findall(rb"^Document=(\w+)/", _stream("PROJECT"), re.M)
    assert [name.decode() for name in listed] == codes


def _stream(name: str) -> bytes:
    with olefile.OleFileIO(BytesIO(PARTS["xl/vbaProject.bin"])) as file:
        return bytes(file.openstream(name).read())


def test_the_project_names_its_modules_alike_everywhere() -> None:
    text = _stream("PROJECT").decode("ascii")
    listed = re.findall(r"^(?:Document|Module|Class)=(\w+)", text, re.M)
    described = bytes(decompress_stream(bytearray(_stream("VBA/dir"))))
    assert listed == re.findall(r"^(\w+)=\d", text.partition("[Workspace]")[2], re.M)
    names = [described.find(b"\x19\0" + len(name).to_bytes(4, "little") + name.encode()) for name in listed]
    assert -1 not in names and names == sorted(names)
    assert described.endswith(b"\x2b\0\0\0\0\0\x10\0\0\0\0\0")


def test_the_project_is_open_visible_and_unsigned() -> None:
    """Decrypted as [MS-OVBA] 2.4.3.3 says, with the project's own id."""
    text = _stream("PROJECT").decode("ascii")
    key = sum(re.findall(r'ID="([^"]+)"', text)[0].encode()) & 0xFF
    for name, expected in (("CMG", bytes(4)), ("DPB", b"\0"), ("GC", b"\xff")):
        data = bytes.fromhex(re.findall(rf'{name}="(\w+)"', text)[0])
        assert data[0] ^ data[1] == 2 and data[0] ^ data[2] == key
        plain, older, newer, out = key, data[1], data[2], bytearray()
        for byte in data[3:]:
            plain = byte ^ ((older + plain) & 0xFF)
            older, newer = newer, byte
            out.append(plain)
        body = out[(data[0] & 6) // 2 :]
        assert body[:4] == len(expected).to_bytes(4, "little") and body[4:] == expected


@pytest.mark.parametrize("size", [0, 1, 2, 3, 4095, 4096, 4097, 9000])
@pytest.mark.parametrize("kind", ["noise", "text", "same"])
def test_another_reader_decompresses_what_was_compressed(size: int, kind: str) -> None:
    dice = random.Random(size)
    data = {"noise": dice.randbytes(size), "text": (b"Dim a As Long\r\n" * 700)[:size], "same": b"x" * size}[kind]
    back = bytes(decompress_stream(bytearray(compress(data))))
    # A raw chunk is padded to its full length; the length of a stream's text is known elsewhere.
    assert back[:size] == data and not back[size:].strip(b"\0")


def test_another_reader_finds_every_stream_of_a_compound_file() -> None:
    dice = random.Random(1)
    streams = {f"s{size}": dice.randbytes(size) for size in (0, 1, 63, 64, 65, 511, 4095, 4096, 4097, 70_000)}
    with olefile.OleFileIO(BytesIO(compound_file({"Box": streams, "a": b"x"}))) as file:
        assert {name: file.openstream(["Box", name]).read() for name in streams} == streams
        assert file.openstream("a").read() == b"x"
        assert file.parsing_issues == []
    with pytest.raises(ValueError, match="31 characters"):
        compound_file({"n" * 32: b""})
    with pytest.raises(ValueError, match="DIFAT"):
        compound_file({"big": bytes(8_000_000)})


def test_sources_are_pure_ascii_and_say_their_name() -> None:
    with pytest.raises(ValueError, match="ASCII"):
        Module.parse('Attribute VB_Name = "A"\n\' 查\n', "standard")
    with pytest.raises(ValueError, match="VB_Name"):
        Module.parse("Option Explicit\n", "standard")
    for path in (ROOT / "addin" / "vba").iterdir():
        assert path.read_bytes().isascii()
        assert path.stem == re.findall(r'VB_Name = "(\w+)"', path.read_text("ascii"))[0]
        assert "Option Explicit" in path.read_text("ascii")


def test_the_build_is_the_same_in_another_process() -> None:
    code = "import sys; from addin.template.macros import macros; sys.stdout.buffer.write(macros())"
    again = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True).stdout
    assert again == PARTS["xl/vbaProject.bin"] == project(modules())


def test_a_missing_or_another_xlwings_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(macros, "XLWINGS", "0.0.1")
    with pytest.raises(UsageError) as caught:
        macros.modules()
    assert "0.0.1" in str(caught.value) and "pip install xlwings==0.0.1" in caught.value.remedy


def controls() -> list[ElementTree.Element]:
    root = ElementTree.fromstring(PARTS["customUI/customUI14.xml"])
    assert root.tag == f"{UI}customUI"
    return [element for element in root.iter() if "id" in element.attrib]


def test_every_button_has_a_callback_texts_and_a_function() -> None:
    buttons = [control for control in controls() if control.tag == f"{UI}button"]
    assert {button.attrib["id"] for button in buttons} == COMMANDS
    for control in controls():
        name = control.attrib["id"]
        assert TEXTS[name].zh and TEXTS[name].en
    for button in buttons:
        assert TEXTS[f"{button.attrib['id']}.tip"].zh
        assert button.attrib["onAction"] == "SalesheetRibbon.OnButton"
        assert button.attrib["imageMso"]
    source = (ROOT / "addin" / "ribbon.py").read_text("utf-8") if (ROOT / "addin" / "ribbon.py").exists() else ""
    if source:
        made = {node.name for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)}
        assert made >= COMMANDS


def test_the_ribbon_keeps_the_rules_of_its_schema() -> None:
    """What matters of customUI14's schema ([MS-CUSTOMUI2] 2.3, 2.4): names, nesting, unique ids, key tips, lengths."""
    nesting = {"customUI": {"ribbon"}, "ribbon": {"tabs"}, "tabs": {"tab"}, "tab": {"group"}, "group": {"button"}}
    shared = {"id", "getLabel", "keytip"}
    known = {
        "customUI": {"onLoad"},
        "tab": shared | {"insertAfterMso"},
        "group": {"id", "getLabel"},
        "button": shared | {"size", "imageMso", "tag", "getEnabled", "getSupertip", "onAction"},
    }
    for element in ElementTree.fromstring(PARTS["customUI/customUI14.xml"]).iter():
        kind = element.tag.removeprefix(UI)
        assert {child.tag.removeprefix(UI) for child in element} <= nesting.get(kind, set())
        assert element.attrib.keys() <= known.get(kind, set())
        assert element.attrib.get("size", "normal") in ("normal", "large")
    names = [control.attrib["id"] for control in controls()]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[A-Za-z_][\w.-]{0,1023}", name) for name in names)
    tips = [control.attrib["keytip"] for control in controls() if control.tag == f"{UI}button"]
    assert len(set(tips)) == len(tips) == len(COMMANDS) and all(re.fullmatch("[A-Z0-9]{1,3}", tip) for tip in tips)
    for key, label in TEXTS.items():
        assert max(len(label.zh), len(label.en)) <= 1024, key


def test_every_text_the_macros_ask_for_is_there() -> None:
    for path in (ROOT / "addin" / "vba").iterdir():
        for key in re.findall(r'Sentence\("([^"]+)"\)|(?:Trouble) = "([^"]+)"', path.read_text("ascii")):
            assert "".join(key) in TEXTS, key


def test_the_functions_have_wrappers_help_and_chinese_names() -> None:
    book = openpyxl.load_workbook(BytesIO(build(Settings())))
    texts = {row[0].value: row[1].value for row in book["_texts"].iter_rows()}
    names = {name: defined.attr_text for name, defined in book.defined_names.items()}
    made = functions()
    assert {"CRM_NEXT_DUE", "CRM_OVERDUE_DAYS", "CRM_CHECK", "CRM_DUPLICATE_KEY"} <= {one.name for one in made}
    for function in made:
        assert texts[function.name]
        assert len(str(texts[f"{function.name}.arguments"]).split("\n")) == len(function.arguments)
        if function.alias:
            assert names[function.alias].startswith("_xlfn.LAMBDA(_xlpm.") and function.name in names[function.alias]
    assert {"下次跟进", "查重"} <= names.keys()


def test_wrappers_follow_the_functions(tmp_path: Path) -> None:
    source = tmp_path / "udfs.py"
    source.write_text('def CRM_B(x, y=None):\n    """Says b."""\n\ndef helper(): ...\n\ndef CRM_A(v): ...\n', "utf-8")
    made = functions(source)
    assert [(one.name, one.summary.en) for one in made] == [("CRM_A", "CRM_A"), ("CRM_B", "Says b.")]
    text = wrappers(made)
    assert "Public Function CRM_B(x, Optional y)" in text
    assert 'XLPy.CallUDF("addin.udfs", "CRM_B", Array(x, y), ThisWorkbook, Application.Caller)' in text


@pytest.mark.parametrize("arguments", ["next", "*rows", "a, *, b=1"])
def test_an_argument_that_vba_cannot_take_is_refused(arguments: str, tmp_path: Path) -> None:
    (tmp_path / "udfs.py").write_text(f"def CRM_A({arguments}): ...\n", "utf-8")
    with pytest.raises(ValueError, match="CRM_A"):
        functions(tmp_path / "udfs.py")


def test_a_patch_leaves_macros_and_ribbon_as_they_are() -> None:
    package = Package.open(TEMPLATE)
    patch = Patch(Workbook(package))
    patch.set("客户", 3, 2, "杭州云帆科技有限公司")
    made = parts(patch.render())
    assert [name for name in PARTS if made[name] != PARTS[name]] == ["xl/worksheets/sheet2.xml"]
