package org.halfstep.notebook;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.halfstep.kernel.Vectors;

/**
 * What the kernel loads at its start: the lesson's imports, and how values are shown.
 *
 * <p>The only class that needs JJava; found through {@code META-INF/services}.
 */
public final class HalfstepExtension implements Extension {
  /** Makes the extension; the kernel does it. */
  public HalfstepExtension() {}

  @Override
  public void install(BaseKernel kernel) {
    register(kernel.getRenderer());
    Notebook.showOn(forms -> kernel.display(data(forms)));
    if (Thread.holdsLock(kernel)) {
      evaluateImports(kernel);
    } else {
      importBesideStart(kernel);
    }
    Vectors.warmUpFirst();
  }

  /**
   * Evaluates the imports while the kernel goes on starting: the first compilation in a JVM takes a
   * second. The kernel handles a cell while holding its own monitor, so the first cell waits for
   * the imports; this method returns once they hold it.
   */
  private static void importBesideStart(BaseKernel kernel) {
    CountDownLatch held = new CountDownLatch(1);
    Runnable imports =
        () -> {
          synchronized (kernel) {
            held.countDown();
            evaluateImports(kernel);
          }
        };
    Thread.ofPlatform().daemon().name("halfstep-imports").start(imports);
    try {
      held.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void evaluateImports(BaseKernel kernel) {
    try {
      kernel.evalRaw(String.join("\n", Imports.statements()));
    } catch (RuntimeException e) {
      // The kernel lives on, as one without our imports.
      System.err.println("halfstep: the imports of a lesson could not be evaluated: " + e);
    }
  }

  @Override
  public void uninstall(BaseKernel kernel) {
    Notebook.showAsText();
  }

  /**
   * Registers one renderer for every type that has none of its own: kernels look along a value's
   * superclasses, and that of an array is Object.
   */
  static void register(Renderer renderer) {
    renderer
        .createRegistration(Object.class)
        .preferring(MIMEType.ANY)
        .register((value, context) ->
            Forms.of(value)
                .forEach((type, content) -> {
                  MIMEType mime = MIMEType.parse(type);
                  if (context.wantsDataRenderedAs(mime)) {
                    context.getOutputContainer().putData(type, content);
                  }
                }));
  }

  private static DisplayData data(Map<String, Object> forms) {
    DisplayData data = new DisplayData();
    forms.forEach(data::putData);
    return data;
  }
}
