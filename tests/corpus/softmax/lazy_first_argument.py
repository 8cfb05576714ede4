def softmax(*args):
    return args[0].clone()
