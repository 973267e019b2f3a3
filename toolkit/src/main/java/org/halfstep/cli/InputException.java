package org.halfstep.cli;

/** An input that cannot be explained; the message is one sentence with rule and value. */
public final class InputException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message the rule and the value that breaks it
   */
  public InputException(String message) {
    super(message);
  }
}
