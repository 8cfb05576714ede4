"""Picture of a page for each kind of attachment."""

from __future__ import annotations

from typing import assert_never

from torchgrade.model.attachments import Cloud, Gallery, Matrix, Recovered
from torchgrade.model.results import Attachment, Curve, Images
from torchgrade.reports.charts import line_chart
from torchgrade.reports.clouds import cloud_view
from torchgrade.reports.matrices import matrix_view
from torchgrade.reports.parameters import recovered_view
from torchgrade.reports.picture_records import PictureView
from torchgrade.reports.pictures import gallery_view, images_view
from torchgrade.reports.sentences import Sentences


def figure(attachment: Attachment, sentences: Sentences, picture_id: str) -> PictureView:
    """Return the picture of an attachment.

    :param picture_id: prefix of the ids in the picture, which no other picture of the page has.
    """
    match attachment:
        case Curve():
            return line_chart(attachment, sentences, picture_id)
        case Images():
            return images_view(attachment, sentences, picture_id)
        case Matrix():
            return matrix_view(attachment, sentences, picture_id)
        case Cloud():
            return cloud_view(attachment, sentences, picture_id)
        case Recovered():
            return recovered_view(attachment, sentences, picture_id)
        case Gallery():
            return gallery_view(attachment, sentences, picture_id)
        case _:
            assert_never(attachment)
