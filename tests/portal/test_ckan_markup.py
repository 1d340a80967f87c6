"""What is put into CKAN's own pages: once, and only where it is missing."""

import pytest

from ckanext.binhduong.portal.ckan_markup import completed


@pytest.mark.parametrize(
    ("page", "said"),
    [
        pytest.param(
            '<div class="main"><div class="primary" role="main">x</div></div>',
            '<div class="main"><div class="primary" role="main"><h1 class="visually-hidden">Sửa \\1</h1>x</div></div>',
            id="heading",
        ),
        pytest.param(
            '<div role="main"><h1 class="hide-heading">a</h1></div>',
            '<div role="main"><h1 class="visually-hidden">a</h1></div>',
            id="hidden",
        ),
        pytest.param('<div role="main"><h1>Tên</h1></div>', '<div role="main"><h1>Tên</h1></div>', id="a page with both"),
        pytest.param(
            '<article class="module">x</article><article class="module">y</article>',
            '<article class="module" role="main"><h1 class="visually-hidden">Sửa \\1</h1>x</article><article class="module">y</article>',
            id="main part",
        ),
        pytest.param(
            "<h1>a</h1><th></th><th>&nbsp;</th><th>b</th>",
            '<h1>a</h1><th scope="col"><span class="visually-hidden">Thao tác</span></th>'
            + '<th scope="col"><span class="visually-hidden">Thao tác</span></th><th>b</th>',
            id="columns without a name",
        ),
        pytest.param(
            '<h1>a</h1><ul class="group-list">\n <p>\n Không có gì\n</p> </ul>', "<h1>a</h1><p>\n Không có gì\n</p>", id="empty list"
        ),
        pytest.param(
            '<h1>a</h1><h3 class="dataset-heading"><a>b</a></h3><h3>c</h3>',
            '<h1>a</h1><h2 class="dataset-heading"><a>b</a></h2><h3>c</h3>',
            id="headings of datasets",
        ),
        pytest.param("<h1>a</h1><ul><li>b</li>\n<br>\n</ul><br>", "<h1>a</h1><ul><li>b</li>\n\n</ul><br>", id="breaks in a list"),
        pytest.param(
            '<h1>a</h1><select class="form-control select-time" form="range_form" name="new_id"><select name="b">',
            '<h1>a</h1><select class="form-control select-time" form="range_form" name="new_id" aria-label="Bản mới"><select name="b">',
            id="versions without a name",
        ),
        pytest.param(
            '<h1>a</h1><input id="p" type="password" name="password1" autocomplete="no"><input type="text" autocomplete="no">',
            '<h1>a</h1><input id="p" type="password" name="password1" autocomplete="new-password"><input type="text" autocomplete="no">',
            id="new password",
        ),
    ],
)
def test_what_is_missing_is_put_in(page: str, said: str) -> None:
    """And nothing else is touched."""
    assert completed(page, "Sửa \\1", "Thao tác", {"old_id": "Bản cũ", "new_id": "Bản mới"}) == said
