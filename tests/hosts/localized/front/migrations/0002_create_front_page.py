from django.db import migrations


def create_front_page(apps, schema_editor):
    ContentType = apps.get_model("contenttypes.ContentType")
    Page = apps.get_model("wagtailcore.Page")
    Site = apps.get_model("wagtailcore.Site")
    FrontPage = apps.get_model("front.FrontPage")

    welcome = ContentType.objects.get(model="page", app_label="wagtailcore")
    Page.objects.filter(content_type=welcome, slug="home", depth=2).delete()
    kind, _made = ContentType.objects.get_or_create(model="frontpage", app_label="front")
    page = FrontPage.objects.create(
        title="Accueil",
        draft_title="Accueil",
        slug="home",
        content_type=kind,
        path="00010001",
        depth=2,
        numchild=0,
        url_path="/home/",
    )
    Site.objects.create(hostname="localhost", root_page=page, is_default_site=True)


class Migration(migrations.Migration):
    run_before = [("wagtailcore", "0053_locale_model")]
    dependencies = [("front", "0001_initial")]
    operations = [
        migrations.RunPython(create_front_page, migrations.RunPython.noop),
    ]
