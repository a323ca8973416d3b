"""The ribbon of the committed workbook is valid, and what it calls exists in VBA and in Python.

No package that we may copy from has the customUI14 schema: `ribbon.xsd` states what our ribbon uses of it, and
is itself held against the Open XML SDK's data of the whole schema, which the package openxml-audit brings (MIT).
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from addin import ribbon as buttons
from addin.actions import ACTIONS
from addin.template.macros import modules
from addin.template.package import parts

ROOT = Path(__file__).parents[2]
RIBBON = parts((ROOT / "workbook_template.xlsm").read_bytes())["customUI/customUI14.xml"]
XS = "{http://www.w3.org/2001/XMLSchema}"
UI = "{http://schemas.microsoft.com/office/2009/07/customui}"
OURS = etree.parse(ROOT / "tests" / "template" / "ribbon.xsd")
SCHEMA = etree.XMLSchema(OURS)
CALLBACKS = {
    "onLoad": "ribbon As IRibbonUI",
    "onAction": "control As IRibbonControl",
    "getLabel": "control As IRibbonControl, ByRef returned",
    "getSupertip": "control As IRibbonControl, ByRef returned",
    "getEnabled": "control As IRibbonControl, ByRef returned",
}
"""What Office hands to each ([MS-CUSTOMUI2] 2.4.8; the signatures are those for VBA)."""


def test_the_ribbon_is_valid() -> None:
    SCHEMA.assertValid(etree.fromstring(RIBBON))


BREAKS: dict[str, Callable[[bytes], bytes]] = {
    "2007's namespace": lambda xml: xml.replace(b"2009/07", b"2006/01"),
    "an attribute of another control": lambda xml: xml.replace(b'id="fix" ', b'id="fix" getText="X" '),
    "an unknown element": lambda xml: xml.replace(b"</tabs>", b"<tabb/></tabs>"),
    "no tab": lambda xml: re.sub(rb"<tab .*</tab>", b"", xml, flags=re.DOTALL),
    "a button beside a group": lambda xml: xml.replace(b"</tab>", b'<button id="x"/></tab>'),
    "an id twice": lambda xml: xml.replace(b'id="fix"', b'id="help"'),
    "an id that is no name": lambda xml: xml.replace(b'id="fix"', b'id="1 fix"'),
    "no id": lambda xml: xml.replace(b'id="fix" ', b""),
    "a long key tip": lambda xml: xml.replace(b'keytip="F"', b'keytip="FIXX"'),
    "an empty key tip": lambda xml: xml.replace(b'keytip="F"', b'keytip=""'),
    "another size": lambda xml: xml.replace(b'size="large"', b'size="huge"', 1),
    "an empty callback": lambda xml: xml.replace(b'onLoad="SalesheetRibbon.RibbonLoaded"', b'onLoad=""'),
    "a picture that is no name": lambda xml: xml.replace(b'imageMso="Help"', b'imageMso="Help me"'),
    "a case of its own": lambda xml: xml.replace(b"onAction", b"onaction", 1),
}


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_ribbon_is_not(name: str) -> None:
    broken = BREAKS[name](RIBBON)
    assert broken != RIBBON
    assert not SCHEMA.validate(etree.fromstring(broken))


def the_sdk() -> dict[str, dict[str, Any]]:
    """The elements of the ribbon proper, by the names that they have in the XML."""
    data = files("openxml_audit") / "data" / "openxml" / "schemas"
    whole = json.loads((data / "schemas_microsoft_com_office_2009_07_customui.json").read_text("utf-8"))
    kinds = {"customUI": "CustomUI", "ribbon": "Ribbon", "tabs": "Tabs", "tab": "Tab"}
    wanted = {f"mso14:CT_{kind}/mso14:{name}": name for name, kind in kinds.items()}
    wanted |= {"mso14:CT_Group/mso14:group": "group", "mso14:CT_Button/mso14:button": "button"}
    found = {wanted[one["Name"]]: one for one in whole["Types"] if one["Name"] in wanted}
    assert len(found) == len(wanted)
    sizes = next(one for one in whole["Enums"] if one["Name"] == "SizeValues")
    assert [facet["Value"] for facet in sizes["Facets"]] == ["normal", "large"]
    return found


def elements() -> Iterator[tuple[str, Any]]:
    for element in OURS.getroot().iterchildren(f"{XS}element"):
        yield element.get("name", ""), element


def limits(kind: str) -> dict[str, int | bool]:
    """What a type of ours allows, in the SDK's words."""
    rule = OURS.find(f"{XS}simpleType[@name='{kind}']/{XS}restriction")
    assert rule is not None
    found: dict[str, int | bool] = {
        name: int(bound.get("value", ""))
        for name, bound in (("MinLength", rule.find(f"{XS}minLength")), ("MaxLength", rule.find(f"{XS}maxLength")))
        if bound is not None
    }
    base = rule.get("base")
    if base == "xs:ID":
        found |= {"IsId": True}
    if base in ("xs:ID", "xs:NCName"):
        found |= {"IsNcName": True}
    if base != "xs:string":
        found |= {"IsToken": True}
    return found


