# 作业：显示图像
import torch
import matplotlib.pyplot as plt

def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    fig, axes = plt.subplots(num_rows, num_cols, figsize=(num_cols*scale, num_rows*scale))
    for i, ax in enumerate(axes.flat):   # 遍历每一格
        if i >= len(imgs):
            break
        ax.imshow(imgs[i], cmap='gray')
        ax.axis('off')
        if titles:
            ax.set_title(titles[i])
    return axes
