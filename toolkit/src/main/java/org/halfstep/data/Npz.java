package org.halfstep.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Reads and writes .npz files: a zip file with one {@link Npy .npy} file for each named array,
 * stored ({@code numpy.savez}) or deflated ({@code numpy.savez_compressed}).
 *
 * <p>The checksum of each array is compared. A compressed array takes the memory that it has once
 * inflated, as it must; a size that the zip's directory only claims takes none. Files must be on
 * the default file system.
 */
public final class Npz {

  private static final String SUFFIX = ".npy";

  /** Zip files cannot say an earlier time; a fixed one lets the same arrays give the same bytes. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private Npz() {}

  /**
   * Returns the names of the arrays in a file.
   *
   * @param file the file
   * @return the names, in the order of the file
   * @throws NpyException if it is no zip file, an entry is no array, or a name comes twice
   * @throws IOException if it cannot be read
   */
  public static List<String> names(Path file) throws IOException {
    return open(file, zip -> List.copyOf(entries(zip).keySet()));
  }

  /**
   * Reads all arrays of a file.
   *
   * @param file the file
   * @return the arrays by name, in the order of the file; unmodifiable
   * @throws NpyException if it is no zip file, or an entry is no array of a known type; it is named
   * @throws IOException if it cannot be read
   */
  public static Map<String, NumericArray> read(Path file) throws IOException {
    return open(
        file,
        zip -> {
          Map<String, NumericArray> arrays = new LinkedHashMap<>();
          for (var e : entries(zip).entrySet()) {
            arrays.put(e.getKey(), array(zip, e.getValue()));
          }
          return Collections.unmodifiableMap(arrays);
        });
  }

  /**
   * Reads one array of a file; the others may have types that Halfstep does not know.
   *
   * @param file the file
   * @param name the name of the array, without {@code .npy}
   * @return the array
   * @throws NpyException if it is no zip file, the array is not there or not of a known type
   * @throws IOException if it cannot be read
   */
  public static NumericArray read(Path file, String name) throws IOException {
    return open(
        file,
        zip -> {
          Map<String, ZipEntry> entries = entries(zip);
          if (!entries.containsKey(name)) {
            throw new NpyException(
                "name must be one of "
                    + entries.keySet().stream().map(HeaderText::shown).toList()
                    + ", got "
                    + HeaderText.shown(name));
          }
          return array(zip, entries.get(name));
        });
  }

  /**
   * Writes arrays as they are.
   *
   * @param file the file; an old one is replaced
   * @param arrays the arrays by name, written in the map's order
   * @throws IOException if it cannot be written
   * @throws IllegalArgumentException if a name is empty
   */
  public static void write(Path file, Map<String, NumericArray> arrays) throws IOException {
    write(file, arrays, ZipEntry.STORED);
  }

  /**
   * Writes arrays deflated.
   *
   * @param file the file; an old one is replaced
   * @param arrays the arrays by name, written in the map's order
   * @throws IOException if it cannot be written
   * @throws IllegalArgumentException if a name is empty
   */
  public static void writeCompressed(Path file, Map<String, NumericArray> arrays)
      throws IOException {
    write(file, arrays, ZipEntry.DEFLATED);
  }

  private interface Reading<T> {
    T from(ZipFile zip) throws IOException;
  }

  private static <T> T open(Path file, Reading<T> reading) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return reading.from(zip);
    } catch (NpyException e) {
      throw NpyException.at(file, e);
    } catch (ZipException | EOFException e) {
      throw NpyException.at(file + ": an .npz file must be a whole zip file", e);
    }
  }

  private static Map<String, ZipEntry> entries(ZipFile zip) throws NpyException {
    Map<String, ZipEntry> entries = new LinkedHashMap<>();
    for (ZipEntry entry : Collections.list(zip.entries())) {
      String name = entry.getName();
      if (!name.endsWith(SUFFIX)) {
        throw new NpyException("an entry must end in .npy, got " + HeaderText.shown(name));
      }
      if (entries.put(name.substring(0, name.length() - SUFFIX.length()), entry) != null) {
        throw new NpyException("a name must come once, got again " + HeaderText.shown(name));
      }
    }
    return entries;
  }

  private static NumericArray array(ZipFile zip, ZipEntry entry) throws IOException {
    CRC32 crc = new CRC32();
    try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), crc)) {
      NumericArray array = Npy.all(in);
      if (crc.getValue() != entry.getCrc()) {
        throw new NpyException(
            "checksum must be %08x, got %08x".formatted(entry.getCrc(), crc.getValue()));
      }
      return array;
    } catch (NpyException | ZipException | EOFException e) {
      throw NpyException.at(HeaderText.shown(entry.getName()), e);
    }
  }

  private static void write(Path file, Map<String, NumericArray> arrays, int method)
      throws IOException {
    if (arrays.containsKey("")) {
      throw new IllegalArgumentException("a name must not be empty");
    }
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      for (var e : arrays.entrySet()) {
        ZipEntry entry = new ZipEntry(e.getKey() + SUFFIX);
        entry.setMethod(method);
        entry.setTimeLocal(TIME);
        if (method == ZipEntry.STORED) {
          measure(entry, e.getValue());
        }
        out.putNextEntry(entry);
        Npy.write(out, e.getValue(), NpyLayout.STANDARD);
        out.closeEntry();
      }
    }
  }

  /** A stored entry says its size and checksum before its bytes: written once for these alone. */
  private static void measure(ZipEntry entry, NumericArray array) throws IOException {
    CRC32 crc = new CRC32();
    Npy.write(
        new CheckedOutputStream(OutputStream.nullOutputStream(), crc), array, NpyLayout.STANDARD);
    long header = new NpyHeader(array.type(), array.shape(), NpyLayout.STANDARD).bytes().length;
    entry.setSize(header + array.bytes().length);
    entry.setCrc(crc.getValue());
  }
}
