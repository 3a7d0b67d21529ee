from types import SimpleNamespace

from wagtail_remacto.journey.map import draw


def place(latitude, longitude):
    known = latitude is not None
    return SimpleNamespace(latitude=latitude, longitude=longitude, has_point=known)


class TestMap:
    def test_without_a_known_place_there_is_no_picture(self):
        assert draw([place(None, None)]) is None

    def test_north_is_up_and_east_is_to_the_right(self):
        picture = draw([place(35.57, -5.37), place(30.42, -9.6)])
        tetouan, agadir = picture.points
        assert tetouan.y < agadir.y
        assert tetouan.x > agadir.x

    def test_every_point_is_inside_the_picture(self):
        picture = draw([place(35.9, -2.0), place(21.5, -17.0), place(33.0, -7.0)])
        for point in picture.points:
            assert 0 < point.x < picture.width
            assert 0 < point.y < picture.height

    def test_one_place_alone_can_be_drawn(self):
        assert len(draw([place(33.0, -7.0)]).points) == 1
