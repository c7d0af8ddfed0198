"""Words of real ledgers: other headings for a column, other words for a choice, and what is never meant."""

from __future__ import annotations

EXTRA_ALIASES: dict[tuple[str, str], tuple[str, ...]] = {
    ("enterprises", "name"): (
        "入驻企业", "入驻企业名称", "入驻单位", "企业（单位）名称", "单位（企业）名称", "商户", "店铺名称", "店名", "企业全名", "租户",
        "租户名称", "客户名称", "承租方", "承租单位", "机构名称", "法人单位名称", "公司全称", "工商注册名称", "组织名称",
    ),
    ("enterprises", "building"): (
        "楼宇名称", "所在楼宇", "所属楼宇", "楼名", "大厦", "大厦名称", "所在大厦", "楼宇名", "楼栋", "入驻楼宇", "办公楼宇", "物业名称",
        "项目名称", "所在楼栋", "楼幢",
    ),
    ("enterprises", "place"): (
        "位置", "具体位置", "办公位置", "入驻位置", "楼层位置", "所在位置", "租赁位置", "租赁单元", "租赁房号", "单元房号", "座落", "坐落",
        "楼层房号", "楼层/室号", "楼层、室号", "楼层及室号", "楼层门牌", "门牌号", "房间", "楼室号", "办公地点", "办公室号", "单元号", "单元",
        "所在楼层室号", "楼层及房号", "楼层房间号", "门牌", "楼层室",
    ),
    ("enterprises", "unit.floor"): ("所在楼层", "入驻楼层", "楼层数", "办公楼层"),
    ("enterprises", "unit.room"): ("房间号码", "房间编号", "室", "单元室号", "铺位号", "商铺号", "房室号", "办公室"),
    ("enterprises", "credit_code"): (
        "社会信用代码证", "统一社会信用代码证号", "统一代码", "组织机构代码", "税号", "纳税人识别号", "信用代码号", "机构代码",
        "营业执照注册号", "统一社会信用码", "社会统一信用代码",
    ),
    ("enterprises", "headcount"): (
        "企业人数", "总人数", "在职人数", "办公人数", "从业人员数", "员工总数", "用工人数", "职工总数", "人员数", "从业人数（人）", "员工",
        "在岗人数", "人员规模", "职工", "从业", "员工情况", "职工总人数",
    ),
    ("enterprises", "party_count"): ("其中党员", "党员总数", "其中党员数", "党员人员", "党员情况", "中共党员数", "中共党员人数"),
    ("enterprises", "ownership"): ("所有制", "经济类型", "所有制性质", "企业所有制"),
    ("enterprises", "legal_form"): ("企业类型", "登记类型", "注册类型"),
    ("enterprises", "industry"): ("行业类别", "行业类型", "行业分类", "所属行业门类"),
    ("enterprises", "business"): ("主营范围", "主要业务", "业务范围", "业态", "经营内容", "经营业态"),
    ("enterprises", "registered_address"): ("工商注册地址", "注册住所", "住所"),
    ("enterprises", "registered_capital"): ("注册资金", "注册资本（万元）"),
    ("enterprises", "chief_liaison_id"): ("服务专员", "首席联络人", "联系干部", "企业管家", "服务管家"),
    ("enterprises", "party_org_status"): ("党组织建立情况", "党建情况", "党组织覆盖情况"),
    ("enterprises", "occupancy.area"): (
        "承租面积", "建筑面积", "办公面积", "使用面积", "房屋面积", "租用面积", "入驻面积", "租赁面积（㎡）", "面积（平方米）",
    ),
    ("enterprises", "occupancy.lease_start"): (
        "起租日", "起租", "起始日", "起始", "租赁起", "合同起始", "起租时间", "租赁开始日期", "租赁起始日期", "租约开始", "合同起始日期", "合同开始日期", "租赁日期起", "租期开始",
        "租赁期限起", "租期（起）", "租赁起租日期", "合同起", "租赁开始时间", "租赁起始时间", "起始时间", "开始日期", "租赁情况起",
        "租期起始", "合同开始时间", "租约起始", "计租日",
    ),
    ("enterprises", "occupancy.lease_end"): (
        "到期日", "租约到期", "租约到期日", "租赁到期日", "租赁到期日期", "租赁结束日期", "合同到期日", "合同到期日期", "合同终止日期",
        "租赁终止日期", "租赁日期止", "租期结束", "租赁期限止", "租期（止）", "合同止", "租赁到期时间", "结束日期", "截止日期", "终止日期",
        "租赁截止", "租赁情况止", "租期到期", "租期终止", "合同结束日期", "租约结束", "租约到期时间", "租赁截止日期", "到期",
    ),
    ("enterprises", "lease"): (
        "租赁期限", "租赁期", "租约", "租约期限", "合同期限", "租赁起止", "租赁起止日期", "起止日期", "租期起止", "租赁时间", "合同期",
        "租赁周期", "租约期", "起止时间", "租赁合同期限", "租赁期间", "合同起止日期", "租赁起止时间",
    ),
    ("enterprises", "contact.name"): (
        "联系人员", "对接人", "主要联系人", "企业对接人", "联络人", "联系人（姓名）", "联系人及电话", "联系人电话姓名", "联系人及联系方式", "联系人/电话",
        "联系人、电话", "联系人和电话", "姓名及电话", "联系人姓名及电话", "行政联系人", "人事联系人", "企业联络员", "联络员姓名",
    ),
    ("enterprises", "contact.phone"): (
        "联系人手机", "联系手机", "联系人手机号", "移动电话", "电话号码", "手机电话", "固定电话", "联系号码", "联系人联系电话",
        "联系人联系方式", "手机/电话", "联系电话/手机", "座机", "联系人手机号码", "企业联系电话",
    ),
    ("enterprises", "manager.name"): (
        "企业负责人", "单位负责人", "公司负责人", "负责人姓名", "企业负责人姓名", "主要负责人", "总经理", "企业主要负责人", "经理", "店长", "负责人及电话",
    ),
    ("enterprises", "manager.phone"): (
        "负责人手机", "负责人联系电话", "负责人联系方式", "企业负责人电话", "企业负责人手机", "企业负责人联系方式", "负责人手机号", "总经理电话",
        "主要负责人电话", "主要负责人联系电话", "负责人手机号码", "单位负责人电话",
    ),
    ("enterprises", "party.name"): (
        "党务联系人", "党建联络员", "党建负责人", "党务工作者", "党组织书记", "支部书记", "书记", "书记姓名", "党组织负责人", "党建联系人姓名", "党建指导员",
        "党建专员",
    ),
    ("enterprises", "party.phone"): (
        "党务联系人电话", "党建联络员电话", "党建联系电话", "书记电话", "党组织书记电话", "党建联系人手机", "书记手机", "党建负责人电话", "党务联系电话",
        "党建联系人联系方式", "书记联系方式",
    ),
    ("enterprises", "legal.name"): ("法人", "法人代表", "法定代表人姓名", "法人姓名", "法定代表人（负责人）", "法人代表姓名"),
    ("enterprises", "legal.phone"): ("法人电话", "法人联系电话", "法人代表电话", "法人手机", "法定代表人联系电话", "法定代表人手机"),
    ("enterprises", "is_key"): ("重点企业标识", "是否为重点企业"),
    ("people", "name"): ("人员姓名", "参与人", "参与者", "学员姓名", "居民姓名", "志愿者姓名", "联系人"),
    ("people", "mobile"): ("联系手机", "手机电话", "电话号码", "联系号码", "手机（联系方式）", "本人手机", "您的手机", "手机联系方式"),
    ("people", "born"): ("出生年月日", "出生时间", "出生年", "生年月日"),
    ("people", "unit_name"): ("单位及职务", "工作单位名称", "就职单位", "所在企业", "现工作单位", "公司名称", "所在公司", "工作单位及职务"),
    ("people", "building_id"): ("所在楼宇", "楼宇名称"),
    ("people", "education"): ("最高学历", "学历层次", "学历情况", "全日制学历"),
    ("people", "roles"): ("人员类型", "人员身份"),
    ("people", "membership.organisation_id"): (
        "所属支部", "组织关系所在党支部", "所属党组织", "党组织名称", "支部名称", "所在党支部名称", "组织关系所在支部", "组织关系所在党组织",
        "所属党支部名称", "隶属党支部", "所在支部名称", "党支部（全称）",
    ),
    ("people", "membership.joined_on"): ("入党年月日", "加入党组织日期", "入党", "加入中共时间", "加入中国共产党时间", "何时入党"),
    ("people", "membership.regularised_on"): ("转正年月日", "转为正式党员日期", "转正", "转正年月", "转为正式党员时间"),
    ("people", "membership.post"): ("支部职务", "党内任职", "党组织职务", "党务职务"),
    ("people", "membership.kind"): ("党员类别", "人员类别（正式/预备）", "正式/预备"),
    ("people", "consent"): ("是否同意", "个人信息授权", "知情同意", "本人是否同意"),
    ("registrations", "person.name"): ("报名者", "报名者姓名", "报名人姓名", "参加人员", "参与人", "参加者姓名", "学员姓名", "参会人", "参会人员"),
    ("registrations", "person.mobile"): ("联系手机", "报名人电话", "报名电话", "电话号码", "手机电话", "本人手机", "联系号码"),
    ("registrations", "unit_name"): ("公司", "单位名称", "公司名称", "企业名称", "所属单位", "工作单位名称", "所在公司", "企业", "所属公司", "所在企业"),
    ("registrations", "party_member"): (
        "政治面貌是否党员", "是否中共党员", "党员身份", "是否是党员", "是不是党员", "是否为中共党员", "政治面貌", "党员/群众", "您的政治面貌", "是否中共党员（含预备）", "您是否党员", "政治面貌（是否党员）",
    ),
    ("registrations", "registered_at"): ("提交时间（自动）", "答题时间", "报名日期", "登记时间", "填表时间", "开始答题时间", "结束答题时间"),
    ("registrations", "status"): ("报名状态", "审核状态", "签到状态", "签到情况", "是否签到", "到场情况", "参加情况", "参与状态", "出席情况"),
    ("registrations", "channel"): ("报名渠道", "来源渠道", "报名方式", "报名来源"),
    ("registrations", "consent"): ("是否同意", "个人信息授权", "知情同意", "本人是否同意"),
    ("registrations", "activity.title"): ("活动", "报名活动", "参加活动", "活动主题"),
    ("activities", "title"): ("活动标题", "活动内容", "课程名称", "项目名称"),
    ("activities", "starts_at"): ("活动开始时间", "开始日期时间", "举办时间", "起始时间"),
    ("activities", "ends_at"): ("活动结束时间", "结束日期时间"),
    ("activities", "day"): ("日期", "举办日期", "活动时间（日期）", "开展日期"),
    ("activities", "clock"): ("时间", "时段", "具体时间", "时间段", "活动时间段"),
    ("activities", "venue_id"): ("场地名称", "活动场所", "使用场地"),
    ("activities", "capacity"): ("人数", "计划人数", "招募人数", "限额", "名额（人）"),
    ("activities", "owner"): ("责任人", "联系人", "活动负责人"),
    ("organisations", "name"): ("党组织", "党组织全称", "支部", "组织全称"),
    ("organisations", "secretary"): ("党组织书记", "支部书记", "书记（负责人）"),
    ("organisations", "parent_id"): ("上级党组织名称", "隶属党组织", "上级"),
    ("organisations", "kind"): ("党组织类型", "党组织类别"),
    ("buildings", "name"): ("楼宇（园区）名称", "项目名称", "载体名称", "楼栋名称"),
    ("buildings", "gross_area"): ("总建筑面积", "体量"),
    ("buildings", "property_phone"): ("物业联系电话", "物业联系方式"),
    ("buildings", "completed_year"): ("竣工时间", "建成时间", "竣工"),
    ("facilities", "name"): ("区域名称", "房间名称", "空间", "区域", "功能室", "功能室名称", "功能区域"),
    ("facilities", "capacity"): ("容纳人数", "可容纳人数（人）", "最大人数"),
    ("service-items", "category.name"): ("大类", "服务大类", "类别", "分类", "服务类别", "事项类别", "事项大类"),
    ("service-items", "category.code"): ("大类编码", "类别代码"),
    ("service-items", "code"): ("事项代码", "序码", "服务编码", "代码", "事项编号"),
    ("service-items", "name"): ("服务内容", "服务事项名称", "服务项目", "项目", "事项内容"),
    ("service-items", "department"): ("责任单位", "承办部门", "承办单位", "办理部门", "牵头部门"),
    ("service-items", "promised_days"): ("承诺办理时限", "办理时限", "承诺时间", "承诺（工作日）", "工作日"),
    ("service-items", "materials"): ("所需资料", "需带材料", "申请材料", "携带材料"),
    ("holidays", "day"): ("节假日日期", "放假日期"),
    ("holidays", "kind"): ("性质", "休/班", "放假或上班", "休息或上班"),
    ("holidays", "name"): ("节假日", "节假日名称", "节日名称"),
}
"""Headings beside the field's own aliases, by kind and column."""

