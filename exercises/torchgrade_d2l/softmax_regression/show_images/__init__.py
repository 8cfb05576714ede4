"""Exercise show_images: a grid of images with titles."""
