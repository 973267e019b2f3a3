package org.halfstep.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes arrays as bare little-endian values, in files whose extension names the type. */
final class Raw {

  private static final int CHUNK = 1 << 16;

  /** Puts entry i into the buffer. */
  @FunctionalInterface
  private interface Put {
    void put(ByteBuffer buffer, int i);
  }

  private Raw() {}

  static void write(Path directory, String name, Object array) throws IOException {
    switch (array) {
      case float[] x -> write(directory, name + ".f32", x.length, (b, i) -> b.putFloat(x[i]));
      case double[] x -> write(directory, name + ".f64", x.length, (b, i) -> b.putDouble(x[i]));
      case byte[] x -> write(directory, name + ".i8", x.length, (b, i) -> b.put(x[i]));
      case int[] x -> write(directory, name + ".i32", x.length, (b, i) -> b.putInt(x[i]));
      case long[] x -> write(directory, name + ".i64", x.length, (b, i) -> b.putLong(x[i]));
      default -> throw new IllegalArgumentException("no array, " + array.getClass());
    }
  }

  private static void write(Path directory, String name, int length, Put put) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(CHUNK * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (OutputStream out = Files.newOutputStream(directory.resolve(name))) {
      for (int i = 0; i < length; i += CHUNK) {
        for (int j = i; j < Math.min(length, i + CHUNK); j++) {
          put.put(buffer, j);
        }
        out.write(buffer.array(), 0, buffer.position());
        buffer.clear();
      }
    }
  }
}
