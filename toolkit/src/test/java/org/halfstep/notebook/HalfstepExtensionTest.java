package org.halfstep.notebook;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

class HalfstepExtensionTest {
  private static final Claim CLAIM =
      Claim.that("one is one").predicted(1).measured(1).within(Tolerance.ulps(0));

  private final Renderer renderer = new Renderer();

  HalfstepExtensionTest() {
    HalfstepExtension.register(renderer);
  }

  @Test
  void kernelFindsTheExtension() {
    List<Extension> found = new ArrayList<>();
    ServiceLoader.load(Extension.class).forEach(found::add);
    assertEquals(1, found.size());
    assertInstanceOf(HalfstepExtension.class, found.getFirst());
  }

  @Test
  void kernelRendersEveryFormOfAValue() {
    for (Object value :
        List.of(
            CLAIM,
            List.of(CLAIM),
            new Claim[] {CLAIM},
            new Verdict("1", true, "solved"),
            Table.create(DoubleColumn.create("x", 1, 2)),
            new double[] {1, 2},
            new double[][] {{1, 2}},
            "text",
            7)) {
      DisplayData data = renderer.render(value);
      Map<String, Object> forms = Forms.of(value);
      assertTrue(forms.containsKey("text/plain"));
      forms.forEach((type, content) -> assertEquals(content, data.getData(MIMEType.parse(type))));
    }
  }

  @Test
  void kernelRendersOnlyTheFormAskedFor() {
    DisplayData data = renderer.renderAs(CLAIM, "text/html");
    assertEquals(CLAIM.html(), data.getData(MIMEType.TEXT_HTML));
    assertFalse(data.hasDataForType(MIMEType.parse("application/vnd.halfstep.claim+json")));
  }

  @Test
  void typeWithARendererOfItsOwnKeepsIt() {
    renderer
        .createRegistration(StringBuilder.class)
        .preferring("text/plain")
        .register((value, context) -> context.getOutputContainer().putText("its own"));
    DisplayData data = renderer.render(new StringBuilder("ours"));
    assertEquals("its own", data.getData(MIMEType.TEXT_PLAIN));
  }

  @Test
  void showGoesToTheKernelAndElsewhereToStandardOutput() {
    List<Map<String, Object>> shown = new ArrayList<>();
    Notebook.showOn(shown::add);
    try {
      Notebook.show(CLAIM);
      Notebook.show(null);
    } finally {
      Notebook.showAsText();
    }
    assertEquals(List.of(Forms.of(CLAIM), Forms.of(null)), shown);

    List<String> lines =
        printed(() -> {
          Notebook.show(CLAIM);
          Notebook.show(new int[] {1, 2});
        });
    assertEquals(List.of(CLAIM.toString(), "int[2] {1, 2}"), lines);
  }

  @Test
  void allOtherClassesWorkWithoutTheKernel() throws Exception {
    URL classes = Claim.class.getProtectionDomain().getCodeSource().getLocation();
    try (WithoutKernel loader = new WithoutKernel(classes)) {
      assertThrows(
          NoClassDefFoundError.class,
          () -> loader.loadClass(HalfstepExtension.class.getName()).getDeclaredMethods());
      int checked = 0;
      for (String name : classNames(classes)) {
        if (!name.equals(HalfstepExtension.class.getName())) {
          Class<?> type = loader.loadClass(name);
          // Resolving the signatures loads every class they name.
          checked += type.getDeclaredMethods().length + type.getDeclaredFields().length;
          type.getDeclaredConstructors();
        }
      }
      assertTrue(checked > 100);
      Class<?> notebook = loader.loadClass(Notebook.class.getName());
      Method show = notebook.getMethod("show", Object.class);
      assertEquals(List.of("text"), printed(() -> show.invoke(null, "text")));
    }
  }

  private static List<String> printed(Executable code) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      assertDoesNotThrow(code);
    } finally {
      System.setOut(before);
    }
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private static List<String> classNames(URL classes) throws IOException {
    Path path = Path.of(URI.create(classes.toString()));
    if (Files.isDirectory(path)) {
      return classNames(path);
    }
    try (FileSystem jar = FileSystems.newFileSystem(path)) {
      return classNames(jar.getPath("/"));
    }
  }

  private static List<String> classNames(Path root) throws IOException {
    String name = Claim.class.getPackageName();
    try (Stream<Path> files = Files.list(root.resolve(name.replace('.', '/')))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".class") && !file.equals("package-info.class"))
          .map(file -> name + "." + file.substring(0, file.length() - ".class".length()))
          .toList();
    }
  }

  /** Loads the toolkit anew, and knows no class of the kernel. */
  private static final class WithoutKernel extends URLClassLoader {
    WithoutKernel(URL classes) {
      super(new URL[] {classes}, HalfstepExtensionTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("org.dflib.")) {
        throw new ClassNotFoundException(name);
      }
      if (!name.startsWith("org.halfstep.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : findClass(name);
      }
    }
  }
}
