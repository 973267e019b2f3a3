# How ./lab opens JupyterLab: only our kernels are offered, and nothing is asked of the network.
c = get_config()  # noqa: F821
c.KernelSpecManager.ensure_native_kernel = False
c.KernelSpecManager.allowed_kernelspecs = {"java", "ijava"}
c.LabApp.check_for_updates_class = "jupyterlab.handlers.announcements.NeverCheckForUpdate"
c.LabApp.news_url = None
c.LabApp.extension_manager = "readonly"
