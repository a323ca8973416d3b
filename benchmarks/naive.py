"""What a good analyst would write today: pandas, pydantic, rapidfuzz and openpyxl over the same workbooks.

    python naive.py --today 2026-07-15 [--engine openpyxl|calamine] FILE …

For each workbook: read the three tables, check every row with a pydantic model, find duplicate customers in blocks,
find overdue customers, make five group-by reports, write what is wrong into the column Check with a red fill, write
the report sheets, save. Prints the CPU seconds of each stage as JSON.
"""

from __future__ import annotations

import argparse
import itertools
import json
import time
import unicodedata
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import pandas as pd
from openpyxl import load_workbook
from openpyxl.styles import PatternFill
from pydantic import BaseModel, Field, ValidationError, model_validator
from rapidfuzz.fuzz import ratio

SHEETS = ["客户", "跟进", "机会"]
RED = PatternFill("solid", start_color="FFFDECEA")
CADENCE = {"重点客户": 7, "普通客户": 14, "潜力客户": 30}
Problems = dict[int, list[str]]
"""By row number (0-based, data only), what is wrong with it."""


class Customer(BaseModel):
    Customer_ID: Annotated[str, Field(pattern=r"^C\d{11,}$")]
    Customer_Name: Annotated[str, Field(max_length=255)]
    Contact_Info: Annotated[str, Field(min_length=5)]
    First_Date: date
    Status: Literal["潜在客户", "意向客户", "成交客户", "流失客户"]
    Level: Literal["重点客户", "普通客户", "潜力客户"]
    Create_User: str
    Contract_Amount: Annotated[float, Field(gt=0)] | None = None
    Sign_Date: date | None = None
    Lost_Reason: str | None = None

    @model_validator(mode="after")
    def _status(self) -> Customer:
        if self.Status == "成交客户" and (self.Contract_Amount is None or self.Sign_Date is None):
            raise ValueError("成交客户缺合同金额或签约日期")
        if self.Status == "流失客户" and not self.Lost_Reason:
            raise ValueError("流失客户缺流失原因")
        if self.Sign_Date and self.Sign_Date < self.First_Date:
            raise ValueError("签约日期早于首次接触日期")
        return self


class FollowUp(BaseModel):
    Follow_ID: Annotated[str, Field(pattern=r"^F\d{11,}$")]
    Customer_ID: Annotated[str, Field(pattern=r"^C\d{11,}$")]
    Follow_Date: date
    Follow_User: str
    Follow_Method: str
    Content: str


class Opportunity(BaseModel):
    Opportunity_ID: Annotated[str, Field(pattern=r"^O\d{11,}$")]
    Customer_ID: Annotated[str, Field(pattern=r"^C\d{11,}$")]
    Opportunity_Name: str
    Stage: Literal["初步接触", "需求确认", "方案报价", "商务谈判", "赢单", "输单"]
    Amount: Annotated[float, Field(gt=0)]
    Probability: Annotated[float, Field(ge=0, le=100)] | None = None
    Expected_Date: date | None = None
    Responsible: str
    Close_Date: date | None = None


MODELS: dict[str, type[BaseModel]] = {"客户": Customer, "跟进": FollowUp, "机会": Opportunity}


def read(path: Path, engine: str) -> dict[str, pd.DataFrame]:
    frames = pd.read_excel(path, sheet_name=SHEETS, header=1, engine=engine)
    return {name: frame.rename(columns=lambda column: str(column).rstrip("*")) for name, frame in frames.items()}


