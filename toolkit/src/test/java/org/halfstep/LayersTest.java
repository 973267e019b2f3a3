package org.halfstep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The packages are layers: what a class uses of Halfstep is in its own package or further down. */
class LayersTest {

  private static final List<List<String>> LAYERS =
      List.of(
          List.of("numeric"),
          List.of("kernel"),
          List.of("law", "grid", "tensor"),
          List.of("observe", "theory"),
          List.of("calibrate"),
          List.of("scheme"),
          List.of("train"),
          List.of("propagate"),
          List.of("data"),
          List.of("figure"),
          List.of("notebook", "cli"));

  private static int layer(String room) {
    for (int i = 0; i < LAYERS.size(); i++) {
      if (LAYERS.get(i).contains(room)) {
        return i;
      }
    }
    throw new IllegalStateException("package " + room + " has no layer");
  }

  /** Only these packages may know these libraries. */
  private static final Map<String, List<String>> RESERVED =
      Map.of(
          "tech.tablesaw", List.of("figure", "notebook", "cli"),
          "org.dflib.jjava", List.of("notebook"));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.halfstep");

  private static String room(String packageName) {
    return packageName.substring("org.halfstep.".length());
  }

  @Test
  void everyPackageHasALayerAndEveryLayerAPackage() {
    TreeSet<String> rooms = new TreeSet<>();
    CLASSES.forEach(c -> rooms.add(room(c.getPackageName())));
    TreeSet<String> layered = new TreeSet<>();
    LAYERS.forEach(layered::addAll);
    assertEquals(layered, rooms);
  }

  @Test
  void importsPointDown() {
    TreeSet<String> wrong = new TreeSet<>();
    for (JavaClass from : CLASSES) {
      for (Dependency d : from.getDirectDependenciesFromSelf()) {
        JavaClass to = d.getTargetClass();
        if (to.getPackageName().startsWith("org.halfstep.")
            && !to.getPackageName().equals(from.getPackageName())
            && layer(room(to.getPackageName())) >= layer(room(from.getPackageName()))) {
          wrong.add(from.getName() + " uses " + to.getName());
        }
      }
    }
    assertTrue(wrong.isEmpty(), wrong.toString());
  }

  @Test
  void notebookLibrariesStayInTheNotebook() {
    TreeSet<String> wrong = new TreeSet<>();
    for (JavaClass from : CLASSES) {
      for (Dependency d : from.getDirectDependenciesFromSelf()) {
        for (var reserved : RESERVED.entrySet()) {
          if (d.getTargetClass().getName().startsWith(reserved.getKey())
              && !reserved.getValue().contains(room(from.getPackageName()))) {
            wrong.add(from.getName() + " uses " + d.getTargetClass().getName());
          }
        }
      }
    }
    assertTrue(wrong.isEmpty(), wrong.toString());
  }
}
