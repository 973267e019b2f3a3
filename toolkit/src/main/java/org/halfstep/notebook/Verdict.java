package org.halfstep.notebook;

import java.util.LinkedHashMap;
import java.util.Map;
import org.halfstep.figure.Displayable;

/**
 * What an exercise says to an answer.
 *
 * @param id the exercise, such as "01.1"
 * @param solved whether the answer is right
 * @param message "solved", or a hint
 */
public record Verdict(String id, boolean solved, String message) implements Displayable {

  @Override
  public Map<String, Object> bundle() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", id);
    json.put("solved", solved);
    json.put("message", message);
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("text/plain", toString());
    out.put("text/html", html());
    out.put("application/vnd.halfstep.exercise+json", json);
    return out;
  }

  @Override
  public String toString() {
    return (solved ? "\u2713 " : "\u25cb ") + "exercise " + id + ": " + message;
  }

  /** Returns the verdict as one line of HTML. */
  String html() {
    return "<div style=\"margin:.3em 0;line-height:1.45\">"
        + Html.mark(solved)
        + "<span style=\"font-weight:600\">exercise "
        + Html.escape(id)
        + "</span>: "
        + Html.escape(message)
        + "</div>";
  }
}
