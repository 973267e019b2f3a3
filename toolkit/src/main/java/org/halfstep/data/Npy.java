package org.halfstep.data;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads and writes .npy files: NumPy's format for one array (NumPy Enhancement Proposal 1, versions
 * 1.0, 2.0 and 3.0).
 *
 * <p>Read are the types of {@link ElementType}, both orders, both byte orders. Nothing is believed:
 * memory grows with the bytes that really come, not with what a header promises; a file that is
 * short, long, or says what it may not say is refused by an {@link NpyException} that gives rule
 * and value. Objects and pickles are refused by name. Written bytes are those that NumPy itself
 * writes.
 */
public final class Npy {

  private static final int CHUNK = 1 << 16;

  private Npy() {}

  /**
   * Reads a file that holds one array and nothing else.
   *
   * @param file the file
   * @return the array
   * @throws NpyException if the file is not a whole .npy file of a known type, or goes on after it
   * @throws IOException if it cannot be read
   */
  public static NumericArray read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return all(in);
    } catch (NpyException e) {
      throw NpyException.at(file, e);
    }
  }

  /**
   * Reads bytes that hold one array and nothing else.
   *
   * @param bytes what would be in the file
   * @return the array
   * @throws NpyException if they are not a whole .npy file of a known type, or go on after it
   */
  public static NumericArray read(byte[] bytes) throws NpyException {
    try {
      return all(new ByteArrayInputStream(bytes));
    } catch (NpyException e) {
      throw e;
    } catch (IOException e) {
      throw new AssertionError("memory does not fail", e);
    }
  }

  /**
   * Reads one array from a stream and leaves the stream right behind it: NumPy can save several
   * arrays to one file, one after the other.
   *
   * @param in where the array begins; not closed
   * @return the array
   * @throws NpyException if no whole array of a known type comes
   * @throws IOException if the stream fails
   */
  public static NumericArray read(InputStream in) throws IOException {
    NpyHeader header = NpyHeader.read(in);
    int promised = header.dataBytes();
    byte[] data = in.readNBytes(promised);
    if (data.length < promised) {
      throw new NpyException(
          "the header promises " + promised + " bytes of numbers, the file holds " + data.length);
    }
    int width = header.type().bytes();
    if (header.layout().byteOrder() == ByteOrder.BIG_ENDIAN) {
      swap(data, data.length, width);
    }
    if (header.layout().fortranOrder()) {
      data = Strides.of(header.shape(), width).fromFortran(data);
    }
    return new NumericArray(header.type(), header.shape(), data);
  }

  /** One array, and then the end. */
  static NumericArray all(InputStream in) throws IOException {
    NumericArray array = read(in);
    if (in.read() >= 0) {
      throw new NpyException("a file must end with its last number, got more bytes after it");
    }
    return array;
  }

  /**
   * Writes an array as NumPy would: C order, little-endian, version 1.0.
   *
   * @param file the file; an old one is replaced
   * @param array the array
   * @throws IOException if it cannot be written
   */
  public static void write(Path file, NumericArray array) throws IOException {
    write(file, array, NpyLayout.STANDARD);
  }

  /**
   * Writes an array in a chosen layout.
   *
   * @param file the file; an old one is replaced
   * @param array the array
   * @param layout order of indices and bytes, and the version
   * @throws IOException if it cannot be written
   */
  public static void write(Path file, NumericArray array, NpyLayout layout) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      write(out, array, layout);
    }
  }

  /**
   * Returns what the file would hold.
   *
   * @param array the array
   * @param layout order of indices and bytes, and the version
   * @return the bytes
   */
  public static byte[] bytes(NumericArray array, NpyLayout layout) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      write(out, array, layout);
    } catch (IOException e) {
      throw new AssertionError("memory does not fail", e);
    }
    return out.toByteArray();
  }

  /**
   * Writes an array to a stream; several may follow each other, as {@link #read(InputStream)} reads
   * them.
   *
   * @param out where the array goes; not closed
   * @param array the array
   * @param layout order of indices and bytes, and the version
   * @throws IOException if the stream fails
   */
  public static void write(OutputStream out, NumericArray array, NpyLayout layout)
      throws IOException {
    int width = array.type().bytes();
    int[] shape = array.shape();
    out.write(new NpyHeader(array.type(), shape, layout).bytes());
    byte[] data = array.bytes();
    if (layout.fortranOrder()) {
      data = Strides.of(shape, width).toFortran(data);
    }
    byte[] chunk = new byte[Math.min(CHUNK, data.length)];
    for (int from = 0; from < data.length; from += chunk.length) {
      int n = Math.min(chunk.length, data.length - from);
      System.arraycopy(data, from, chunk, 0, n);
      if (layout.byteOrder() == ByteOrder.BIG_ENDIAN) {
        swap(chunk, n, width);
      }
      out.write(chunk, 0, n);
    }
  }

  /** Turns the bytes of each number around. */
  private static void swap(byte[] data, int length, int width) {
    for (int at = 0; at < length; at += width) {
      for (int i = at, j = at + width - 1; i < j; i++, j--) {
        byte b = data[i];
        data[i] = data[j];
        data[j] = b;
      }
    }
  }
}
