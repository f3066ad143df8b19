"""Who: departments with their printed names, and people with their role."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from simple_history.models import HistoricalRecords


class DepartmentKind(models.TextChoices):
    DEPARTMENT = "department", "部门"
    SUBDISTRICT = "subdistrict", "街道"
    GROUP = "group", "单位组"


class Department(models.Model):
    """A department by its printed full name. 各街道 is a group; its members point to it."""

    name = models.CharField("单位名称", max_length=50, unique=True)
    kind = models.CharField("类别", max_length=20, choices=DepartmentKind)
    group = models.ForeignKey(
        "self",
        verbose_name="所属单位组",
        related_name="members",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    position = models.PositiveSmallIntegerField("印发顺序")

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name


class DepartmentAlias(models.Model):
    """Another name that the documents print for the same department."""

    department = models.ForeignKey(Department, related_name="aliases", on_delete=models.CASCADE)
    name = models.CharField("别名", max_length=50, unique=True)

    class Meta:
        verbose_name = verbose_name_plural = "单位别名"

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    COORDINATOR = "coordinator", "秘书处"
    LIAISON = "liaison", "单位联络员"
    LEADER = "leader", "领导"
    EVALUATOR = "evaluator", "评估专家"
    SYSTEM = "system", "系统管理员"
    SECURITY = "security", "安全管理员"
    AUDIT = "audit", "审计管理员"


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, username: str, password: str, role: Role, **fields: Any) -> Person:
        person = self.model(username=username, role=role, **fields)
        person.set_password(password)
        person.full_clean()
        person.save()
        return person


class Person(AbstractBaseUser):
    """Someone who signs in. There is no superuser: what a person may do follows from the role alone."""

    username = models.CharField(
        "用户名",
        max_length=30,
        unique=True,
        validators=[RegexValidator(r"^[\w.@-]+$", "用户名只能用汉字、字母、数字和 . @ - _。")],
        error_messages={"unique": "这个用户名已经有人使用，请换一个。"},
    )
    name = models.CharField("姓名", max_length=50, blank=True)
    role = models.CharField("角色", max_length=20, choices=Role)
    department = models.ForeignKey(
        Department,
        verbose_name="单位",
        related_name="people",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    is_active = models.BooleanField("账号有效", default=True)
    is_demo = models.BooleanField("演示账号", default=False)
    password_is_initial = models.BooleanField("首次登录须改密码", default=False)

    # 大字、高对比、纯文本、深色: how this person reads the site.
    large = models.BooleanField("大字", default=False)
    contrast = models.BooleanField("高对比", default=False)
    plain = models.BooleanField("纯文本", default=False)
    dark = models.BooleanField("深色", default=False)

    objects: ClassVar[PersonManager] = PersonManager()
    history = HistoricalRecords(
        excluded_fields=["password", "last_login", "large", "contrast", "plain", "dark"]
    )

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = verbose_name_plural = "人员"
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(
                name="person_liaison_has_department",
                condition=~models.Q(role=Role.LIAISON) | models.Q(department__isnull=False),
                violation_error_message="单位联络员必须选择所属单位。",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.username

    @property
    def is_coordinator(self) -> bool:
        return self.role == Role.COORDINATOR
