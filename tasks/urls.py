from django.urls import URLPattern, path

from tasks.views import show_task, show_tasks

urlpatterns: list[URLPattern] = [
    path("tasks/", show_tasks, name="tasks"),
    path("tasks/<str:code>/", show_task, name="task"),
]
