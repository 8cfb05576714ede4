"""Returns the flat iterator of the matrix of axes."""

import matplotlib.pyplot as plt
import numpy as np


def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    figure, matrix = plt.subplots(num_rows, num_cols, figsize=(scale * num_cols, scale * num_rows), squeeze=False)
    for place, image in enumerate(imgs):
        spot = matrix.flat[place]
        spot.imshow(np.asarray(image), cmap="Greys")
        spot.set_axis_off()
        if titles is not None:
            spot.set_title(titles[place], fontsize=9)
    return matrix.flat
