package org.halfstep.notebook;

/**
 * Thrown where a claim does not hold, or where it cannot tell a printed value from the right one.
 *
 * <p>The message is one line: the claim, predicted, measured, how far off, what was allowed.
 */
public final class ClaimFailed extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * Makes the exception.
   *
   * @param message what does not hold, in one line
   */
  ClaimFailed(String message) {
    super(message);
  }
}
