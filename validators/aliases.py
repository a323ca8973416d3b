"""Everyday variants of the column names: headers that are accepted beside the standard name and its labels.

Separated by ` | `. A word that fits two columns of a table belongs to the one that stands first. A word after `~` is a
makeshift: it names the column only where no better word does, as `邮箱` does for the way to reach somebody.
"""

from __future__ import annotations

__all__ = ["ALIASES"]

_CUSTOMER = "客户ID | 客户代码 | 客户编码 | 客户号 | Cust ID | CustomerNo | Customer number | Client ID | Account ID"
ALIASES: dict[str, dict[str, str]] = {
    "customers": {
        "Customer_ID": f"编号 | {_CUSTOMER}",
        "Customer_Name": (
            "公司名称 | 公司 | 企业名称 | 客户 | 单位名称 | 公司全称 | 客户全称 | 单位 | 客户名 | 公司名 | "
            "客户公司 | 客户公司名称 | 客户单位 | 企业全称 | 单位全称 | 企业 | Company | Company name | Customer | "
            "Account name | Account | Client | Client name | Business name | Organization | Organisation | ~名称 | "
            "~Name"
        ),
        "Industry": (
            "行业 | 行业类别 | 客户行业 | 行业分类 | 行业类型 | 行业领域 | 所属领域 | Sector | Vertical | "
            "Business sector"
        ),
        "Contact_Person": (
            "联系人姓名 | 姓名 | 对接人 | 客户联系人 | 主要联系人 | 关键联系人 | 对接人姓名 | 客户姓名 | "
            "采购联系人 | Contact name | Contact person | Primary contact | Main contact | Key contact"
        ),
        "Contact_Job": (
            "职位 | 职务 | 岗位 | 联系人职务 | 联系人岗位 | 职称 | Title | Job | Position | Contact job | Role | "
            "Designation"
        ),
        "Contact_Info": (
            "电话 | 手机 | 手机号 | 联系电话 | 电话号码 | 手机号码 | 联系人电话 | 联系手机 | 联系号码 | "
            "联系人手机 | 联系人联系方式 | 客户电话 | 移动电话 | Phone | Mobile | Tel | Telephone | Phone number | "
            "Contact number | Phone no | Tel no | Contact no | Cell | Cell phone | Cellphone | Mobile phone | "
            "Mobile number | Mobile no | Contact details | ~座机 | ~办公电话 | ~公司电话 | ~固定电话 | ~邮箱 | "
            "~电子邮箱 | ~邮件 | ~微信 | ~微信号 | ~Email | ~Email address | ~WeChat"
        ),
        "Source": (
            "来源 | 线索来源 | 渠道 | 获客渠道 | 来源渠道 | 渠道来源 | 获客来源 | 客户渠道 | 信息来源 | "
            "Lead source | Channel | Customer source"
        ),
        "First_Date": (
            "首次联系日期 | 首次接触 | 首次接触时间 | 建档日期 | 首次联系时间 | 首次沟通日期 | 首次拜访日期 | "
            "首访日期 | 建档时间 | First date | First contact date | First contacted | ~录入日期 | ~录入时间 | "
            "~创建日期 | ~创建时间 | ~登记日期 | ~登记时间 | ~添加日期 | ~Created on | ~Created date | "
            "~Creation date | ~Date added | ~Date created | ~Entry date"
        ),
        "Status": "状态 | 合作状态 | 跟进状态 | 成交状态 | 客户阶段 | Customer status | Lead status | Account status",
        "Level": (
            "等级 | 级别 | 客户级别 | 客户分级 | 客户评级 | Customer level | Tier | Customer tier | Grade | "
            "Customer grade | ~意向等级 | ~意向级别 | ~重要程度 | ~优先级 | ~Priority | ~Rating"
        ),
        "Create_User": (
            "录入人 | 建档人 | 创建者 | 录入人员 | 录入者 | 登记人 | 添加人 | 创建人员 | Creator | Create user | "
            "Entered by | Added by"
        ),
        "Update_Date": (
            "更新日期 | 最后更新 | 最近更新 | 更新时间 | 最后更新时间 | 修改日期 | 修改时间 | 最后修改日期 | "
            "Updated | Update date | Last updated | Last modified | Modified date | Updated on"
        ),
        "Owner": (
            "跟进负责人 | 所属销售 | 业务员 | 销售 | 客户负责人 | 归属销售 | 归属人 | 所属业务员 | 业务负责人 | "
            "销售负责人 | 销售人员 | 销售员 | 业务人员 | 业务代表 | 销售代表 | 客户经理 | 维护人 | Sales rep | "
            "Account owner | Sales | Salesperson | Salesman | Sales person | Sales owner | Sales representative | "
            "Rep | Assigned to | Account manager | Customer owner | ~跟进人 | ~销售经理"
        ),
        "Region": (
            "区域 | 地区 | 省份 | 城市 | 所在地区 | 所在区域 | 所属地区 | 客户区域 | 客户地区 | 大区 | 省市 | "
            "所在省份 | 所在城市 | Area | Territory | Province | City | ~省 | ~市 | ~国家 | ~State | ~Country"
        ),
        "Notes": (
            "备注 | 说明 | 备注信息 | 备注说明 | 客户说明 | 客户情况 | 客户描述 | Note | Remark | Remarks | "
            "Comments | Comment | Description | Customer notes"
        ),
        "Attachments": "资料 | 文件 | 附件资料 | Attachment | Files",
        "Contract_Amount": (
            "成交金额 | 签约金额 | 合同额 | 成交额 | 签约额 | 签单金额 | 合同总额 | 合同总金额 | Contract value | "
            "Contract total"
        ),
        "Sign_Date": (
            "签订日期 | 签约时间 | 成交日期 | 合同日期 | 合同签订日期 | 签单日期 | 签订时间 | 成交时间 | "
            "Sign date | Signing date | Signed date | Date signed | Contract date"
        ),
        "Lost_Reason": (
            "丢单原因 | 失败原因 | 未成交原因 | 输单原因 | 流失的原因 | Reason lost | Loss reason | Reason for loss"
        ),
    },
    "follow_ups": {
        "Follow_ID": "跟进ID | 记录编号 | 跟进记录编号 | 拜访编号 | Follow ID | FollowupNo",
        "Customer_ID": _CUSTOMER,
        "Follow_Date": (
            "跟进时间 | 日期 | 拜访日期 | 拜访时间 | 联系日期 | 联系时间 | 沟通日期 | 沟通时间 | 回访日期 | "
            "回访时间 | 记录日期 | Follow date | Follow-up date | Contact date | Visit date | Call date | "
            "Activity date"
        ),
        "Follow_User": (
            "跟进人员 | 跟进者 | 销售 | 拜访人 | 拜访人员 | 回访人 | 业务员 | 销售人员 | 记录人 | Follow user | "
            "Followed up by | Sales rep | Salesperson | Rep"
        ),
        "Follow_Method": (
            "方式 | 联系方法 | 沟通方式 | 拜访方式 | 跟进形式 | 沟通形式 | 跟进类型 | 回访方式 | Follow method | "
            "Follow-up method | Channel | Contact method | Activity type | Follow-up type"
        ),
        "Content": (
            "内容 | 沟通内容 | 跟进记录 | 跟进情况 | 沟通情况 | 沟通记录 | 拜访内容 | 拜访记录 | 拜访情况 | "
            "洽谈内容 | 跟进详情 | 回访内容 | Summary | Details | Follow-up notes | Call notes | Discussion | "
            "~Notes | ~Description"
        ),
        "Feedback": (
            "反馈 | 客户意见 | 客户反应 | 反馈情况 | 客户回复 | 反馈意见 | Customer feedback | Customer response"
        ),
        "Next_Plan": (
            "下步计划 | 后续计划 | 下次计划 | 下一步 | 下一步行动 | 下一步工作 | 下次跟进计划 | 后续跟进计划 | "
            "下步工作 | Next step | Next steps | Next action | Next actions"
        ),
        "Status_Change": "状态变化 | 是否变更状态 | 状态是否变更 | Status changed",
    },
    "opportunities": {
        "Opportunity_ID": "机会ID | 商机编号 | 商机ID | 商机号 | 项目编号 | Opp ID | Deal ID | Opportunity no",
        "Customer_ID": _CUSTOMER,
        "Opportunity_Name": (
            "商机名称 | 项目名称 | 商机 | 项目 | 项目名 | 商机名 | Opportunity name | Deal name | Deal | "
            "Project name | Project"
        ),
        "Stage": (
            "阶段 | 销售阶段 | 商机阶段 | 机会阶段 | 项目阶段 | 商机状态 | 进展阶段 | Current stage | Deal stage | "
            "Sales stage | Pipeline stage"
        ),
        "Amount": (
            "金额 | 预计金额 | 商机金额 | 机会金额 | 项目金额 | 预计销售额 | 预计成交金额 | 预计合同金额 | "
            "报价金额 | Estimated amount | Value | Deal value | Deal amount | Expected amount | Expected revenue | "
            "Estimated value"
        ),
        "Probability": (
            "概率 | 赢率 | 成交可能性 | 赢单率 | 赢单概率 | 成功率 | 成单概率 | 成交率 | Win probability | "
            "Chance | Likelihood"
        ),
        "Expected_Date": (
            "预计成交时间 | 预计签约日期 | 预计结束日期 | 预计签约时间 | 预计签单日期 | 预计成单日期 | 预计成交 | "
            "Expected date | Expected close date | Estimated close | Estimated close date | Target close date"
        ),
        "Responsible": (
            "机会负责人 | 商机负责人 | 销售 | 项目负责人 | 销售负责人 | 业务员 | 销售人员 | Owner | Sales rep | "
            "Salesperson | Rep | Deal owner | Assigned to | ~跟进人"
        ),
        "Close_Date": "关闭日期 | 结单日期 | 赢单日期 | 关单日期 | 成交日期 | 结束时间 | Close date | Closed date",
    },
    "plan": {
        "Plan_ID": "计划ID | 任务编号 | Task ID",
        "Customer_ID": _CUSTOMER,
        "Due_Date": (
            "计划日期 | 到期日期 | 计划跟进日期 | 计划跟进时间 | 截止日期 | 截止时间 | 下次跟进日期 | "
            "下次跟进时间 | Due | Planned date | Due by | Deadline"
        ),
        "Owner": "执行人 | 责任人 | 执行人员 | Assignee | Assigned to",
        "Method": "方式 | 计划方式 | Follow-up method",
        "Goal": "目标 | 跟进目标 | 跟进目的 | 任务内容 | Objective | Purpose",
        "Done_By": "完成 | 完成跟进编号 | Completed by",
    },
}
