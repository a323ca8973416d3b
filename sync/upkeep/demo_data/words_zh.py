"""The words of a Chinese demo team: places, companies, people, products."""

from __future__ import annotations

from sync.upkeep.demo_data.talk_zh import LOST, PHASES
from sync.upkeep.demo_data.words import City, Words, listed

__all__ = ["ZH"]

_CITIES = """杭州 华东 0571|宁波 华东 0574|温州 华东 0577|苏州 华东 0512|无锡 华东 0510|南京 华东 025|上海 华东 021
合肥 华东 0551|济南 华东 0531|青岛 华东 0532|福州 华东 0591|南昌 华东 0791|北京 华北 010|天津 华北 022
石家庄 华北 0311|广州 华南 020|深圳 华南 0755|东莞 华南 0769|佛山 华南 0757|武汉 华中 027|长沙 华中 0731
郑州 华中 0371|成都 西南 028|重庆 西南 023|昆明 西南 0871|西安 西北 029|沈阳 东北 024|大连 东北 0411
哈尔滨 东北 0451|长春 东北 0431"""
_SURNAMES = """王wang 李li 张zhang 刘liu 陈chen 杨yang 黄huang 赵zhao 吴wu 周zhou 徐xu 孙sun 马ma 朱zhu 胡hu 郭guo 何he
林lin 高gao 罗luo 郑zheng 梁liang 谢xie 宋song 唐tang 许xu 邓deng 冯feng 韩han 曹cao 曾zeng 彭peng 萧xiao 蔡cai 潘pan
田tian 董dong 袁yuan 于yu 余yu 叶ye 蒋jiang 杜du 苏su 魏wei 程cheng 吕lv 丁ding 沈shen 任ren 姚yao 卢lu 傅fu
钟zhong 姜jiang 崔cui 谭tan 廖liao 范fan 汪wang 陆lu 金jin 石shi 戴dai 贾jia 韦wei 夏xia 邱qiu 方fang 侯hou
邹zou 熊xiong 孟meng 秦qin 白bai 江jiang 薛xue 尹yin 段duan 雷lei 黎li 史shi 龙long 陶tao 贺he 顾gu 毛mao 郝hao
龚gong 邵shao 万wan 钱qian 严yan"""


