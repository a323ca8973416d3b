"""Company names made comparable: what two spellings of one company's name have in common.

Nothing here decides that two companies are one; it only takes away what people write differently: width and case,
blanks and signs, the legal form, traditional characters.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["normal_name"]

_PAIRS = (
    # Places
    "東东廣广濱滨陽阳陰阴瀋沈遼辽寧宁龍龙爾尔貴贵雲云蘇苏蘭兰陝陕漢汉長长門门廈厦閩闽贛赣魯鲁臺台灣湾鄭郑濟济島岛煙烟"
    "濰潍維维慶庆瀘泸綿绵銀银無无錫锡鎮镇揚扬鹽盐連连溫温義义紹绍興兴嶺岭麗丽華华國国區区縣县鄉乡莊庄溝沟灘滩澤泽滬沪"
    "粵粤瓊琼欽钦穎颖鳳凤漁渔灤滦渦涡滄沧淨净潯浔湧涌淺浅滿满漸渐瀾澜瀏浏渾浑濕湿災灾營营薊蓟蕪芜萊莱蒼苍葉叶蔣蒋蕭萧"
    "薩萨藍蓝藝艺蘊蕴蘆芦嶽岳巖岩峽峡崗岗嵐岚嶼屿貢贡鄒邹鄧邓鄰邻鄖郧酈郦鄔邬"
    # Trades and goods
    "業业製制車车輪轮軌轨軟软軸轴載载輕轻輛辆輝辉輯辑輸输轉转軍军電电機机儀仪錶表鐘钟鋼钢鐵铁銅铜鋁铝鋅锌鉛铅錦锦鍋锅"
    "鑄铸鍛锻鎂镁鈦钛鋰锂鎢钨釩钒鏈链鎖锁鍵键鏡镜針针釘钉鉑铂鑽钻鋒锋銳锐銘铭鈞钧鈺钰鋪铺鑒鉴録录錄录銷销閥阀閘闸閣阁"
    "開开關关間间聞闻閱阅闊阔閃闪馬马馳驰駿骏驛驿驅驱騰腾驗验駕驾騎骑魚鱼鮮鲜鯨鲸鮑鲍鳥鸟鴻鸿鵬鹏鶴鹤鷹鹰鴨鸭鵝鹅鷗鸥"
    "飛飞飯饭飲饮飼饲飽饱餅饼館馆餘余養养麥麦麵面醬酱釀酿醫医藥药療疗診诊齒齿齡龄腦脑臟脏膠胶膚肤紙纸紡纺織织絲丝綢绸"
    "線线網网紅红綠绿緣缘編编練练組组細细結结給给統统級级純纯約约納纳紋纹終终經经絡络絢绚絨绒綜综緻致縫缝繡绣繩绳續续"
    "纖纤總总績绩繪绘纜缆緊紧繼继縱纵紐纽綱纲綸纶緯纬"
    # Services and money
    "財财貨货販贩貿贸費费資资賓宾賢贤質质購购賽赛贊赞贏赢賦赋賬账賣卖買买貝贝負负責责賴赖頤颐頂顶項项順顺預预領领頭头"
    "題题額额顏颜類类顧顾顯显風风飄飘計计訊讯記记許许設设訪访評评詞词試试詩诗話话誠诚語语誼谊調调談谈論论證证識识譯译"
    "議议護护譽誉讀读變变讓让諮咨諾诺謝谢謙谦講讲訂订訓训託托詢询該该詳详誌志認认誕诞課课諧谐謀谋豐丰豔艳贈赠農农運运"
    "進进達达過过遠远適适選选還还邁迈邊边遊游遞递遙遥郵邮際际陸陆隊队階阶隨随險险隱隐陳陈雙双雜杂難难離离霧雾靈灵靜静"
    "頻频響响韻韵韓韩"
    # Other frequent characters
    "個个倉仓備备傳传價价儲储優优僑侨億亿偉伟傑杰傘伞僅仅們们側侧俠侠倫伦債债傷伤兒儿兩两冊册凍冻凱凯別别則则剛刚創创"
    "劃划劇剧劉刘劍剑劑剂動动務务勝胜勞劳勢势勵励勛勋勁劲匯汇協协單单廠厂廚厨廳厅廟庙廢废龐庞庫库張张強强彈弹彌弥彎弯"
    "後后從从復复徵征徹彻恆恒悅悦愛爱慮虑應应懷怀態态慣惯憶忆戀恋戰战戲戏戶户拋抛掃扫採采換换揮挥損损搖摇擁拥擇择擔担"
    "據据擴扩擺摆攝摄攜携撥拨撐撑撲扑擬拟捲卷敵敌數数斷断時时晉晋曉晓曆历暉晖暢畅曠旷會会條条棟栋楊杨極极構构槍枪樂乐"
    "標标樓楼樣样樹树橋桥檔档檢检櫃柜權权欄栏歡欢歐欧歲岁歷历歸归殺杀氣气氫氢氬氩漿浆潔洁潤润潛潜燈灯燒烧熱热燁烨煒炜"
    "煥焕爐炉爍烁爭争牆墙獎奖獨独獲获獅狮獵猎瑪玛環环現现瑋玮瓏珑璽玺產产畫画異异當当畢毕疊叠發发盤盘監监盡尽盧卢眾众"
    "碼码磚砖礎础礦矿確确禮礼種种稱称積积穩稳穀谷窯窑競竞筆笔節节範范築筑簡简簽签籌筹籃篮籠笼糧粮聖圣聯联職职聲声聰聪"
    "聽听肅肃腫肿舉举舊旧艦舰處处虛虚號号蟲虫蠶蚕衛卫術术衝冲裝装補补複复襯衬裡里裏里見见規规視视覺觉親亲觀观覽览觸触"
    "訴诉諸诸趙赵趕赶跡迹踐践蹤踪躍跃釋释錢钱鑰钥鐳镭鍍镀鋸锯錘锤鎳镍錳锰銑铣鉗钳鉻铬鈉钠鈣钙鉀钾鈴铃鈕钮銓铨鋭锐錨锚"
    "鏟铲鐸铎鑲镶闆板闢辟靚靓韋韦頁页頓顿頌颂顆颗飾饰饋馈饒饶驕骄驟骤體体髮发鬥斗鬧闹鱷鳄鵑鹃點点黨党齊齐齋斋龜龟員员"
    "問问啟启啓启喬乔嗎吗噸吨嚴严團团圍围園园圓圆圖图場场塊块塵尘墊垫墳坟壓压壘垒壩坝壯壮壽寿夢梦夾夹奪夺奮奋婦妇媽妈"
    "嬌娇孫孙學学寶宝實实審审寫写寬宽對对導导將将專专尋寻屬属層层屆届岡冈帥帅師师帳帐帶带幣币幫帮幹干幾几"
)
"""Traditional characters of company names, each followed by its simplified one: those whose simplified form is one."""
_SIMPLIFIED = {ord(a): b for a, b in zip(_PAIRS[::2], _PAIRS[1::2], strict=True)}

_ZH_FORMS = (
    "有限责任公司|股份有限公司|有限公司|股份公司|集团公司|总公司|(?<![分子])公司|集团|有限合伙|普通合伙|合伙企业|个人独资企业"
    "|个体工商户|株式会社"
)
_EN_FORMS = (
    "company|corporation|incorporated|limited|group|gmbh|coltd|corp|inc|ltd|llc|llp|plc|pty|pte|sarl|srl|spa|co|ag|sa|bv|nv|kg|oy|ab"
    "|l ?l ?c|s ?a ?r ?l|s ?r ?l|s ?p ?a|s ?a|b ?v|n ?v"
)
_FORM = re.compile(rf"(?: |{_ZH_FORMS}|(?<![a-z0-9])(?:{_EN_FORMS})(?![a-z0-9]))++$")
_LONGEST = 80  # legal forms stand at the end; looking no further back keeps a cell of 32,767 characters cheap
_SIGNS = re.compile(r"[\W_]+")


def normal_name(text: str) -> str:
    """The name without what spellings of it differ in; empty where it holds no letter or digit.

    NFKC, case folded, simplified, without blanks, signs and brackets (what stands in brackets stays: 杭州(远景) is
    杭州远景), without legal forms at the end (有限公司, 集团, Co., Ltd., GmbH …). A name that is nothing but a
    legal form keeps it. A branch (…分公司) stays a branch. The normal name of a normal name is itself.
    """
    known = _step(text)
    while (again := _step(known)) != known:
        known = again
    return known


def _step(text: str) -> str:
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).translate(_SIMPLIFIED)
    spaced = _SIGNS.sub(" ", text)
    form = _FORM.search(spaced, max(0, len(spaced) - _LONGEST))
    if form is not None and spaced[: form.start()].strip():
        spaced = spaced[: form.start()]
    return spaced.replace(" ", "")
