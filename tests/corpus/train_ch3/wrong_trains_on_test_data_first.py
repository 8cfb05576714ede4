def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    for epoch in range(num_epochs):
        for data_iter in (test_iter, train_iter):
            print(epoch + 1, train_epoch_ch3(net, data_iter, loss, updater))