def test_our_schema_says_nothing_that_the_whole_one_does_not() -> None:
    sdk = the_sdk()
    assert {name for name, _ in elements()} == set(sdk)
    for name, element in elements():
        theirs = {one["QName"].lstrip(":"): one for one in sdk[name].get("Attributes", [])}
        for attribute in element.iter(f"{XS}attribute"):
            one, kind = theirs[attribute.get("name")], attribute.get("type")
            if kind == "Size":
                assert one["Type"].endswith(".SizeValues>")
                continue
            arguments = one["Validators"][0]["Arguments"]
            rules = {a["Name"]: a["Value"] == "True" if a["Type"] == "Boolean" else int(a["Value"]) for a in arguments}
            assert limits(kind) == rules, (name, attribute.get("name"))
        children = {child.get("ref") for child in element.iter(f"{XS}element")} - {None}
        known = {one["Name"].rpartition(":")[2] for one in sdk[name].get("Children") or []}
        assert children <= known, name


def test_how_often_an_element_may_stand_is_as_in_the_whole_schema() -> None:
    sdk = the_sdk()
    for parent, child in (("customUI", "ribbon"), ("ribbon", "tabs"), ("tabs", "tab"), ("tab", "group")):
        mine = next(e for name, e in elements() if name == parent).find(f".//{XS}element[@ref='{child}']")
        assert mine is not None
        least, most = int(mine.get("minOccurs", "1")), int(mine.get("maxOccurs", "1"))
        assert (least, most) == _occurs(sdk[parent]["Particle"], child), child
    mine = next(e for name, e in elements() if name == "group").find(f".//{XS}element")
    assert mine is not None
    assert int(mine.get("maxOccurs", "")) == 1000  # of all controls together


def _occurs(particle: dict[str, Any], child: str) -> tuple[int, int]:
    for item in particle["Items"]:
        bounds = (item.get("Occurs") or [{}])[0]
        if item.get("Name", "").endswith(f":{child}"):
            # Bounds that are not written are 0 where an upper one is, and else those of the choice around.
            return (bounds.get("Min", 0), bounds["Max"]) if bounds else (1, 1)
        if "Items" in item and (inner := _occurs(item, child)) != (-1, -1):
            return (bounds.get("Min", 0), bounds["Max"]) if bounds else inner
    return -1, -1


def test_no_attribute_stands_beside_one_that_excludes_it() -> None:
    """What the schema says in words only ([MS-CUSTOMUI2] 2.3): a value or its callback, not both; one place."""
    for element in etree.fromstring(RIBBON).iter(f"{UI}*"):
        names = {str(name) for name in element.keys()}  # noqa: SIM118  # an element is no mapping
        for name in names:
            assert not (name.startswith("get") and name[3].lower() + name[4:] in names)
        assert len(names & {"insertAfterMso", "insertBeforeMso", "insertAfterQ", "insertBeforeQ"}) <= 1
        assert len(names & {"id", "idQ", "idMso"}) == (etree.QName(element).localname in ("tab", "group", "button"))
        assert len(names & {"image", "imageMso", "getImage"}) <= 1


def test_every_callback_exists_in_vba_and_every_button_in_python() -> None:
    sources = {module.name: module.source for module in modules()}
    called = 0
    for element in etree.fromstring(RIBBON).iter(f"{UI}*"):
        for attribute, callback in element.items():
            if not str(attribute).startswith(("get", "on")):
                continue
            module, _, name = str(callback).partition(".")
            found = re.findall(rf"^Public Sub {name}\((.*)\)\s*$", sources[module], re.M)
            assert found == [CALLBACKS[str(attribute)]], callback
            called += 1
        if etree.QName(element).localname == "button":
            button = str(element.get("id"))
            assert button in ACTIONS
            function = getattr(buttons, button)
            inspect.signature(function).bind()  # VBA calls it without an argument
            assert function.__module__ == "addin.ribbon"
    assert called > 2 * len(ACTIONS)


def test_what_vba_hands_to_python_names_our_module() -> None:
    runtime = next(module.source for module in modules() if module.name == "SalesheetRuntime")
    assert 'RunPython "import addin.ribbon; addin.ribbon." & button & "()"' in runtime