_LEASES = ("租赁期限", "租期", "租赁情况", "租赁", "租赁时间", "租约", "租约期限", "合同期限", "租赁日期", "租赁期", "起止日期", "租赁起止日期", "合同")
_STARTS = ("起", "始", "起始", "开始", "起租", "自", "从", "起始日期", "开始日期", "起租日", "起租日期", "起始时间", "开始时间", "起始日")
_ENDINGS = ("止", "终", "终止", "结束", "到期", "至", "截止", "到", "终止日期", "结束日期", "到期日", "到期日期", "截止日期", "到期时间", "结束时间",
            "截止日")  # fmt: skip
_TALKERS = ("联系人", "企业联系人", "联络人", "主要联系人", "对接人", "行政联系人", "人事联系人", "联络员", "企业联络员", "单位联系人", "联系人员")
_MANAGERS = ("负责人", "企业负责人", "单位负责人", "公司负责人", "主要负责人", "总经理", "经理", "店长")
_PARTY = ("党建联系人", "党务联系人", "党建联络员", "党建负责人", "党组织书记", "支部书记", "书记", "党务工作者", "党组织负责人", "党建指导员", "党建专员")
_LEGAL = ("法定代表人", "法人", "法人代表")
_NUMBERS = ("电话", "手机", "联系电话", "手机号", "手机号码", "联系方式", "电话号码")


