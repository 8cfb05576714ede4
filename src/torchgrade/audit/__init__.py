"""Audit of an exercise: the engine that grades students grades its right, wrong and lazy answers."""
