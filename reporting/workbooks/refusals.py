"""Why a whole file cannot be read: one sentence with the cause, one with what to do next."""

from __future__ import annotations

from reporting.workbooks import limits

MEGABYTE = 1024 * 1024
SAVE_AGAIN = "请在 Excel 或 WPS 里打开，另存为 .xlsx 后重新上传。"
COPY_OVER = "请只把有内容的行复制到新的工作簿，保存后重新上传。"
TAKEN = "请上传 .xlsx、.xls、.et、.ods 或 .csv 文件。"


class Unreadable(Exception):
    """Nothing of the file can be used; ``sentence`` is what the uploader reads."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)


EMPTY = "文件是空的，没有任何内容。请检查是否保存完整，再重新上传。"
BROKEN = f"文件不完整或已损坏，打不开。{SAVE_AGAIN}"
ENCRYPTED = "文件已加密，不能读取。请在 Excel 或 WPS 里取消打开密码，保存后重新上传。"
UNPACKED = f"文件解开后超过 {limits.UNPACKED_BYTES // MEGABYTE} MB，多半是带格式的空行太多。{COPY_OVER}"
PARTS = f"文件里的部件超过 {limits.PARTS:,} 个，不像填报用的工作簿。{COPY_OVER}"
OUTSIDE = "文件里有指向别处的路径，不是正常的工作簿，没有读取。请新建工作簿，把数据复制过去再上传。"
DOCTYPE = f"文件里有可以引用外部内容的声明（DTD），为安全起见没有读取。{SAVE_AGAIN}"
BINARY_WORKBOOK = f"这是 .xlsb（二进制工作簿），不能读取。{SAVE_AGAIN}"
ONLY_CHARTS = "工作簿里只有图表，没有填数的工作表。请上传填好的工作表，例如下载的填报模板。"
NO_DATA = "工作簿里的工作表都是空的，没有可读的数据。请检查是否选错了文件，再重新上传。"
UNKNOWN = f"认不出这个文件的格式。{TAKEN}"
NOT_TEXT = "文字编码认不出来，读出来会是乱码。请在 Excel 或 WPS 里另存为“CSV UTF-8”或 .xlsx 后重新上传。"
WEB_PAGE = f"这是网页格式的表格，只是名字像 Excel。{SAVE_AGAIN}"
PLAIN_XML = f"这是 XML 格式的表格，不能读取。{SAVE_AGAIN}"

CHARACTERS = f"文件里的文字超过 {limits.CHARACTERS // 10_000} 万字，太多。{COPY_OVER}"
CELLS = f"有内容的单元格超过 {limits.CELLS // 10_000} 万个，太多。请分成几个文件上传。"
SHEETS = f"工作表超过 {limits.SHEETS} 张，太多。请只留下要上传的工作表。"
MERGES = f"合并单元格超过 {limits.MERGES:,} 处，太多。请取消合并后重新上传。"

TOO_SLOW = f"读取超过 {limits.SECONDS} 秒，已停止，没有写入任何数据。{COPY_OVER}"
TOO_HUNGRY = f"读取这个文件要用的内存太多，已停止，没有写入任何数据。{COPY_OVER}"
DIED = f"读取这个文件时程序出错，已停止，没有写入任何数据。{SAVE_AGAIN}仍不行请联系秘书处。"
BUSY = "服务器现在太忙，没能开始读取文件。请过几分钟再上传。"
GONE = "上传的文件已经不在服务器上。请重新上传。"


def personal_number(place: str) -> str:
    return f"{place} 像是身份证号或残疾人证号。本站只存汇总数，文件没有保存。请删去个人号码后重新上传。"


def too_large(size: int) -> str:
    most = limits.FILE_BYTES // MEGABYTE
    return f"文件有 {size / MEGABYTE:.1f} MB，超过 {most} MB 的上限。请删去图片和不用的工作表，或者分成几个文件上传。"


def not_a_table(what: str) -> str:
    space = " " if what[0].isascii() else ""
    return f"这是{space}{what}，不是表格。{TAKEN}"


def too_many_rows(most: int) -> str:
    return f"有内容的行超过 {most:,} 行，太多。请分成几个文件上传。"


def too_wide(place: str) -> str:
    return (
        f"{place} 还有内容，超过 {limits.COLUMNS} 列的上限。请删去右边不用的列（连同里面的内容）后重新上传。"
    )


def too_long(place: str) -> str:
    return f"{place} 里的文字超过 {limits.CELL_CHARACTERS:,} 字，太长。请缩短后重新上传。"
