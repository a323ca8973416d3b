"""Everyday variants of the column names: headers that are accepted beside the standard name and its labels.

Separated by ` | `. A word that fits two columns of a table belongs to the one that stands first.
"""

from __future__ import annotations

__all__ = ["ALIASES"]

ALIASES: dict[str, dict[str, str]] = {
    "customers": {
        "Customer_ID": "客户ID | 编号 | 客户代码 | Cust ID | CustomerNo",
        "Customer_Name": (
            "公司名称 | 公司 | 企业名称 | 客户 | 单位名称 | 公司全称 | 客户全称 | 单位 | Company | "
            "Company name | Customer | Account name | Account"
        ),
        "Industry": "行业 | 行业类别 | Sector",
        "Contact_Person": "联系人姓名 | 姓名 | 对接人 | Contact name | Contact person",
        "Contact_Job": "职位 | 职务 | 岗位 | Title | Job | Position | Contact job",
        "Contact_Info": (
            "电话 | 手机 | 手机号 | 联系电话 | 电话号码 | 手机号码 | 联系人电话 | Phone | Mobile | "
            "Tel | Telephone | Phone number | Contact number"
        ),
        "Source": "来源 | 线索来源 | 渠道 | Lead source | Channel",
        "First_Date": "首次联系日期 | 首次接触 | 首次接触时间 | 建档日期 | First date | First contact date",
        "Status": "状态 | Customer status",
        "Level": "等级 | 级别 | 客户级别 | Customer level | Tier",
        "Create_User": "录入人 | 建档人 | 创建者 | Creator | Create user",
        "Update_Date": "更新日期 | 最后更新 | 最近更新 | Updated | Update date | Last updated",
        "Owner": "跟进负责人 | 所属销售 | 业务员 | 销售 | Sales rep | Account owner",
        "Region": "区域 | 地区 | 省份 | 城市 | Area",
        "Notes": "备注 | 说明 | Note | Remark | Remarks | Comments",
        "Attachments": "资料 | 文件 | Attachment | Files",
        "Contract_Amount": "成交金额 | 签约金额 | Contract value",
        "Sign_Date": "签订日期 | 签约时间 | 成交日期 | Sign date | Signing date",
        "Lost_Reason": "丢单原因 | 失败原因 | Reason lost",
    },
    "follow_ups": {
        "Follow_ID": "跟进ID | 记录编号 | Follow ID | FollowupNo",
        "Customer_ID": "客户ID | 客户代码 | Cust ID",
        "Follow_Date": "跟进时间 | 日期 | 拜访日期 | Follow date | Follow-up date | Contact date",
        "Follow_User": "跟进人员 | 跟进者 | 销售 | Follow user | Followed up by | Sales rep",
        "Follow_Method": "方式 | 联系方法 | 沟通方式 | Follow method | Follow-up method | Channel",
        "Content": "内容 | 沟通内容 | 跟进记录 | 跟进情况 | Summary | Details",
        "Feedback": "反馈 | 客户意见 | Customer feedback",
        "Next_Plan": "下步计划 | 后续计划 | 下次计划 | Next step | Next steps | Next action",
        "Status_Change": "状态变化 | 是否变更状态 | Status changed",
    },
    "opportunities": {
        "Opportunity_ID": "机会ID | 商机编号 | 商机ID | Opp ID | Deal ID",
        "Customer_ID": "客户ID | 客户代码 | Cust ID",
        "Opportunity_Name": "商机名称 | 项目名称 | Opportunity name | Deal name | Deal",
        "Stage": "阶段 | 销售阶段 | 商机阶段 | Current stage",
        "Amount": "金额 | 预计金额 | 商机金额 | Estimated amount | Value | Deal value",
        "Probability": "概率 | 赢率 | 成交可能性 | Win probability",
        "Expected_Date": "预计成交时间 | 预计签约日期 | 预计结束日期 | Expected date | Expected close date",
        "Responsible": "机会负责人 | 商机负责人 | 销售 | Owner | Sales rep",
        "Close_Date": "关闭日期 | 结单日期 | Close date | Closed date",
    },
    "plan": {
        "Plan_ID": "计划ID | 任务编号 | Task ID",
        "Customer_ID": "客户ID | 客户代码 | Cust ID",
        "Due_Date": "计划日期 | 到期日期 | 计划跟进日期 | Due | Planned date",
        "Owner": "执行人 | Assignee",
        "Method": "方式 | Follow-up method",
        "Goal": "目标 | Objective",
        "Done_By": "完成 | 完成跟进编号 | Completed by",
    },
}
