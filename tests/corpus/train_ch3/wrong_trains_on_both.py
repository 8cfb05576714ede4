def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    for epoch in range(num_epochs):
        train_metrics = train_epoch_ch3(net, train_iter, loss, updater)
        test_metrics = train_epoch_ch3(net, test_iter, loss, updater)
        print(epoch + 1, train_metrics, test_metrics)
