"""Mistakes that students make in ``show_images``; each shows in the figure, in the result or in an exception.

The function below a mistake is the example that the audit submits; the judge never runs it.
"""

from __future__ import annotations

import torch
from matplotlib import pyplot as plt

from torchgrade.checking.mistake import Mistakes
from torchgrade_d2l.softmax_regression.show_images import symptoms
from torchgrade_d2l.softmax_regression.show_images.symptoms import raises

mistake = Mistakes("show_images")
right = mistake.right


# Parts of a right function, for the examples.


def grid(num_rows, num_cols, scale, order="C", size=None):
    _, axes = plt.subplots(num_rows, num_cols, figsize=size or (num_cols * scale, num_rows * scale))
    return axes.flatten(order)


def draw(ax, img):
    ax.imshow(img.numpy() if torch.is_tensor(img) else img)
    hide(ax)


def hide(ax):
    ax.get_xaxis().set_visible(False)
    ax.get_yaxis().set_visible(False)


def name(axes, titles):
    for ax, title in zip(axes, titles or ()):
        ax.set_title(title)


def filled(axes, imgs, titles):
    for ax, img in zip(axes, imgs):
        draw(ax, img)
    name(axes, titles)
    return axes


# Images are missing or at other places.


@mistake(
    "not_flattened",
    explains=["images", "titles"],
    about="axes",
    shows=raises(
        r"'numpy.ndarray' object has no attribute '(?:imshow|axes|set_title|get_xaxis|axis|set_axis_off|set_xticks)'"
    ),
)
def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    _, axes = plt.subplots(num_rows, num_cols, figsize=(num_cols * scale, num_rows * scale))
    return filled(axes, imgs, titles)


@mistake(
    "numpy_of_everything",
    explains=["places"],
    about="images",
    shows=raises(r"'(?:numpy\.ndarray|Image)' object has no attribute '(?:numpy|cpu|detach)'"),
)
def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    axes = grid(num_rows, num_cols, scale)
    for ax, img in zip(axes, imgs):
        ax.imshow(img.numpy())
        hide(ax)
    name(axes, titles)
    return axes


@mistake("tensors_only", explains=["places"], about="images", shows=raises(r"'list' object has no attribute '\w+'"))
def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    axes = grid(num_rows, num_cols, scale)
    for i in range(imgs.shape[0]):
        draw(axes[i], imgs[i])
    name(axes, titles)
    return axes


@mistake("places", explains=["places", "returns"], about="images", shows=symptoms.too_many_places)
def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    axes = grid(num_rows, num_cols, scale)
    for i, ax in enumerate(axes):
        draw(ax, imgs[i])
    name(axes, titles)
    return axes


@mistake("same_image", explains=["images"], about="images", shows=symptoms.same_image)
def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    axes = grid(num_rows, num_cols, scale)
    for ax, _ in zip(axes, imgs):
        draw(ax, imgs[0])
    name(axes, titles)
    return axes


@mistake("first_only", explains=["images", "titles"], about="images", shows=symptoms.first_only)
def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    axes = grid(num_rows, num_cols, scale)
    for i, (ax, img) in enumerate(zip(axes, imgs)):
        draw(ax, img)
        if titles:
            ax.set_title(titles[i])
        return axes


@mistake(
    "channel",
    explains=["images", "titles"],
    about="images",
    shows=raises(r"permute\(|axes don't match array|Invalid shape \(28,\)|too many indices for tensor"),
)
def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    axes = grid(num_rows, num_cols, scale)
    for ax, img in zip(axes, imgs):
        draw(ax, img.permute(1, 2, 0))
    name(axes, titles)
    return axes


@mistake("channel")
def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    axes = grid(num_rows, num_cols, scale)
    for ax, img in zip(axes, imgs):
        draw(ax, img[0])
    name(axes, titles)
    return axes


@mistake("one_place", explains=["images"], about="axes", shows=symptoms.one_place)
def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    axes = grid(num_rows, num_cols, scale)
    for img in imgs:
        plt.imshow(img)
        plt.axis("off")
    name(axes, titles)
    return axes


@mistake("one_place")
def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    plt.figure(figsize=(num_cols * scale, num_rows * scale))
    for i, img in enumerate(imgs):
        plt.imshow(img)
        if titles:
            plt.title(titles[i])
    return plt.gca()


@mistake("own_figures", explains=["images"], about="axes", shows=symptoms.own_figures)
def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    for i, img in enumerate(imgs):
        plt.figure(figsize=(num_cols * scale, num_rows * scale))
        plt.imshow(img)
        plt.axis("off")
        if titles:
            plt.title(titles[i])
    plt.show()


@mistake("column_order", explains=["places", "returns"], about="axes", shows=symptoms.column_order)
def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    return filled(grid(num_rows, num_cols, scale, "F"), imgs, titles)


@mistake("turned", explains=["images"], about="images", shows=symptoms.turned)
def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    axes = grid(num_rows, num_cols, scale)
    for ax, img in zip(axes, imgs):
        draw(ax, torch.as_tensor(img).T if torch.is_tensor(img) else img)
    name(axes, titles)
    return axes


# The titles are wrong.


@mistake(
    "no_titles_asked",
    explains=["titles"],
    about="titles",
    shows=raises(
        r"'NoneType' object is not (?:subscriptable|iterable)|'NoneType' object has no|object of type 'NoneType'"
    ),
)
def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    axes = grid(num_rows, num_cols, scale)
    for i, (ax, img) in enumerate(zip(axes, imgs)):
        draw(ax, img)
        ax.set_title(titles[i])
    return axes


@mistake("same_title", explains=["titles"], about="titles", shows=symptoms.same_title)
def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    axes = grid(num_rows, num_cols, scale)
    for ax, img in zip(axes, imgs):
        draw(ax, img)
        if titles:
            ax.set_title(titles[0])
    return axes


