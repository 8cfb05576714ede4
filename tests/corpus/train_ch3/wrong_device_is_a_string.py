import torch
def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater, ctx="cpu"):
    for epoch in range(num_epochs):
        for X, y in train_iter:
            if ctx.type == "cuda": X = X.cuda()
