"""The speed of the kernels: measured, set beside the machine's limits and beside other libraries."""