@mistake("same_title")
def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    axes = grid(num_rows, num_cols, scale)
    for ax, img in zip(axes, imgs):
        draw(ax, img)
        if titles:
            ax.set_title(titles)
    return axes


@mistake("title_elsewhere", explains=["titles"], about="titles", shows=symptoms.title_elsewhere)
def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    axes = filled(grid(num_rows, num_cols, scale), imgs, None)
    for title in titles or ():
        plt.title(title)
    return axes


@mistake("title_elsewhere")
def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    axes = filled(grid(num_rows, num_cols, scale), imgs, None)
    for ax, title in zip(axes, titles or ()):
        ax.set_xlabel(title)
    return axes


@mistake("title_replaced", explains=["titles"], about="titles", shows=symptoms.title_replaced)
def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    axes = filled(grid(num_rows, num_cols, scale), imgs, None)
    for ax, title in zip(axes, titles or ()):
        ax.title = title
    return axes


@mistake("shifted_titles", explains=["titles"], about="titles", shows=symptoms.shifted_titles)
def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    axes = grid(num_rows, num_cols, scale)
    for i, (ax, img) in enumerate(zip(axes, imgs)):
        draw(ax, img)
        if titles:
            ax.set_title(titles[i - 1])
    return axes


@mistake("none_as_title", explains=["titles"], about="titles", shows=symptoms.none_as_title)
def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    axes = grid(num_rows, num_cols, scale)
    for i, (ax, img) in enumerate(zip(axes, imgs)):
        draw(ax, img)
        ax.set_title(f"{titles and titles[i]}")
    return axes


# The grid or the size of the figure is wrong.


@mistake("exchanged_grid", explains=["grid"], about="grid", shows=symptoms.exchanged_grid)
def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    return filled(grid(num_cols, num_rows, scale, size=(num_cols * scale, num_rows * scale)), imgs, titles)


@mistake("exchanged_size", explains=["grid"], about="grid", shows=symptoms.exchanged_size)
def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    return filled(grid(num_rows, num_cols, scale, size=(num_rows * scale, num_cols * scale)), imgs, titles)


@mistake(
    "matrix_index",
    explains=["grid"],
    about="grid",
    shows=raises(r"too many indices for array|'Axes(?:Subplot)?' object is not subscriptable"),
)
def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    _, axes = plt.subplots(num_rows, num_cols, figsize=(num_cols * scale, num_rows * scale))
    for i, img in enumerate(imgs):
        draw(axes[i // num_cols, i % num_cols], img)
    name(axes.flatten(), titles)
    return axes.flatten()


@mistake("unused_scale", explains=["grid"], about="grid", shows=symptoms.unused_scale)
def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    return filled(grid(num_rows, num_cols, 1.5), imgs, titles)


@mistake("unused_scale")
def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    return filled(grid(num_rows, num_cols, 1), imgs, titles)


@mistake("default_size", explains=["grid"], about="grid", shows=symptoms.default_size)
def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    return filled(plt.subplots(num_rows, num_cols)[1].flatten(), imgs, titles)


# Ticks are left.


@mistake("ticks", explains=["bare"], about="ticks", shows=symptoms.ticks_everywhere)
def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    axes = grid(num_rows, num_cols, scale)
    for ax, img in zip(axes, imgs):
        ax.imshow(img)
    name(axes, titles)
    return axes


@mistake("ticks")
def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    axes = grid(num_rows, num_cols, scale)
    for ax, img in zip(axes, imgs):
        ax.imshow(img)
        ax.get_xaxis().set_visible(False)
    name(axes, titles)
    return axes


@mistake("ticks_but_last", explains=["bare"], about="ticks", shows=symptoms.ticks_but_last)
def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    axes = grid(num_rows, num_cols, scale)
    for ax, img in zip(axes, imgs):
        ax.imshow(img)
        plt.axis("off")
    name(axes, titles)
    return axes


# Something else is returned, or the arguments are in another order.


@mistake("nothing_returned", explains=["returns"], about="returns", shows=symptoms.returned("nothing"))
def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    right(imgs, num_rows, num_cols, titles, scale)
    plt.show()


@mistake("matrix_returned", explains=["returns"], about="returns", shows=symptoms.returned("ndarray"))
def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    return right(imgs, num_rows, num_cols, titles, scale).reshape(num_rows, num_cols)


@mistake("figure_returned", explains=["returns"], about="returns", shows=symptoms.returned("Figure", "tuple"))
def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    axes = right(imgs, num_rows, num_cols, titles, scale)
    return axes[0].figure, axes


@mistake("one_returned", explains=["returns"], about="returns", shows=symptoms.returned("Axes", "AxesSubplot"))
def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    for ax in right(imgs, num_rows, num_cols, titles, scale):
        last = ax
    return last


@mistake("fewer_returned", explains=["returns"], about="returns", shows=symptoms.fewer_returned)
def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    return right(imgs, num_rows, num_cols, titles, scale)[: len(imgs)]


@mistake("order", about="images", shows=symptoms.order)
def show_images(num_rows, num_cols, imgs, titles=None, scale=1.5):
    return right(imgs, num_rows, num_cols, titles, scale)


# Wrong answers that the sentence of the check explains.


@mistake.unnamed("images")
def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    return right([torch.zeros(28, 28) for _ in imgs], num_rows, num_cols, titles, scale)


@mistake.unnamed("titles")
def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    return right(imgs, num_rows, num_cols, None, scale)


@mistake.unnamed("returns")
def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    return right(imgs, num_rows, num_cols, titles, scale)[::-1]


@mistake.unnamed("larger")
def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    return right(imgs[:6], num_rows, num_cols, titles, scale)