ZH = Words(
    cities=tuple(City(*city.split()) for line in _CITIES.splitlines() for city in line.split("|")),
    regions=("华东", "华北", "华南", "华中", "西南", "西北", "东北"),
    trades=(
        ("精密机械", "自动化设备", "模具制造", "电气", "五金制品", "智能装备", "包装材料", "轴承"),
        ("商贸", "百货", "电子商务", "家居用品", "服饰", "文具用品"),
        ("信息技术", "软件", "网络科技", "数据科技", "系统集成"),
        ("融资租赁", "保险代理", "投资管理", "商业保理"),
        ("医疗器械", "生物科技", "医药", "健康管理"),
        ("教育科技", "文化传播", "职业培训", "教育咨询"),
        ("建设工程", "装饰工程", "建材", "园林绿化", "机电安装工程"),
        ("物流", "供应链管理", "货运代理", "冷链物流", "仓储服务"),
        ("新能源科技", "化工", "新材料", "环保科技", "石化设备"),
        ("食品", "餐饮管理", "农业科技", "饮料", "粮油"),
        ("企业管理咨询", "会展服务", "物业管理", "人力资源"),
    ),
    legal_forms=(("有限公司", 76), ("有限责任公司", 10), ("股份有限公司", 8), ("集团有限公司", 6)),
    core_first=tuple(
        "华恒瑞信鑫盛宏天金泰远博润安立明德正嘉佳福永兴顺万凯亚百众卓迈睿锐森禾沃启创联聚汇荣普优先祥胜欧力建锦"
    ),
    core_middle=tuple(
        "华瑞信盛宏泰远博润安立德嘉福兴凯亚卓睿禾启创联聚汇荣普优祥胜力佳顺万百众迈锐森沃先欧建锦正明金恒达利"
    ),
    core_last=tuple(
        "达通源隆丰康成和利亿昌茂发宇辉腾翔飞驰航越峰岳岭泽洋涛波晟昊晨曦朗旭晖照熙铭钧韬道诚实益维科讯智捷邦图美华"
    ),
    famous=listed(
        """顺丰 联通 万达 万科 立邦 立讯 正邦 百达 恒隆 永辉 永达 华宇 亚信 恒丰 恒昌 万和 华锦 华邦
        华丰 金隆 鑫隆 天和 天泽 天成 中通 中铁 卓越 金锋 正源 正和 华达 华美 众邦 荣昌 普利 联邦
        联美 万丰 万润 泰康 海康 瑞康 明康 德邦 亚美 欧美 华润 汇源 宏达 宏图 大华 创维 凯美 安踏
        安达 安邦"""
    ),
    surnames=tuple((name[0], name[1:]) for name in _SURNAMES.split()),
    given_first=tuple("建国志文晓海小雨子思家永春秋明丽雅美俊红玉佳振庆世宏光学立少金新伟国慧雪梦静淑爱彦"),
    given_last=tuple(
        "伟强磊军勇杰涛超明刚平辉鹏华飞波斌宇浩凯健帆帅旭宁龙阳芳娜敏静丽艳娟霞燕玲丹萍红兰梅莉琳雪慧莹婷倩颖欣怡"
    ),
    jobs=(
        ("采购经理", "{surname}经理"),
        ("采购总监", "{surname}总"),
        ("总经理", "{surname}总"),
        ("副总经理", "{surname}总"),
        ("生产厂长", "{surname}厂长"),
        ("信息部主任", "{surname}主任"),
        ("IT经理", "{surname}经理"),
        ("行政经理", "{surname}经理"),
        ("财务总监", "{surname}总"),
        ("运营总监", "{surname}总"),
        ("仓储主管", "{surname}主管"),
        ("项目经理", "{surname}经理"),
        ("采购员", "{surname}工"),
        ("设备工程师", "{surname}工"),
    ),
    products=(
        "生产管理系统",
        "仓储管理系统",
        "扫码终端",
        "进销存软件",
        "设备巡检系统",
        "数据看板",
        "售后服务系统",
        "电子标签",
        "能耗监测系统",
        "质量追溯系统",
    ),
    opportunity_names=(
        "{company}{product}采购",
        "{company}{product}项目",
        "{company}{product}一期",
        "{company}{product}升级",
        "{company}{product}试点",
    ),
    openers=(
        ("电话联系{who}，", "给{who}打电话，", "{who}来电，", "和{who}通话，"),
        ("上门拜访{who}，", "到{company}拜访{who}，", "和技术同事一起拜访{who}，", "约{who}到公司见面，"),
        ("和{who}开线上会议，", "线上会议，{who}等{n}人参加，", "给{who}做线上演示，"),
        ("微信联系{who}，", "微信上和{who}沟通，", "{who}微信回复，"),
        ("给{who}发邮件，", "邮件回复{who}，", "收到{who}邮件，"),
        ("在展会上见到{who}，", "在行业交流会上碰到{who}，"),
    ),
    phases=PHASES,
    lost=LOST,
    notes=(
        "决策人是总经理，{who}负责前期选型",
        "每周三下午开采购会，之后联系最合适",
        "去年用过竞品，对售后不满意",
        "付款周期较长，通常 60 天",
        "老板重视数据安全，要求本地部署",
        "有 {n} 个分厂，可能逐个上线",
        "{who}是老客户介绍的，沟通顺畅",
        "采购需要三家比价",
        "年底前要上线，时间紧",
        "只接受对公转账",
        "上午开会多，下午三点后联系",
        "对价格敏感，重视质保",
    ),
    other_reason_notes=("集团统一采购，不再单独招标", "公司搬迁，项目搁置", "负责人变动，项目没有接手人"),
    formula_like=(
        "=跟进三次，仍在犹豫",
        "-价格太高，要求再降",
        "@王总 已确认",
        "+赠送一年质保后同意再谈",
        "=等总部批复",
    ),
    documents=("报价单.pdf", "合同扫描件.pdf", "方案.docx", "需求清单.xlsx", "名片.jpg"),
    changed="是，{status}",
    unchanged="否",
    admin="陈静",
    manager="王建国",
    reps=listed(
        """张伟 李娜 刘洋 赵敏 周磊 吴婷 徐强 孙莉 马超 朱琳 胡斌 郭芳 何勇 林晓梅 高翔 罗佳 郑凯 梁雪 谢鹏 宋雨欣"""
    ),
    strangers=("小李", "外包小赵", "张经理"),
)
