from django.urls import path

from departments.views import display, people, session

urlpatterns = [
    path("login/", session.login, name="login"),
    path("logout/", session.logout, name="logout"),
    path("password/", session.password_change, name="password_change"),
    path("display/", display.display, name="display"),
    path("keepalive/", session.keepalive, name="keepalive"),
    path("people/", people.people, name="people"),
    path("people/list.<kind:kind>", people.people_file, name="people_file"),
    path("people/new/", people.person_new, name="person_new"),
    path("people/<int:pk>/", people.person_edit, name="person_edit"),
    path("people/<int:pk>/open/", people.person_open, name="person_open"),
    path("people/<int:pk>/close/", people.person_close, name="person_close"),
    path("people/<int:pk>/password/", people.person_password, name="person_password"),
]