def _together(above: tuple[str, ...], below: tuple[str, ...]) -> tuple[str, ...]:
    """Every heading of two rows that says the same in one."""
    return tuple(first + second for first in above for second in below)


STACKED: dict[tuple[str, str], tuple[str, ...]] = {
    ("enterprises", "occupancy.lease_start"): _together(_LEASES, _STARTS),
    ("enterprises", "occupancy.lease_end"): _together(_LEASES, _ENDINGS),
    ("enterprises", "contact.name"): _together(_TALKERS, ("姓名",)),
    ("enterprises", "contact.role"): _together(_TALKERS, ("职务",)),
    ("enterprises", "contact.phone"): _together(_TALKERS, _NUMBERS),
    ("enterprises", "manager.name"): _together(_MANAGERS, ("姓名",)),
    ("enterprises", "manager.phone"): _together(_MANAGERS, _NUMBERS),
    ("enterprises", "party.name"): _together(_PARTY, ("姓名",)),
    ("enterprises", "party.phone"): _together(_PARTY, _NUMBERS),
    ("enterprises", "legal.name"): _together(_LEGAL, ("姓名",)),
    ("enterprises", "legal.phone"): _together(_LEGAL, _NUMBERS),
    ("enterprises", "building"): ("楼宇名称", "大厦名称"),
    ("enterprises", "name"): ("企业名称", "单位名称", "公司名称"),
}
"""Headings that stand in two rows, as one."""

