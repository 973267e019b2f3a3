package org.halfstep.data;

import java.io.IOException;

/**
 * A file that is not what an .npy or .npz file must be; the message gives rule and value, and names
 * the file where there is one.
 */
public final class NpyException extends IOException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message the rule and the value that breaks it
   */
  public NpyException(String message) {
    super(message);
  }

  private NpyException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The same complaint with the place in front of it. */
  static NpyException at(Object place, IOException e) {
    return new NpyException(place + ": " + e.getMessage(), e);
  }
}
