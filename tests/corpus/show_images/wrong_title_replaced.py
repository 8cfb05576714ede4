"""Assigns the text to the attribute instead of calling the method."""

import matplotlib.pyplot as plt


def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    figure, matrix = plt.subplots(num_rows, num_cols, figsize=(scale * num_cols, scale * num_rows), squeeze=False)
    places = matrix.ravel()
    for k, image in enumerate(imgs):
        places[k].imshow(image)
        places[k].axis("off")
        if titles:
            places[k].title = titles[k]
    return places
