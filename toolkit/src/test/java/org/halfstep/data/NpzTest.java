package org.halfstep.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.halfstep.Oracle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpzTest {

  @TempDir private Path directory;

  /** All arrays of npy.csv; the names need UTF-8. */
  private static Map<String, NumericArray> all() {
    Map<String, NumericArray> arrays = new LinkedHashMap<>();
    for (Oracle row : Oracle.rows("npy")) {
      arrays.put("row " + arrays.size() + " ü", NpyTest.described(row));
    }
    return arrays;
  }

  @Test
  void whatNumPyWroteIsRead() throws Exception {
    for (String writer : List.of("savez", "savez_compressed")) {
      List<Oracle> rows =
          Oracle.rows("npz").stream().filter(r -> r.text("writer").equals(writer)).toList();
      Path file = Files.write(directory.resolve("a.npz"), NpyTest.file(rows.getFirst()));
      Map<String, NumericArray> read = Npz.read(file);
      assertEquals(rows.stream().map(r -> r.text("name")).toList(), Npz.names(file));
      assertEquals(Npz.names(file), List.copyOf(read.keySet()));
      for (Oracle row : rows) {
        assertEquals(NpyTest.described(row), read.get(row.text("name")), row::toString);
        assertEquals(NpyTest.described(row), Npz.read(file, row.text("name")));
      }
    }
  }

  /**
   * NumPy read this very file back and found every array equal: npz_back.csv has its hash. To make
   * it again: {@code mvn -pl toolkit test -Dtest=NpzTest -Dhalfstep.npz=DIRECTORY}, then {@code
   * python npy.py DIRECTORY} in toolkit/src/test/oracle. Deflated bytes depend on the platform's
   * zlib, so NumPy reads them back too, but only the stored file's hash can be kept.
   */
  @Test
  void whatIsWrittenIsWhatNumPyReadBack() throws Exception {
    String named = System.getProperty("halfstep.npz");
    Path where = named == null ? directory : Files.createDirectories(Path.of(named));
    Path stored = where.resolve("stored.npz");
    Path deflated = where.resolve("deflated.npz");
    Npz.write(stored, all());
    Npz.writeCompressed(deflated, all());
    assertEquals(all(), Npz.read(stored));
    assertEquals(all(), Npz.read(deflated));
    assertTrue(Files.size(deflated) < Files.size(stored));
    if (named == null) {
      Oracle row = Oracle.rows("npz_back").getFirst();
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(stored));
      assertEquals(row.integer("arrays"), all().size());
      assertEquals(row.text("sha256"), HexFormat.of().formatHex(hash));
    }
  }

  private Path zip(Map<String, byte[]> entries) throws Exception {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ZipOutputStream(bytes)) {
      for (var e : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(e.getKey()));
        out.write(e.getValue());
        out.closeEntry();
      }
    }
    return Files.write(directory.resolve("z.npz"), bytes.toByteArray());
  }

  private static void says(Path file, String text) {
    String message = assertThrows(NpyException.class, () -> Npz.read(file)).getMessage();
    assertTrue(message.startsWith(file.toString()) && message.contains(text), message);
  }

  @Test
  void aWrongFileIsRefusedByRuleAndValue() throws Exception {
    byte[] good = Npy.bytes(NumericArray.of(new float[] {1, 2}, 2), NpyLayout.STANDARD);
    byte[] text = "hello".getBytes(StandardCharsets.US_ASCII);
    says(Files.write(directory.resolve("t.npz"), text), "must be a whole zip file");
    says(Files.write(directory.resolve("e.npz"), new byte[0]), "must be a whole zip file");
    says(Files.write(directory.resolve("a.npz"), good), "must be a whole zip file");
    says(zip(Map.of("a.txt", text)), "an entry must end in .npy, got \"a.txt\"");
    says(zip(Map.of("a.npy", text)), "\"a.npy\": the file ends within magic and version");
    says(zip(Map.of("a.npy", Arrays.copyOf(good, good.length + 1))), "\"a.npy\": a file must end");
    Path file = zip(Map.of("a.npy", good));
    String message = assertThrows(NpyException.class, () -> Npz.read(file, "b")).getMessage();
    assertTrue(message.endsWith("name must be one of [\"a\"], got \"b\""), message);
    assertThrows(IllegalArgumentException.class, () -> Npz.write(file, Map.of("", Npy.read(good))));
  }

  @Test
  void aKnownArrayIsReadBesideUnknownOnes() throws Exception {
    NumericArray a = NumericArray.of(new float[] {1, 2}, 2);
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("a.npy", Npy.bytes(a, NpyLayout.STANDARD));
    entries.put("b.npy", new byte[50]);
    Path file = zip(entries);
    assertEquals(a, Npz.read(file, "a"));
    says(file, "\"b.npy\": magic must be");
  }

  @Test
  void aChangedNumberIsFoundByTheChecksum() throws Exception {
    Path file = directory.resolve("c.npz");
    float[] x = new float[100];
    Arrays.fill(x, 1.5f);
    Npz.write(file, Map.of("x", NumericArray.of(x, 100)));
    byte[] bytes = Files.readAllBytes(file);
    bytes[300] ^= 1;
    says(Files.write(file, bytes), "\"x.npy\": checksum must be ");
  }

  @Test
  void sameArraysGiveTheSameBytes() throws Exception {
    Path a = directory.resolve("1.npz");
    Path b = directory.resolve("2.npz");
    Npz.writeCompressed(a, all());
    Npz.writeCompressed(b, all());
    assertArrayEquals(Files.readAllBytes(a), Files.readAllBytes(b));
  }

  @Test
  void aFileWithoutArraysIsAnEmptyMap() throws Exception {
    Path file = directory.resolve("none.npz");
    Npz.write(file, Map.of());
    assertEquals(Map.of(), Npz.read(file));
  }
}