NOT_HERE: dict[tuple[str, str], frozenset[str]] = {
    ("enterprises", "contact.name"): frozenset({"负责人"}),
    ("activities", "starts_at"): frozenset({"时间", "日期", "活动日期"}),
    ("people", "unit_name"): frozenset(),
}
"""Aliases of a field that mean another column in a ledger of this kind."""

CONTAINED: dict[str, tuple[str, ...]] = {"consent": ("是否同意", "同意将", "同意本人", "授权", "知情同意", "个人信息")}
"""Words that settle what a long heading (a question) is about."""

EXTRA_SYNONYMS: dict[tuple[str, str], dict[str, str]] = {
    ("enterprises", "ownership"): {
        "国企": "国有", "国有企业": "国有", "央企": "国有", "国有控股": "国有", "集体企业": "集体", "民企": "民营", "民营企业": "民营",
        "私营": "民营", "私营企业": "民营", "私企": "民营", "内资": "民营", "外资": "外商投资", "外企": "外商投资", "外资企业": "外商投资",
        "外商独资": "外商投资", "中外合资": "外商投资", "合资": "外商投资", "合资企业": "外商投资", "港资": "港澳台投资", "台资": "港澳台投资",
        "港澳台": "港澳台投资", "港澳台资": "港澳台投资", "混合所有制": "混合",
    },
    ("enterprises", "legal_form"): {
        "有限责任公司": "有限责任公司（其他）", "有限公司": "有限责任公司（其他）", "股份有限公司": "股份有限公司（非上市）",
        "上市公司": "股份有限公司（上市）", "外商投资企业": "有限责任公司（外商投资）", "分支机构": "分公司", "合伙企业": "普通合伙",
        "个人独资企业": "个人独资", "特殊普通合伙": "普通合伙", "国有独资": "有限责任公司（国有独资）",
    },
    ("enterprises", "unit_kind"): {
        "公司": "企业", "内资企业": "企业", "外资企业": "企业", "分公司": "分支机构", "代表处": "外企代表处", "个体户": "个体工商户（商户）",
        "个体": "个体工商户（商户）", "个体工商户": "个体工商户（商户）", "商户": "个体工商户（商户）", "律所": "律所等专业机构",
        "律师事务所": "律所等专业机构", "事业单位": "机关事业", "机关": "机关事业", "领事馆": "领事与国际机构", "社团": "社会组织",
    },
    ("enterprises", "industry"): {
        "批发零售业": "批发和零售业", "批发零售": "批发和零售业", "贸易": "批发和零售业", "商贸": "批发和零售业", "零售": "批发和零售业",
        "餐饮": "住宿和餐饮业", "住宿餐饮": "住宿和餐饮业", "餐饮业": "住宿和餐饮业", "住宿餐饮业": "住宿和餐饮业", "酒店": "住宿和餐饮业",
        "金融": "金融业", "金融服务": "金融业", "金融服务业": "金融业", "房地产": "房地产业", "物业": "房地产业", "物业管理": "房地产业",
        "建筑": "建筑业", "教育培训": "教育", "培训": "教育", "卫生": "卫生和社会工作", "医疗": "卫生和社会工作", "医疗卫生": "卫生和社会工作",
        "信息技术": "信息传输、软件和信息技术服务业", "软件": "信息传输、软件和信息技术服务业", "互联网": "信息传输、软件和信息技术服务业",
        "信息服务业": "信息传输、软件和信息技术服务业", "IT": "信息传输、软件和信息技术服务业",
        "商务服务": "租赁和商务服务业", "商务服务业": "租赁和商务服务业", "专业服务": "租赁和商务服务业", "专业服务业": "租赁和商务服务业",
        "租赁商务服务业": "租赁和商务服务业", "法律服务": "租赁和商务服务业", "咨询": "租赁和商务服务业", "广告": "租赁和商务服务业",
        "科研": "科学研究和技术服务业", "科技服务": "科学研究和技术服务业", "科技服务业": "科学研究和技术服务业", "设计": "科学研究和技术服务业",
        "交通运输": "交通运输、仓储和邮政业", "物流": "交通运输、仓储和邮政业", "货运代理": "交通运输、仓储和邮政业",
        "文化": "文化、体育和娱乐业", "文化体育娱乐": "文化、体育和娱乐业", "文体": "文化、体育和娱乐业", "文化传媒": "文化、体育和娱乐业",
        "制造": "制造业", "居民服务": "居民服务、修理和其他服务业", "居民服务业": "居民服务、修理和其他服务业",
        "生活服务": "居民服务、修理和其他服务业",
    },
    ("enterprises", "scale"): {"大型": "大", "中型": "中", "小型": "小", "微型": "微", "小微": "小", "大型企业": "大", "中型企业": "中",
                               "小型企业": "小", "微型企业": "微"},
    ("enterprises", "party_org_status"): {
        "已建": "独立党支部", "已建立": "独立党支部", "独立支部": "独立党支部", "独立": "独立党支部", "联合支部": "联合支部覆盖",
        "联合党支部": "联合支部覆盖", "联合": "联合支部覆盖", "未建有党员": "未建·有党员", "未建无党员": "未建·无党员", "无": "未建·无党员",
        "不清楚": "不详",
    },
    ("enterprises", "contact.role"): {"人事": "HR", "法人": "法定代表人"},
    ("people", "education"): {
        "在职研究生": "研究生", "硕士学位": "研究生", "博士学位": "研究生", "研究生学历": "研究生", "MBA": "研究生", "全日制本科": "大学本科",
        "在职本科": "大学本科", "本科学历": "大学本科", "大学本科学历": "大学本科", "大专学历": "大学专科", "高职": "大学专科",
        "大学普通班": "大学专科", "中技": "中专中技", "职高": "中专中技", "技校": "中专中技", "高中学历": "高中", "初中及以下": "初中",
    },
    ("people", "gender"): {"先生": "男", "女士": "女", "♂": "男", "♀": "女"},
    ("people", "political_status"): {"中国共产党党员": "中共党员", "正式党员": "中共党员", "共产党员": "中共党员", "无党派": "无党派人士"},
    ("people", "membership.relation_type"): {
        "本组织": "在本组织", "在册": "在本组织", "流动": "流动党员", "已转入": "在本组织", "外单位": "在外单位·本楼工作", "转出": "已转出",
    },
    ("registrations", "person.gender"): {"先生": "男", "女士": "女"},
    ("registrations", "party_member"): {
        "中共党员": "是", "中共正式党员": "是", "正式党员": "是", "预备党员": "是", "中共预备党员": "是", "共产党员": "是", "中共": "是", "正式": "是",
        "预备": "是", "群众": "否", "非党员": "否", "共青团员": "否", "团员": "否", "入党积极分子": "否", "积极分子": "否", "发展对象": "否",
        "民主党派": "否", "无党派人士": "否", "无党派": "否", "民盟": "否", "九三学社": "否", "民建": "否", "民革": "否", "农工党": "否", "其他": "否",
    },
    ("registrations", "status"): {"已取消": "取消", "候补中": "候补", "报名成功": "已报名", "已通过": "已报名", "审核通过": "已报名"},
    ("holidays", "kind"): {
        "放假": "休", "休息": "休", "假": "休", "假日": "休", "节假日": "休", "法定节假日": "休", "休息日": "休", "上班": "班",
        "调休上班": "班", "补班": "班", "调休": "班", "工作日": "班",
    },
    ("service-items", "mode"): {"现场": "现场办", "现场办理": "现场办", "帮办": "帮办代办", "代办": "帮办代办", "自助办": "自助",
                                "自助办理": "自助", "预约办": "预约", "预约办理": "预约", "转办": "转介"},
}
"""Words for choices beside the field's own synonyms."""

