"""The fixed vocabularies of the models: the engine's codes with the words that users read."""

from django.db import models

from indicators.progress import terms
from indicators.progress.periods import Frequency


class FrequencyChoice(models.TextChoices):
    QUARTERLY = Frequency.QUARTERLY.value, "每季度"
    HALF_YEARLY = Frequency.HALF_YEARLY.value, "每半年"
    YEARLY = Frequency.YEARLY.value, "每年"


class BasisChoice(models.TextChoices):
    POINT = terms.Basis.POINT.value, "时点数或当期比率"
    FLOW = terms.Basis.FLOW.value, "本期发生数"
    YTD = terms.Basis.YTD.value, "年内累计数"


class SpanChoice(models.TextChoices):
    LATEST = terms.Span.LATEST.value, "最新值"
    YEAR = terms.Span.YEAR.value, "全年"
    PLAN = terms.Span.PLAN.value, "规划期累计"


class KindChoice(models.TextChoices):
    REACH = terms.Kind.REACH.value, "到期达到"
    KEEP = terms.Kind.KEEP.value, "每年保持"


class ComparatorChoice(models.TextChoices):
    AT_LEAST = terms.Comparator.AT_LEAST.value, "不低于（≥）"
    MORE_THAN = terms.Comparator.MORE_THAN.value, "大于（>）"
    AT_MOST = terms.Comparator.AT_MOST.value, "不高于（≤）"
    LESS_THAN = terms.Comparator.LESS_THAN.value, "小于（<）"
    REDUCE_BY = terms.Comparator.REDUCE_BY.value, "比基期下降（%以上）"
    RISE = terms.Comparator.RISE.value, "稳步提升"
    HOLD = terms.Comparator.HOLD.value, "保持稳定"
    IN_STEP = terms.Comparator.IN_STEP.value, "与参照基本同步"


WITHOUT_THRESHOLD = [ComparatorChoice.RISE, ComparatorChoice.HOLD, ComparatorChoice.IN_STEP]


class Nature(models.TextChoices):
    BINDING = "binding", "约束性"
    EXPECTED = "expected", "预期性"


class AnswerChoice(models.TextChoices):
    """Blank (not reported) is the empty string: the row stays for its history, the engine never sees it."""

    VALUE = terms.Answer.VALUE.value, "数值"
    NOT_APPLICABLE = terms.Answer.NOT_APPLICABLE.value, "不适用"
    NO_DATA = terms.Answer.NO_DATA.value, "暂无数据"


class State(models.TextChoices):
    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "已报送"
    RETURNED = "returned", "已退回"
    APPROVED = "approved", "已审核"


class Via(models.TextChoices):
    """By which way a value came."""

    PAGE = "page", "页面"
    ON_BEHALF = "on_behalf", "代填"
    BATCH = "batch", "Excel批次"
    CORRECTION = "correction", "更正"
    API = "api", "接口"
    PLAN_FILE = "plan_file", "规划文件"
    DEMO = "demo", "演示数据"
