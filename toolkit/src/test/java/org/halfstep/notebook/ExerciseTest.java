package org.halfstep.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExerciseTest {
  private static final String KEYS =
      """
      {
        "01.1": {
          "expected": 127,
          "absolute": 0.25,
          "hint": "count the levels",
          "mistakes": [{"answer": 127.5, "hint": "that is the edge of the outermost cell"}]
        },
        "01.2": {"expected": -0.002, "relative": 0.01, "hint": "mind the sign",
                 "mistakes": [{"answer": 0.002, "hint": "the sign is the other one"}]},
        "01.3": {"expected": true, "hint": "draw it"},
        "01.4": {"expected": "mid-tread", "hint": "is 0 a level?",
                 "mistakes": [{"answer": "midrise", "hint": "that one has no level 0"}]},
        "01.5": {"expected": [1, 2.5, 4], "relative": 1e-6, "hint": "one a bit"}
      }
      """;

  private final Exercise exercises = read(KEYS);

  @Test
  void rightAnswerIsSolvedWithinTheTolerance() {
    solved("01.1", 127.0);
    solved("01.1", 127.25);
    solved("01.2", -0.00201);
    solved("01.3", true);
    solved("01.4", "Mid tread ");
    solved("01.5", new double[] {1, 2.5000001, 4});
  }

  @Test
  void wrongAnswerGetsTheHintOfTheExercise() {
    open("01.1", 128.0, "not yet: count the levels");
    open("01.1", 127.2501 - 0.51, "not yet: count the levels");
    open("01.2", -0.003, "not yet: mind the sign");
    open("01.3", false, "not yet: draw it");
    open("01.4", "rounded", "not yet: is 0 a level?");
    open("01.5", new double[] {1, 2.6, 4}, "not yet: one a bit");
  }

  @Test
  void knownMistakeGetsItsOwnHint() {
    open("01.1", 127.5, "not yet: that is the edge of the outermost cell");
    open("01.2", 0.002, "not yet: the sign is the other one");
    open("01.4", "mid-rise", "not yet: that one has no level 0");
  }

  @Test
  void answerOfAnotherKindIsNeverAnError() {
    open("01.1", "127", "not yet: the answer is one number");
    open("01.1", new double[] {127}, "not yet: the answer is one number");
    open("01.1", null, "not yet: there is no answer, only null");
    open("01.3", 1.0, "not yet: the answer is true or false");
    open("01.4", 1.0, "not yet: the answer is a text in quotes");
    open("01.5", 1.0, "not yet: the answer is an array of 3 numbers");
    open("01.5", new double[2], "not yet: the answer is an array of 3 numbers, got 2");
  }

  @Test
  void whatIsNotANumberIsNeverRight() {
    String hint = "not yet: NaN is not a number; which step of the computation has none?";
    open("01.1", Double.NaN, hint);
    open("01.5", new double[] {1, Double.NaN, 4}, hint);
    open("01.1", Double.POSITIVE_INFINITY, "not yet: count the levels");
  }

  @Test
  void unknownExerciseIsAnErrorThatNamesIt() {
    Exception e = assertThrows(IllegalArgumentException.class, () -> exercises.judge("09.9", 1.0));
    assertEquals(
        "there is no exercise \"09.9\"; there are: 01.1, 01.2, 01.3, 01.4, 01.5", e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> Exercise.check("no such", 1));
    assertThrows(IllegalArgumentException.class, () -> Exercise.check("no such", true));
    assertThrows(IllegalArgumentException.class, () -> Exercise.check("no such", "x"));
    assertThrows(IllegalArgumentException.class, () -> Exercise.check("no such", 1, 2));
  }

  @Test
  void keysWithTypingErrorsAreRefused() {
    assertThrows(IOException.class, () -> of("{\"1\": {\"expected\": 1}}"));
    assertThrows(IOException.class, () -> of("{\"1\": {\"hint\": \"h\"}}"));
    assertThrows(
        IOException.class, () -> of("{\"1\": {\"expected\": 1, \"hint\": \"h\", \"tol\": 1}}"));
    assertThrows(
        IOException.class,
        () ->
            of(
                "{\"1\": {\"expected\": 1, \"hint\": \"h\"},"
                    + " \"1\": {\"expected\": 2, \"hint\": \"h\"}}"));
  }

  @Test
  void keysOfTheCourseHaveToleranceHintsAndMistakesThatAreWrong() {
    for (Map.Entry<String, Exercise.Key> entry : Exercise.course().keys().entrySet()) {
      String id = entry.getKey();
      Exercise.Key key = entry.getValue();
      assertTrue(id.matches("\\d\\d\\.\\d"), id);
      assertFalse(key.hint().isBlank(), id);
      boolean numbers = key.expected().isNumber() || key.expected().isArray();
      boolean whole = key.expected().isIntegralNumber();
      assertTrue(
          !numbers || whole || key.relative() > 0 || key.absolute() > 0, id + " needs a tolerance");
      assertTrue(key.relative() < 0.5 && key.relative() >= 0 && key.absolute() >= 0, id);
      assertTrue(key.matches(key.expected(), answer(key.expected())), id);
      for (Exercise.Mistake mistake : key.mistakes()) {
        assertFalse(mistake.hint().isBlank(), id);
        assertFalse(key.matches(key.expected(), answer(mistake.answer())), id + " " + mistake);
        String said = Exercise.course().judge(id, answer(mistake.answer())).message();
        assertEquals("not yet: " + mistake.hint(), said, "a mistake hides another one");
      }
    }
  }

  @Test
  void verdictIsShownAsTextHtmlAndRecord() {
    Map<String, Object> bundle = new Verdict("01.1", false, "not yet: a < b").bundle();
    assertEquals("\u25cb exercise 01.1: not yet: a < b", bundle.get("text/plain"));
    assertTrue(bundle.get("text/html").toString().contains("a &lt; b"));
    assertEquals(
        Map.of("id", "01.1", "solved", false, "message", "not yet: a < b"),
        bundle.get("application/vnd.halfstep.exercise+json"));
    assertEquals("\u2713 exercise 2: solved", new Verdict("2", true, "solved").toString());
  }

  private static Object answer(JsonNode node) {
    if (node.isArray()) {
      double[] out = new double[node.size()];
      for (int i = 0; i < out.length; i++) {
        out[i] = node.get(i).doubleValue();
      }
      return out;
    }
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    return node.isTextual() ? (Object) node.textValue() : (Object) node.doubleValue();
  }

  private void solved(String id, Object answer) {
    assertEquals(new Verdict(id, true, "solved"), exercises.judge(id, answer));
  }

  private void open(String id, Object answer, String message) {
    assertEquals(new Verdict(id, false, message), exercises.judge(id, answer));
  }

  private static Exercise of(String json) throws IOException {
    return Exercise.of(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
  }

  private static Exercise read(String json) {
    try {
      return of(json);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
