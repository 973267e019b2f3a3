package org.halfstep.figure;

import java.util.Map;

/**
 * Something a notebook can show in more than one form.
 *
 * <p>The keys of {@link #bundle()} are media types, such as {@code text/plain}, {@code text/html},
 * {@code image/svg+xml} or {@code application/vnd.plotly.v1+json}; a front end shows the richest
 * form it knows. Every bundle has {@code text/plain}, which must be useful on its own, because some
 * kernels show nothing else.
 */
public interface Displayable {
  /**
   * Returns the forms of this object by media type.
   *
   * @return media type to content; text is a {@link String}, JSON is a tree of {@link Map}, {@link
   *     java.util.List}, {@link Number}, {@link String} and {@link Boolean}
   */
  Map<String, Object> bundle();
}
