package org.halfstep.notebook;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Checks the answers to a lesson's exercises.
 *
 * <p>The keys are the resource {@code exercises.json} beside this class, one entry an exercise:
 *
 * <pre>
 * "01.1": {
 *   "expected": 127,                  number, true or false, text, or a list of numbers
 *   "relative": 1e-3,                 tolerance of numbers: relative or absolute; without, exact
 *   "hint": "what to think of next",
 *   "mistakes": [{"answer": 127.5, "hint": "that is the edge of the outermost cell"}]
 * }
 * </pre>
 *
 * <p>A number is right if {@code |answer - expected| <= relative * |expected|}, or {@code <=
 * absolute}; in a list each must be. Text is compared without regard to case, spaces and hyphens. A
 * wrong answer gets the hint of the first mistake that it matches, by the same tolerance, else the
 * hint of the exercise.
 */
public final class Exercise {
  /** What the resource says of a wrong answer that many give. */
  record Mistake(
      @JsonProperty(value = "answer", required = true) JsonNode answer,
      @JsonProperty(value = "hint", required = true) String hint) {}

  /** What the resource says of one exercise. */
  record Key(
      @JsonProperty(value = "expected", required = true) JsonNode expected,
      @JsonProperty("relative") double relative,
      @JsonProperty("absolute") double absolute,
      @JsonProperty(value = "hint", required = true) String hint,
      @JsonProperty("mistakes") List<Mistake> mistakes) {

    Key {
      mistakes = mistakes == null ? List.of() : List.copyOf(mistakes);
    }

    /** Tells whether an answer is the right one, or the given wrong one. */
    boolean matches(JsonNode right, Object answer) {
      return switch (answer) {
        case Double d -> right.isNumber() && near(right.doubleValue(), d);
        case Boolean b -> right.isBoolean() && right.booleanValue() == b;
        case String s -> right.isTextual() && plain(right.textValue()).equals(plain(s));
        case double[] a -> right.isArray() && near(right, a);
        default -> false;
      };
    }

    private boolean near(JsonNode right, double[] answer) {
      boolean all = right.size() == answer.length;
      for (int i = 0; all && i < answer.length; i++) {
        all = near(right.get(i).doubleValue(), answer[i]);
      }
      return all;
    }

    private boolean near(double right, double answer) {
      return Math.abs(answer - right) <= Math.max(relative * Math.abs(right), absolute);
    }

    /** Returns what is wrong with the form of the answer, or null. */
    String misfit(Object answer) {
      String wanted =
          switch (expected.getNodeType()) {
            case BOOLEAN -> answer instanceof Boolean ? null : "the answer is true or false";
            case STRING -> answer instanceof String ? null : "the answer is a text in quotes";
            case ARRAY -> arrayMisfit(answer);
            default -> answer instanceof Double ? null : "the answer is one number";
          };
      if (wanted == null && hasNan(answer)) {
        wanted = "NaN is not a number; which step of the computation has none?";
      }
      return wanted;
    }

    private String arrayMisfit(Object answer) {
      String wanted = "the answer is an array of " + expected.size() + " numbers";
      if (!(answer instanceof double[] a)) {
        return wanted;
      }
      return a.length == expected.size() ? null : wanted + ", got " + a.length;
    }

    private static boolean hasNan(Object answer) {
      return switch (answer) {
        case Double d -> d.isNaN();
        case double[] a -> java.util.Arrays.stream(a).anyMatch(Double::isNaN);
        default -> false;
      };
    }

    private static String plain(String text) {
      return text.toLowerCase(Locale.ROOT).replaceAll("[\\s_\\p{Pd}]", "");
    }
  }

  private static final String RESOURCE = "exercises.json";

  /** Read when the first answer is checked. */
  private static final class Course {
    static final Exercise EXERCISES = read();

    private static Exercise read() {
      try (InputStream in = Exercise.class.getResourceAsStream(RESOURCE)) {
        if (in == null) {
          throw new IllegalStateException(
              "the toolkit must hold " + RESOURCE + ", but it has none");
        }
        return Exercise.of(in);
      } catch (IOException e) {
        throw new UncheckedIOException(RESOURCE + " cannot be read: " + e.getMessage(), e);
      }
    }
  }

  private final Map<String, Key> keys;

  private Exercise(Map<String, Key> keys) {
    this.keys = keys;
  }

  /**
   * Checks an answer that is a number.
   *
   * @param id the exercise, such as "01.1"
   * @param answer the answer; an int or a float will do
   * @return whether it is solved, and a hint if not
   * @throws IllegalArgumentException if there is no such exercise
   */
  public static Verdict check(String id, double answer) {
    return Course.EXERCISES.judge(id, answer);
  }

  /**
   * Checks an answer that is yes or no.
   *
   * @param id the exercise, such as "01.1"
   * @param answer the answer
   * @return whether it is solved, and a hint if not
   * @throws IllegalArgumentException if there is no such exercise
   */
  public static Verdict check(String id, boolean answer) {
    return Course.EXERCISES.judge(id, answer);
  }

  /**
   * Checks an answer in words.
   *
   * @param id the exercise, such as "01.1"
   * @param answer the answer; case, spaces and hyphens do not matter
   * @return whether it is solved, and a hint if not
   * @throws IllegalArgumentException if there is no such exercise
   */
  public static Verdict check(String id, String answer) {
    return Course.EXERCISES.judge(id, answer);
  }

  /**
   * Checks an answer of several numbers.
   *
   * @param id the exercise, such as "01.1"
   * @param answer the answer; not modified
   * @return whether it is solved, and a hint if not
   * @throws IllegalArgumentException if there is no such exercise
   */
  public static Verdict check(String id, double... answer) {
    return Course.EXERCISES.judge(id, answer);
  }

  /** Reads keys; the stream stays open. */
  static Exercise of(InputStream in) throws IOException {
    JsonMapper mapper =
        JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)
            .build();
    Map<String, Key> keys = mapper.readValue(in, new TypeReference<TreeMap<String, Key>>() {});
    return new Exercise(keys);
  }

  /** Returns the exercises of the course. */
  static Exercise course() {
    return Course.EXERCISES;
  }

  Map<String, Key> keys() {
    return keys;
  }

  /** Judges an answer: a Double, a Boolean, a String, a double[] or null. */
  Verdict judge(String id, Object answer) {
    Key key = keys.get(id);
    if (key == null) {
      String known = keys.isEmpty() ? "none" : String.join(", ", keys.keySet());
      throw new IllegalArgumentException(
          "there is no exercise \"" + id + "\"; there are: " + known);
    }
    if (answer == null) {
      return new Verdict(id, false, "not yet: there is no answer, only null");
    }
    if (key.matches(key.expected, answer)) {
      return new Verdict(id, true, "solved");
    }
    String misfit = key.misfit(answer);
    if (misfit != null) {
      return new Verdict(id, false, "not yet: " + misfit);
    }
    for (Mistake mistake : key.mistakes) {
      if (key.matches(mistake.answer, answer)) {
        return new Verdict(id, false, "not yet: " + mistake.hint);
      }
    }
    return new Verdict(id, false, "not yet: " + key.hint);
  }
}
