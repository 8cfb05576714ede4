def get_fashion_mnist_labels(labels):
    text_labels = ["t-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"]
    result = []
    for i in range(len(labels)):
        result.append(text_labels[i])
    return result
