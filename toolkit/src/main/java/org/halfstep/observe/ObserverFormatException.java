package org.halfstep.observe;

import java.io.IOException;

/** Bytes that are not a written observer; the message gives rule and value. */
public final class ObserverFormatException extends IOException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message the rule and the value that breaks it
   */
  public ObserverFormatException(String message) {
    super(message);
  }

  ObserverFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
