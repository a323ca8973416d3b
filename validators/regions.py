"""Places that company names begin with: provinces, all prefecture-level cities, and the best known counties.

A place is written here as companies write it: without 省, 市, 自治区, 地区, 盟. Counties that are cities of their own
are told by the prefecture they belong to: a company of 义乌 may just as well write 金华.
"""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["NOWHERE", "Region", "apart", "leading", "trailing"]


class Region(NamedTuple):
    """A stated place: `province` and `city` by their short names, empty where nothing is stated."""

    province: str
    city: str


NOWHERE = Region("", "")

_CITIES = """
北京:
天津:
上海:
重庆:
香港:
澳门:
台湾: 台北 高雄 台中 台南 新竹 基隆
河北: 石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水 雄安
山西: 太原 大同 阳泉 长治 晋城 朔州 晋中 运城 忻州 临汾 吕梁
内蒙古: 呼和浩特 包头 乌海 赤峰 通辽 鄂尔多斯 呼伦贝尔 巴彦淖尔 乌兰察布 兴安 锡林郭勒 阿拉善
辽宁: 沈阳 大连 鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 朝阳 葫芦岛
吉林: 长春 四平 辽源 通化 白山 松原 白城 延边
黑龙江: 哈尔滨 齐齐哈尔 鸡西 鹤岗 双鸭山 大庆 伊春 佳木斯 七台河 牡丹江 黑河 绥化 大兴安岭
江苏: 南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江 泰州 宿迁
浙江: 杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水
安徽: 合肥 芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 黄山 滁州 阜阳 宿州 六安 亳州 池州 宣城
福建: 福州 厦门 莆田 三明 泉州 漳州 南平 龙岩 宁德
江西: 南昌 景德镇 萍乡 九江 新余 鹰潭 赣州 吉安 宜春 抚州 上饶
山东: 济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 泰安 威海 日照 临沂 德州 聊城 滨州 菏泽
河南: 郑州 开封 洛阳 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 信阳 周口 驻马店 济源
湖北: 武汉 黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感 荆州 黄冈 咸宁 随州 恩施 仙桃 潜江 天门 神农架
湖南: 长沙 株洲 湘潭 衡阳 邵阳 岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底 湘西
广东: 广州 韶关 深圳 珠海 汕头 佛山 江门 湛江 茂名 肇庆 惠州 梅州 汕尾 河源 阳江 清远 东莞 中山 潮州 揭阳 云浮
广西: 南宁 柳州 桂林 梧州 北海 防城港 钦州 贵港 玉林 百色 贺州 河池 来宾 崇左
海南: 海口 三亚 三沙 儋州
四川: 成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充 眉山 宜宾 广安 达州 雅安 巴中 资阳 阿坝 甘孜 凉山
贵州: 贵阳 六盘水 遵义 安顺 毕节 铜仁 黔西南 黔东南 黔南
云南: 昆明 曲靖 玉溪 保山 昭通 丽江 普洱 临沧 楚雄 红河 文山 西双版纳 大理 德宏 怒江 迪庆
西藏: 拉萨 日喀则 昌都 林芝 山南 那曲 阿里
陕西: 西安 铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 安康 商洛
甘肃: 兰州 嘉峪关 金昌 白银 天水 武威 张掖 平凉 酒泉 庆阳 定西 陇南 临夏 甘南
青海: 西宁 海东 海北 黄南 果洛 玉树 海西
宁夏: 银川 石嘴山 吴忠 固原 中卫
新疆: 乌鲁木齐 克拉玛依 吐鲁番 哈密 昌吉 博尔塔拉 巴音郭楞 阿克苏 克孜勒苏 喀什 和田 伊犁 塔城 阿勒泰 石河子 阿拉尔
    图木舒克 五家渠
"""
"""A province and its cities; a line that is indented goes on. 吉林市 bears its province's name and is told as that."""
_COUNTIES = """
义乌 金华|东阳 金华|永康 金华|余姚 宁波|慈溪 宁波|象山 宁波|诸暨 绍兴|上虞 绍兴|海宁 嘉兴|桐乡 嘉兴|平湖 嘉兴
嘉善 嘉兴|长兴 湖州|德清 湖州|瑞安 温州|乐清 温州|温岭 台州|玉环 台州|临海 台州|萧山 杭州|余杭 杭州|富阳 杭州
昆山 苏州|常熟 苏州|张家港 苏州|太仓 苏州|吴江 苏州|江阴 无锡|宜兴 无锡|溧阳 常州|丹阳 镇江|如皋 南通|海门 南通
启东 南通|靖江 泰州|泰兴 泰州|晋江 泉州|石狮 泉州|南安 泉州|福清 福州|顺德 佛山|南海 佛山|即墨 青岛|胶州 青岛
寿光 潍坊|诸城 潍坊|龙口 烟台|荣成 威海|滕州 枣庄|邹城 济宁|浦东 上海|浏阳 长沙|双流 成都|巩义 郑州|迁安 唐山
神木 榆林|瓦房店 大连|仁怀 遵义
"""
_LONG = {"内蒙": "内蒙古", "中国台湾": "台湾", "中国香港": "香港", "中国澳门": "澳门"}
_UNIT = re.compile(
    r"特别行政区|(?:壮族|回族|维吾尔)?自治区|自治州|地区|省|市(?!场)|区(?!域)|县|(?:工业园|高新|新|经济|技术|开发)+区"
)
_UNIT_STARTS = frozenset("特壮回维自地省市区县工高新经技开")
_MOST = 4
"""So many characters the longest place here has."""


