package org.halfstep.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * A vector that crosses a call becomes an object, which is a hundred times slower. C2 inlines
 * methods of up to 35 bytes always (its MaxInlineSize), longer ones only where a profile says that
 * they are hot, which a first use on few values may spoil for good.
 */
class InliningTest {

  private static final int ALWAYS_INLINED = 35;

  private static boolean passesVectors(MethodModel method) {
    return method.methodType().stringValue().contains("Ljdk/incubator/vector/");
  }

  private static int size(MethodModel method) {
    return method.code().map(c -> ((CodeAttribute) c).codeLength()).orElse(0);
  }

  @Test
  void methodsThatPassVectorsAreSmallEnoughToBeInlinedAlways() throws Exception {
    TreeSet<String> seen = new TreeSet<>();
    TreeSet<String> large = new TreeSet<>();
    for (Path file : classes()) {
      var model = ClassFile.of().parse(file);
      for (MethodModel method : model.methods()) {
        if (passesVectors(method)) {
          String name = file.getFileName() + "::" + method.methodName().stringValue();
          seen.add(name);
          if (size(method) > ALWAYS_INLINED) {
            large.add(name + " has " + size(method) + " bytes");
          }
        }
      }
    }
    assertTrue(seen.contains("VectorElementwise.class::rounded"), seen::toString);
    assertEquals(new TreeSet<>(), large);
  }

  private static Iterable<Path> classes() throws IOException, URISyntaxException {
    Path home = Path.of(Vectors.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    TreeSet<Path> files = new TreeSet<>();
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(home.resolve("org/halfstep/kernel"), "Vector*.class")) {
      all.forEach(files::add);
    }
    return files;
  }
}
