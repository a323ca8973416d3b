"""Invented customers with known duplicates and look-alikes, for a benchmark; none of it is the product's.

A duplicate is a customer typed a second time with one or two kinds of variation. A look-alike is another company that
has something in common with one: its name in another city, a core one character apart, a switchboard, an owner.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

__all__ = ["KINDS", "Row", "make"]

_CITIES = (
    "杭州 宁波 温州 嘉兴 绍兴 苏州 无锡 常州 南京 南通 上海 北京 天津 广州 深圳 东莞 佛山 惠州 武汉 宜昌 长沙 "
    "株洲 郑州 洛阳 "
    "成都 绵阳 重庆 西安 济南 青岛 烟台 潍坊 福州 厦门 泉州 合肥 芜湖 南昌 昆明 贵阳 沈阳 大连 哈尔滨 长春 石家庄 太原"
)
CITIES = _CITIES.split()
FIRST = (
    "华恒瑞信鑫盛宏天金泰远博润安立明德正嘉佳福永兴顺万凯亚百众卓迈睿锐森禾沃启创联聚汇荣普优祥胜欧力锦星云海江山川青晨"
)
MIDDLE = "华瑞信盛宏泰远博润安立德嘉福兴凯亚卓睿禾启创联聚汇荣普优祥胜佳顺百众迈锐森沃欧锦正金恒达利中文"
LAST = "达通源隆丰康成和利亿昌茂发宇辉腾翔飞驰航越峰岳岭泽洋涛波晟昊晨曦朗旭晖照熙铭钧韬道诚实益维讯捷邦图美华帆景舟"
_TRADES = (
    "科技 信息技术 网络科技 软件 电子 电气 机械 精密机械 自动化设备 贸易 商贸 实业 进出口 物流 供应链管理 "
    "建材 装饰工程 建设工程 "
    "食品 餐饮管理 医疗器械 生物科技 医药 服饰 纺织 化工 新材料 塑料制品 五金制品 汽车零部件 新能源科技 "
    "环保科技 文化传媒 "
    "广告 教育咨询 企业管理 投资管理 包装材料 家具 农业科技"
)
TRADES = _TRADES.split()
FORMS = ("有限公司",) * 12 + ("有限责任公司",) * 2 + ("股份有限公司", "集团有限公司")
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾"
    "彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金"
)
GIVEN = (
    "伟强磊军勇杰涛超明刚平辉鹏华飞波斌宇浩凯健帆帅旭宁龙阳芳娜敏静"
    "丽艳娟霞燕玲丹萍红兰梅莉琳雪慧莹婷倩颖欣怡建国志文晓海小雨子思家"
)
TITLES = ("总", "经理", "先生", "女士", "主任", "总监", "工", "老师")
_HOMOPHONES = (
    "华桦 恒衡 瑞睿 信鑫 盛胜 宏鸿 天添 金锦 泰太 远沅 博柏 润闰 安桉 立力 明铭 德得 正政 嘉佳 福富 永勇 兴星 "
    "顺舜 凯铠 亚雅 众重 "
    "卓灼 迈麦 锐瑞 森莘 禾和 沃卧 启起 创怆 联莲 聚巨 汇惠 荣融 普浦 优悠 祥翔 欧鸥 云芸 海骇 江疆 山珊 川穿 "
    "青清 晨辰 达答 通桐 源元 "
    "隆龙 丰峰 康慷 成诚 利莉 亿益 昌畅 茂贸 发法 宇雨 辉晖 腾藤 飞菲 驰池 航杭 越岳 岭领 泽则 洋阳 涛桃 波玻 "
    "晟圣 昊浩 曦希 朗琅 旭序 照兆 "
    "熙西 钧均 韬滔 道到 实石 维唯 讯迅 捷杰 邦帮 图途 美镁 帆凡 景璟 舟州 中钟 文闻 利力 百佰"
)
HOMOPHONES = _HOMOPHONES.split()
TRADITIONAL = dict(
    zip(
        "华鑫远润兴顺万亚众卓迈锐启创联汇荣优祥胜欧锦云达丰亿发辉腾飞驰岭泽洋涛晖铭钧韬诚实维讯图",
        "華鑫遠潤興順萬亞眾卓邁銳啟創聯匯榮優祥勝歐錦雲達豐億發輝騰飛馳嶺澤洋濤暉銘鈞韜誠實維訊圖",
        strict=True,
    )
) | dict(
    zip(
        "术网软电气机械贸业进物应链管饰医疗药纺织汽车环传广询资装农杭宁温苏无广东长郑济岛烟福厦庆门贵阳连尔滨庄",
        "術網軟電氣機械貿業進物應鏈管飾醫療藥紡織汽車環傳廣詢資裝農杭寧溫蘇無廣東長鄭濟島煙福廈慶門貴陽連爾濱莊",
        strict=True,
    )
)
KINDS = ("suffix", "width", "traditional", "spaces", "region", "phone format", "typo", "pinyin", "title", "new phone")


@dataclass(slots=True)
class Row:
    """A customer in parts, so that it can be typed again in another way. `who` tells rows of one company."""

    who: int
    city: str
    core: str
    trade: str
    form: str
    person: str
    phone: str
    name: str = ""
    kinds: tuple[str, ...] = ()

    def written(self) -> Row:
        self.name = self.name or self.city + self.core + self.trade + self.form
        return self


class _Maker:
    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.next = 0
        self.phones: set[str] = set()

    def core(self) -> str:
        pick = self.random.choice
        return pick(FIRST) + (pick(MIDDLE) if self.random.random() < 0.65 else "") + pick(LAST)

    def person(self) -> str:
        surname = SURNAMES[min(int(self.random.expovariate(1 / 14)), len(SURNAMES) - 1)]
        return surname + "".join(self.random.choice(GIVEN) for _ in range(1 + (self.random.random() < 0.7)))

    def phone(self) -> str:
        while True:
            if self.random.random() < 0.75:
                number = self.random.choice(("13", "15", "18", "17")) + f"{self.random.randrange(10**9):09d}"
            else:
                number = (
                    f"0{self.random.choice((571, 574, 512, 755, 769))}{self.random.randrange(2 * 10**7, 9 * 10**7)}"
                )
            if number not in self.phones:
                self.phones.add(number)
                return number

    def company(self) -> Row:
        pick, self.next = self.random.choice, self.next + 1
        return Row(self.next, pick(CITIES), self.core(), pick(TRADES), pick(FORMS), self.person(), self.phone())

    def look_alike(self, of: Row) -> Row:
        row = self.company()
        kind = self.random.randrange(6)
        if kind == 0:  # the same name in another city
            row.city = self.random.choice([city for city in CITIES if city != of.city])
            row.core, row.trade, row.form = of.core, of.trade, of.form
        elif kind == 1:  # a core one character apart in the same city
            row.city, row.trade, row.form = of.city, of.trade, of.form
            row.core = self.typo(of.core)
        elif kind == 2:  # another company behind the same switchboard
            row.city, row.phone = of.city, of.phone
        elif kind == 3:  # the same person's name at another company of the city
            row.city, row.person = of.city, of.person
        elif kind == 4:  # another company of the same owner
            row.city, row.person, row.phone = of.city, of.person, of.phone
        else:  # a sister company in another city, same head office
            row.city = self.random.choice([city for city in CITIES if city != of.city])
            row.core, row.trade, row.form, row.phone = of.core, of.trade, of.form, of.phone
        return row

    def typo(self, core: str) -> str:
        at = self.random.randrange(len(core))
        other = self.random.choice([letter for letter in MIDDLE + LAST if letter != core[at]])
        return core[:at] + other + core[at + 1 :]

    def again(self, of: Row) -> Row:
        """The same customer, typed in another way."""
        row = Row(of.who, of.city, of.core, of.trade, of.form, of.person, of.phone)
        row.kinds = tuple(self.random.sample(KINDS, self.random.choice((1, 2))))
        random = self.random
        if "typo" in row.kinds:
            row.core = self.typo(row.core)
        if "pinyin" in row.kinds:
            row.core = self.slip(row.core)
        if "suffix" in row.kinds:
            row.form = random.choice(
                [form for form in ("", "公司", "有限责任公司", "(集团)有限公司") if form != row.form]
            )
        if "region" in row.kinds:
            row.city = random.choice(("", row.city + "市"))
        if "title" in row.kinds:
            row.person = row.person[0] + random.choice(TITLES)
        if "new phone" in row.kinds:
            row.phone = self.phone()
        if "phone format" in row.kinds:
            row.phone = self.format(row.phone)
        name = row.city + row.core + row.trade + row.form
        if row.city and "region" in row.kinds and random.random() < 0.3:
            name = f"{row.core}{row.trade}({of.city}){row.form}"
        if "traditional" in row.kinds:
            name = "".join(TRADITIONAL.get(letter, letter) for letter in name)
        if "spaces" in row.kinds:
            at = random.randrange(1, len(name))
            name = f" {name[:at]} {name[at:]}" if random.random() < 0.5 else f"{name[:at]}　{name[at:]} "
        if "width" in row.kinds:
            name = name.replace("(", "（").replace(")", "）") + random.choice(("．", " ", "，"))
            row.phone = row.phone.translate({48 + digit: 0xFF10 + digit for digit in range(10)})
        row.name = name
        return row

    def slip(self, core: str) -> str:
        places = [(at, pair) for at, letter in enumerate(core) for pair in HOMOPHONES if letter in pair]
        if not places:
            return core
        at, pair = self.random.choice(places)
        return core[:at] + pair[1 - pair.index(core[at])] + core[at + 1 :]

    def format(self, phone: str) -> str:
        if phone.startswith("0"):
            return self.random.choice((f"{phone[:4]}-{phone[4:]}", f"({phone[:4]}){phone[4:]}", f"{phone}转801"))
        return self.random.choice(
            (
                f"+86 {phone}",
                f"{phone[:3]}-{phone[3:7]}-{phone[7:]}",
                f"{phone[:3]} {phone[3:7]} {phone[7:]}",
                f"手机:{phone}",
            )
        )


def make(customers: int, seed: int, doubled: float = 0.04, alike: float = 0.02) -> list[Row]:
    """So many customers in random order, of which a share is typed again and a share only looks like another."""
    maker = _Maker(seed)
    doubles, others = int(customers * doubled), int(customers * alike)
    rows = [maker.company() for _ in range(customers - doubles - others)]
    chosen = maker.random.sample(rows, doubles + others)
    made = [maker.again(row) for row in chosen[:doubles]] + [maker.look_alike(row) for row in chosen[doubles:]]
    rows += made
    maker.random.shuffle(rows)
    return [row.written() for row in rows]