def _table() -> dict[str, Region]:
    places: dict[str, Region] = {}
    for line in _CITIES.strip().replace("\n    ", " ").split("\n"):
        province, cities = line.split(":")
        places[province] = Region(province, "" if cities else province)
        for city in cities.split():
            places[city] = Region(province, city)
    for pair in _COUNTIES.strip().replace("\n", "|").split("|"):
        county, city = pair.split()
        places[county] = places[city]
    return places | {long: places[short] for long, short in _LONG.items()}


_PLACES = _table()


def _by_start() -> dict[str, list[tuple[str, Region]]]:
    starts: dict[str, list[tuple[str, Region]]] = {}
    for name in sorted(_PLACES, key=len, reverse=True):
        starts.setdefault(name[:2], []).append((name, _PLACES[name]))
    return starts


_STARTS = _by_start()
"""By their first two characters, the places that begin with them, longest first."""
_LAST = frozenset(place[-1] for place in _PLACES)


def leading(name: str) -> tuple[Region, int]:
    """The place that a name begins with, province before city, and how many characters that takes."""
    found, at = NOWHERE, 0
    while (places := _STARTS.get(name[at : at + 2])) is not None:
        fitting = [(text, place) for text, place in places if name.startswith(text, at)]
        if not fitting:
            break
        text, place = fitting[0]
        if (found.city and place != found) or (found.province and place.province != found.province):
            break
        found, at = place, at + len(text)
        if name[at : at + 1] in _UNIT_STARTS:
            unit = _UNIT.match(name, at)
            at = unit.end() if unit is not None else at
    return found, at


def trailing(name: str) -> tuple[Region, int]:
    """The place that a name ends with (what stood in brackets), and how many characters that takes."""
    bare = name.removesuffix("市")
    if bare[-1:] in _LAST:
        for length in range(_MOST, 1, -1):
            place = _PLACES.get(bare[-length:])
            if place is not None and len(bare) > length:
                return place, length + len(name) - len(bare)
    return NOWHERE, 0


def apart(one: Region, other: Region) -> bool:
    """Whether two stated places cannot be one: another city, or another province."""
    if one.city and other.city:
        return one != other
    return bool(one.province and other.province) and one.province != other.province
