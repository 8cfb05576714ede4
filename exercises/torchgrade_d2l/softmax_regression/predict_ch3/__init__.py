"""Exercise predict_ch3: images with their true and predicted classes."""
