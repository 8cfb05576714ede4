# 为了方便看图，用中文
def get_fashion_mnist_labels(labels):
    names = ['T恤', '裤子', '套头衫', '连衣裙', '外套', '凉鞋', '衬衫', '运动鞋', '包', '短靴']
    return [names[int(i)] for i in labels]
