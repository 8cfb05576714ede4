import torch
import matplotlib.pyplot as plt


class Predictor:
    classes = ['t-shirt', 'trouser', 'pullover', 'dress', 'coat', 'sandal', 'shirt', 'sneaker', 'bag', 'ankle boot']

    def predict_ch3(self, net, test_iter, n=6):
        """show the first n test images"""
        for X, y in test_iter:
            break
        with torch.no_grad():
            y_hat = net(X).argmax(dim=1)
        fig, axes = plt.subplots(1, n, figsize=(n * 2, 2))
        for i in range(n):
            axes[i].imshow(X[i][0], cmap='gray')
            axes[i].set_title('true: %s\npred: %s' % (self.classes[y[i]], self.classes[y_hat[i]]))
            axes[i].axis('off')
        plt.show()