def validate(frame: pd.DataFrame, model: type[BaseModel]) -> Problems:
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    check, problems = model.model_validate, {}
    for number, row in enumerate(rows):
        try:
            check(row)
        except ValidationError as error:
            problems[number] = [f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
    return problems


def add(problems: Problems, rows: pd.Index | list[int], text: str) -> None:
    for number in rows:
        problems.setdefault(int(number), []).append(text)


def references(frames: dict[str, pd.DataFrame], problems: dict[str, Problems]) -> None:
    """IDs given twice, and rows that name an unknown customer."""
    for name, frame in frames.items():
        key = frame.iloc[:, 0]
        add(problems[name], frame.index[key.notna() & key.duplicated(keep=False)], "编号重复")
    known = frames["客户"]["Customer_ID"]
    for name in ("跟进", "机会"):
        add(problems[name], frames[name].index[~frames[name]["Customer_ID"].isin(known)], "客户编号不存在")


def duplicates(customers: pd.DataFrame, problems: Problems) -> None:
    """Same phone or same contact, and names that are nearly the same."""
    names = [unicodedata.normalize("NFKC", name) for name in customers["Customer_Name"].fillna("").astype(str)]
    phones = customers["Contact_Info"].fillna("").astype(str).str.replace(r"\D", "", regex=True)
    blocks: dict[str, list[int]] = defaultdict(list)
    for column in (phones.where(phones.str.len() >= 10), customers["Contact_Person"]):
        for value, rows in column.groupby(column).indices.items():
            blocks[value] += list(rows)
    for rows in blocks.values():
        if 1 < len(rows) <= 200:
            for a, b in itertools.combinations(rows, 2):
                if ratio(names[a], names[b], score_cutoff=80):
                    add(problems, [a, b], "疑似重复客户")


def overdue(frames: dict[str, pd.DataFrame], today: pd.Timestamp) -> pd.DataFrame:
    """Open customers whose last follow-up is longer ago than their level allows."""
    follow_ups = frames["跟进"]
    dates = pd.to_datetime(follow_ups["Follow_Date"], errors="coerce")
    last = dates.groupby(follow_ups["Customer_ID"]).max().rename("Last")
    customers = frames["客户"].join(last, on="Customer_ID")
    due = customers["Last"] + pd.to_timedelta(customers["Level"].map(CADENCE), unit="D")
    late = customers[(due < today) & (customers["Status"] != "流失客户")]
    return late.assign(Due=due)[["Customer_ID", "Customer_Name", "Owner", "Level", "Last", "Due"]]


def reports(frames: dict[str, pd.DataFrame], late: pd.DataFrame) -> dict[str, pd.DataFrame]:
    customers, deals = frames["客户"], frames["机会"]
    amount, chance = (pd.to_numeric(deals[name], errors="coerce") for name in ("Amount", "Probability"))
    closed, expected = (pd.to_datetime(deals[name], errors="coerce") for name in ("Close_Date", "Expected_Date"))
    won = deals["Stage"] == "赢单"
    still_open = ~deals["Stage"].isin(["赢单", "输单"])
    followed = customers.assign(on_time=~customers["Customer_ID"].isin(late["Customer_ID"]))
    bought = customers[customers["Status"] == "成交客户"]
    bought = bought.assign(Contract_Amount=pd.to_numeric(bought["Contract_Amount"], errors="coerce"))
    return {
        "跟进率": followed.groupby(["Owner", "Level"])["on_time"].mean().reset_index(),
        "成交画像": bought.groupby(["Industry", "Level"])["Contract_Amount"].agg(["size", "mean"]).reset_index(),
        "漏斗": customers.groupby(["Source", "Status"]).size().unstack(fill_value=0).reset_index(),
        "业绩": amount[won]
        .groupby([deals["Responsible"][won], closed[won].dt.strftime("%Y-%m")])
        .agg(["size", "sum"])
        .reset_index(),
        "预测": (amount * chance / 100)[still_open]
        .groupby(expected[still_open].dt.strftime("%Y-%m"))
        .sum()
        .reset_index(),
        "逾期": late,
    }


def write(path: Path, problems: dict[str, Problems], sheets: dict[str, pd.DataFrame]) -> None:
    book = load_workbook(path, keep_vba=True)
    for name, found in problems.items():
        sheet = book[name]
        column = next(cell.column for cell in sheet[2] if cell.value == "Check")
        for number, texts in found.items():
            cell = sheet.cell(number + 3, column, "; ".join(texts))
            cell.fill = RED
    for title, frame in sheets.items():
        if title in book.sheetnames:
            del book[title]
        sheet = book.create_sheet(title)
        sheet.append(list(frame.columns))
        for row in frame.astype(object).where(frame.notna(), None).itertuples(index=False):
            sheet.append(list(row))
    book.save(path)


def run(paths: list[Path], engine: str, today: date) -> dict[str, float]:
    spent: dict[str, float] = defaultdict(float)
    clock = time.process_time

    def lap(stage: str, start: float) -> float:
        now = clock()
        spent[stage] += now - start
        return now

    for path in paths:
        at = clock()
        frames = read(path, engine)
        at = lap("read", at)
        problems = {name: validate(frame, MODELS[name]) for name, frame in frames.items()}
        references(frames, problems)
        at = lap("check", at)
        duplicates(frames["客户"], problems["客户"])
        at = lap("duplicates", at)
        late = overdue(frames, pd.Timestamp(today))
        add(problems["客户"], late.index, "超期未跟进")
        sheets = reports(frames, late)
        at = lap("reports", at)
        write(path, problems, sheets)
        lap("write", at)
    return dict(spent)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--engine", choices=["openpyxl", "calamine"], default="openpyxl")
    parser.add_argument("--today", type=date.fromisoformat, required=True)
    arguments = parser.parse_args()
    spent = run(arguments.files, arguments.engine, arguments.today)
    print(json.dumps({stage: round(seconds, 3) for stage, seconds in spent.items()}))


if __name__ == "__main__":
    main()
