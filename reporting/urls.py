from django.urls import path

from reporting.views import cell, files, grid, home, imports, quarter, review, rounds

urlpatterns = [
    path("entry/", home.entry_home, name="entry_home"),
    path("entry/<str:plan_code>/<str:period_code>/", grid.entry, name="entry"),
    path("entry/<str:plan_code>/<str:period_code>/<str:code>/", cell.entry_cell, name="entry_cell"),
    path("report/", quarter.report, name="report"),
    path("report/template/<str:period_code>/", files.template, name="template"),
    path("imports/", imports.imports, name="imports"),
    path("imports/new/", imports.upload, name="upload"),
    path("imports/progress/<uuid:key>/", imports.progress, name="upload_progress"),
    path("imports/<int:pk>/", imports.batch, name="batch"),
    path("imports/<int:pk>/confirm/", imports.confirm, name="batch_confirm"),
    path("imports/<int:pk>/again/", imports.again, name="batch_again"),
    path("imports/<int:pk>/discard/", imports.discard, name="batch_discard"),
    path("imports/<int:pk>/undo/", imports.undo, name="batch_undo"),
    path("imports/<int:pk>/approve/", imports.approve, name="batch_approve"),
    path("imports/<int:pk>/file/", files.batch_file, name="batch_file"),
    path("imports/<int:pk>/marked/", files.batch_marked, name="batch_marked"),
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/<str:period_code>/", rounds.board, name="round"),
    path("rounds/<str:period_code>/board.<kind:kind>", rounds.board_file, name="round_file"),
    path("rounds/<str:period_code>/close/", rounds.close, name="round_close"),
    path("rounds/<str:period_code>/reopen/", rounds.reopen, name="round_reopen"),
    path("rounds/<str:period_code>/publish/", rounds.publish, name="round_publish"),
    path("rounds/<str:period_code>/indicators/", review.indicators, name="round_indicators"),
    path("rounds/<str:period_code>/departments/<int:pk>/", review.department, name="round_department"),
    path("rounds/<str:period_code>/departments/<int:pk>/extend/", rounds.extend, name="round_extend"),
    path("rounds/<str:period_code>/items/<int:pk>/return/", review.send_back, name="item_return"),
]