TEMPLATES: dict[str, tuple[str, ...]] = {
    "enterprises": (
        "building", "unit.floor", "unit.room", "name", "short_name", "credit_code", "no_code_reason", "unit_kind",
        "industry", "business", "ownership", "legal.name", "contact.name", "contact.role", "contact.phone", "headcount",
        "party_count", "occupancy.area", "occupancy.moved_in_on", "occupancy.lease_start", "occupancy.lease_end",
        "is_key", "party_org_status", "tags", "remark",
    ),
    "people": (
        "name", "gender", "born", "education", "mobile", "unit_name", "job_title", "roles", "political_status",
        "membership.organisation_id", "membership.kind", "membership.joined_on", "membership.regularised_on",
        "membership.post", "consent", "consent.given_on", "remark",
    ),
    "registrations": (
        "activity.number", "activity.title", "person.name", "person.mobile", "unit_name", "party_member", "channel",
        "registered_at", "consent", "remark",
    ),
    "activities": (
        "number", "title", "type", "tags", "platform", "starts_at", "ends_at", "venue_id", "venue", "organiser",
        "co_organisers", "speaker", "owner", "audience", "capacity", "registration_deadline", "status", "remark",
    ),
}
"""The columns of an import template, where not all of them."""

EXAMPLES: dict[str, dict[str, str]] = {
    "enterprises": {
        "building": "环贸广场一期", "unit.floor": "8", "unit.room": "05", "name": "上海示例咨询有限公司", "unit_kind": "企业",
        "credit_code": "91310104MADEM00119", "contact.name": "张示例", "contact.phone": "13800000000", "headcount": "35",
        "party_count": "4", "occupancy.lease_start": "2024-03-01", "occupancy.lease_end": "2027-02-28", "is_key": "否",
    },
    "people": {
        "name": "李示例", "gender": "女", "born": "1990-05", "education": "大学本科", "mobile": "13800000000",
        "unit_name": "上海示例咨询有限公司", "roles": "白领、志愿者", "consent": "同意",
    },
    "registrations": {
        "activity.number": "HD-2026-0001", "person.name": "李示例", "person.mobile": "13800000000", "party_member": "否",
        "unit_name": "上海示例咨询有限公司", "registered_at": "2026-03-05 09:30", "consent": "同意",
    },
    "activities": {
        "title": "午间沙龙", "type": "沙龙", "starts_at": "2026-03-05 12:00", "ends_at": "2026-03-05 13:00", "capacity": "30",
    },
    "buildings": {"name": "示例大厦", "area_id": "示例片区", "address": "示例路 1 号", "kind": "商务楼", "floors_above": "30"},
    "facilities": {"name": "示例活动室", "floor": "9", "capacity": "40", "bookable": "是"},
    "organisations": {"name": "中共示例大厦联合支部委员会", "kind": "联合党支部", "secretary": "李示例"},
    "service-items": {
        "category.code": "A", "category.name": "党务服务", "code": "A01", "name": "党员报到", "promised_days": "0",
        "mode": "现场办",
    },
    "holidays": {"day": "2026-10-01", "kind": "休", "name": "国庆节"},
}
"""The example row of a template."""
