from django.urls import URLPattern, path

from tasks.views import show_task, show_tasks, tasks_file

urlpatterns: list[URLPattern] = [
    path("tasks/", show_tasks, name="tasks"),
    path("tasks/list.<kind:kind>", tasks_file, name="tasks_file"),
    path("tasks/<str:code>/", show_task, name="task"),
]
