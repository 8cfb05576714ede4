"""Export for Sakai: the file of its gradebook."""
