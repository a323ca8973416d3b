"""What the sheet of follow-up rates says, in both languages."""

from __future__ import annotations

from validators.fields import Language

__all__ = ["TEXT"]

TEXT: dict[Language, dict[str, str]] = {
    "zh": {
        "line": "{period}：{start} 至 {end} · 上期：{before} · 范围：{scope} · 统计 {counted:,} 个客户，{left:,} 个不计"
        "（流失、没有等级，或周期未满） · {at:%Y-%m-%d %H:%M}",
        "this": "本月至今",
        "rate": "本月跟进率",
        "last": "上月跟进率",
        "key": "重点客户跟进率",
        "counted": "应跟进客户",
        "kept": "按时跟进",
        "of": "{kept:,} / {all:,} 个客户",
        "change": "较上月 {sign} {points} 个百分点",
        "same": "与上月持平",
        "owner": "负责人",
        "level": "客户等级",
        "line80": "80%",
        "goal": "目标",
        "no_day": "{count:,} 条跟进没有日期、日期读不出来或在今天之后，不计入。",
        "by_owner_low": "在职的 {count:,} 位负责人中有 {low:,} 位低于 80%",
        "by_owner_good": "在职的负责人都达到 80%",
        "by_owner": "各负责人跟进率",
        "own_rate": "您本月的跟进率：{rate:.0%}",
        "by_level": "各等级跟进率",
        "nobody": "没有负责人（公海）",
        "other": "其他",
        "none": "本月还没有到期的跟进周期。有客户满一个周期后，这里就有数字。",
        "act": "要做的事",
        "act_low": "{name}：{missed:,} 个客户没有按周期跟进，跟进率 {rate:.0%}，请了解原因。",
        "act_left": "{name}已离职：名下 {missed:,} 个客户没有按周期跟进，请交接给在职的人。",
        "act_strange": "负责人“{name}”不在团队里：{missed:,} 个客户没有按周期跟进，请改正负责人。",
        "act_nobody": "{missed:,} 个没有负责人的客户没有按周期跟进，请先分配负责人。",
        "act_own": "您有 {missed:,} 个客户没有按周期跟进，请先联系。",
        "act_key": "重点客户跟进率 {rate:.0%}，低于 80%，请优先安排。",
        "act_good": "负责人的跟进率都在 80% 以上，请保持。",
        "own_good": "您的跟进率在 80% 以上，请保持。",
    },
    "en": {
        "line": "{period}: {start} to {end} · before: {before} · scope: {scope} · customers counted "
        "{counted:,}, left out {left:,} (lost, no level, or no full window) · {at:%Y-%m-%d %H:%M}",
        "this": "This month so far",
        "rate": "Rate this month",
        "last": "Rate last month",
        "key": "Rate of key customers",
        "counted": "Customers due",
        "kept": "Kept in touch",
        "of": "{kept:,} of {all:,} customers",
        "change": "{sign} {points} points on last month",
        "same": "as last month",
        "owner": "Owner",
        "level": "Level",
        "line80": "80%",
        "goal": "Target",
        "no_day": "Follow-ups left out, as their date is missing, cannot be read or lies ahead: {count:,}.",
        "by_owner_low": "Owners here that are below 80%: {low:,} of {count:,}",
        "by_owner_good": "Every owner here reaches 80%",
        "by_owner": "Rate by owner",
        "own_rate": "Your rate this month: {rate:.0%}",
        "by_level": "Rate by level",
        "nobody": "No owner",
        "other": "Other",
        "none": "No cadence window has ended this month yet; figures follow once one has.",
        "act": "To act on",
        "act_low": "{name} kept in touch with {kept:,} of {all:,} customers in time, {rate:.0%}; please ask why.",
        "act_left": "{name} has left; customers not followed up within their cadence: {missed:,}; please hand them "
        "over.",
        "act_strange": "Owner “{name}” is nobody of the team; customers not followed up: {missed:,}; please "
        "correct it.",
        "act_nobody": "Customers without an owner, not followed up within their cadence: {missed:,}; please assign "
        "them first.",
        "act_own": "Your customers past their cadence: {missed:,}; please get in touch with them first.",
        "act_key": "Key customers are at {rate:.0%}, below 80%; please put them first.",
        "act_good": "Every owner is at 80% or better; keep it up.",
        "own_good": "You are at 80% or better; keep it up.",
    },
}
