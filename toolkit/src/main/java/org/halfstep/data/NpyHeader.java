package org.halfstep.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What stands in front of the numbers of an .npy file: magic, version, and a Python dictionary of
 * type, order and shape (NumPy Enhancement Proposal 1).
 */
record NpyHeader(ElementType type, int[] shape, NpyLayout layout) {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  private static final Set<String> KEYS = Set.of("descr", "fortran_order", "shape");

  /** The numbers begin at a multiple of this, so that a file can be mapped into memory. */
  private static final int ALIGNMENT = 64;

  /** Version 1.0 cannot say more; 64 dimensions of ten digits need 800. */
  private static final int LONGEST = 65535;

  /** How many bytes of numbers follow. */
  int dataBytes() throws NpyException {
    long count = NumericArray.count(shape);
    // count is at most 2^62 and a type has at most 2^3 bytes: compare before multiplying.
    if (count > NumericArray.MAX_BYTES / type.bytes()) {
      throw new NpyException(
          "an array must have at most "
              + NumericArray.MAX_BYTES
              + " bytes, got shape "
              + Arrays.toString(shape)
              + " of "
              + type);
    }
    return (int) count * type.bytes();
  }

  /** Reads up to the first number. */
  static NpyHeader read(InputStream in) throws IOException {
    byte[] start = need(in, MAGIC.length + 2, "magic and version");
    if (!Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new NpyException(
          "magic must be 93 4e 55 4d 50 59, got "
              + HexFormat.ofDelimiter(" ").formatHex(start, 0, MAGIC.length)
              + guess(start));
    }
    int version = start[6];
    if (version < 1 || version > 3 || start[7] != 0) {
      throw new NpyException(
          "version must be 1.0, 2.0 or 3.0, got "
              + Byte.toUnsignedInt(start[6])
              + "."
              + Byte.toUnsignedInt(start[7]));
    }
    long length = 0;
    byte[] size = need(in, version == 1 ? 2 : 4, "the length of the header");
    for (int i = size.length - 1; i >= 0; i--) {
      length = length << 8 | Byte.toUnsignedInt(size[i]);
    }
    if (length > LONGEST) {
      throw new NpyException(
          "a header of numbers must have at most " + LONGEST + " bytes, got " + length);
    }
    byte[] text = need(in, (int) length, "the header");
    return parse(
        new String(text, version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1),
        version);
  }

  private static byte[] need(InputStream in, int n, String what) throws IOException {
    byte[] got = in.readNBytes(n);
    if (got.length < n) {
      throw new NpyException(
          "the file ends within " + what + ": needs " + n + " bytes, got " + got.length);
    }
    return got;
  }

  private static String guess(byte[] start) {
    if (start[0] == 'P' && start[1] == 'K') {
      return " (a zip file: .npz is read by Npz)";
    }
    // A pickle of protocol 2 or later: 80, protocol.
    return start[0] == (byte) 0x80 && start[1] >= 2 && start[1] <= 9
        ? " (a pickle: refused, because reading one runs what is in it)"
        : "";
  }

  static NpyHeader parse(String header, int version) throws NpyException {
    HeaderText text = new HeaderText(header, version < 3);
    Set<String> seen = new TreeSet<>();
    String descr = null;
    boolean fortran = false;
    int[] shape = null;
    text.expect('{');
    boolean comma = true;
    while (!text.skip('}')) {
      if (!comma) {
        throw text.wrong("',' or '}'");
      }
      String key = text.string();
      if (!KEYS.contains(key) || !seen.add(key)) {
        throw new NpyException(
            "header must have each of descr, fortran_order, shape once, got a key "
                + HeaderText.shown(key)
                + (seen.contains(key) ? " again" : ""));
      }
      text.expect(':');
      switch (key) {
        case "descr" -> descr = descr(text);
        case "fortran_order" -> fortran = text.truth();
        default -> shape = text.shape();
      }
      comma = text.skip(',');
    }
    text.end();
    if (seen.size() < KEYS.size()) {
      throw new NpyException("header must have descr, fortran_order and shape, got only " + seen);
    }
    ElementType type = type(descr);
    ByteOrder bytes = descr.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    return new NpyHeader(type, shape, new NpyLayout(fortran, bytes, version));
  }

  private static String descr(HeaderText text) throws NpyException {
    if (text.skip('[') || text.skip('(')) {
      throw new NpyException("dtype must be a plain number type, got a structured one");
    }
    return text.string();
  }

  private static ElementType type(String descr) throws NpyException {
    if (descr.endsWith("O") || descr.startsWith("|O")) {
      throw new NpyException(
          "dtype must be a number type, got "
              + HeaderText.shown(descr)
              + ": arrays of objects are pickles, and reading one runs what is in it");
    }
    for (ElementType type : ElementType.values()) {
      if (descr.length() == 3
          && descr.endsWith(type.code())
          && (type.bytes() == 1 ? "|<>" : "<>").indexOf(descr.charAt(0)) >= 0) {
        return type;
      }
    }
    throw new NpyException(
        "dtype must be one of "
            + Arrays.stream(ElementType.values())
                .map(t -> (t.bytes() == 1 ? "|" : "<") + t.code())
                .collect(Collectors.joining(", "))
            + " (> for big-endian), got "
            + HeaderText.shown(descr));
  }

  /** The header as NumPy writes it, byte for byte, spare room for a growing first axis included. */
  byte[] bytes() {
    String order = type.bytes() == 1 ? "|" : layout.byteOrder() == ByteOrder.BIG_ENDIAN ? ">" : "<";
    String text =
        "{'descr': '"
            + order
            + type.code()
            + "', 'fortran_order': "
            + (layout.fortranOrder() ? "True" : "False")
            + ", 'shape': "
            + tuple()
            + ", }";
    int sizeBytes = layout.version() == 1 ? 2 : 4;
    int fixed = MAGIC.length + 2 + sizeBytes;
    int spare = shape.length == 0 ? 0 : Math.max(0, SPARE - Integer.toString(growing()).length());
    int used = fixed + text.length() + spare + 1;
    int padding = spare + ALIGNMENT - used % ALIGNMENT;
    int length = text.length() + padding + 1;
    ByteArrayOutputStream out = new ByteArrayOutputStream(fixed + length);
    out.writeBytes(MAGIC);
    out.write(layout.version());
    out.write(0);
    for (int i = 0; i < sizeBytes; i++) {
      out.write(length >>> 8 * i);
    }
    out.writeBytes((text + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII));
    return out.toByteArray();
  }

  /** NumPy leaves room for a first axis of this many digits, so that a file can be appended to. */
  private static final int SPARE = 21;

  /** The axis that appending makes longer. */
  private int growing() {
    return shape[layout.fortranOrder() ? shape.length - 1 : 0];
  }

  private String tuple() {
    String inner =
        IntStream.of(shape).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    return "(" + inner + (shape.length == 1 ? ",)" : ")");
  }
}
