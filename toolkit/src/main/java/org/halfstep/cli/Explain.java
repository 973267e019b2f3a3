package org.halfstep.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * {@code ./lab explain FILE [--csv] [--html OUT.html]}: what quantization does to a user's numbers.
 *
 * <p>Exit status 0; 1 if the input cannot be explained; 2 if the words of the command are wrong.
 */
public final class Explain {

  private static final String USAGE = "./lab explain FILE.npy|FILE.csv [--csv] [--html OUT.html]";

  private static final String HELP =
      """
      %s

      What quantization does to your numbers: the law that fits them, the best format
      for 2 to 8 bits with its predicted and measured SQNR, the clip with its
      confidence interval, what each toolkit's calibrator would lose, and a verdict.

        FILE             an array saved by numpy.save (.npy), or numbers as text (.csv,
                         .tsv, .txt) in lines and columns, with or without a header
        --csv            only the calibrators at 8 bits, as CSV: lo and hi are the
                         numbers of the lowest and the highest code, scale is in units
                         of the data per code, zero_point is the code of 0, sqnr_db is
                         measured on all values, ci_low and ci_high are hi's 95 %%
                         confidence interval (empty where there is none)
        --html OUT.html  and the page as one HTML file with pictures
      """;

  private Explain() {}

  /**
   * Explains a file.
   *
   * @param words the words of the command
   */
  public static void main(String[] words) {
    System.exit(run(words, System.out, System.err));
  }

  /**
   * Explains a file and returns the exit status.
   *
   * @param words the words of the command
   * @param out where the page goes
   * @param err where complaints go
   * @return 0, 1 or 2
   */
  public static int run(String[] words, PrintStream out, PrintStream err) {
    if (words.length == 1 && (words[0].equals("--help") || words[0].equals("-h"))) {
      out.printf(HELP, USAGE);
      return 0;
    }
    Order order;
    try {
      order = Order.of(words);
    } catch (IllegalArgumentException e) {
      err.println("lab: " + e.getMessage());
      return 2;
    }
    try {
      Study study = Study.of(Input.read(order.file()));
      out.print(order.csv() ? CsvTable.of(study) : TextPage.of(Page.of(study)));
      if (order.html() != null) {
        Files.writeString(order.html(), HtmlPage.of(study, Page.of(study)));
        err.println("wrote " + order.html());
      }
      return 0;
    } catch (InputException e) {
      err.println("lab: " + e.getMessage());
    } catch (NoSuchFileException e) {
      err.println("lab: the page could not be written: there is no directory for " + e.getFile());
    } catch (IOException e) {
      err.println("lab: the page could not be written: " + e);
    } catch (OutOfMemoryError e) {
      err.println("lab: these numbers are too many for the memory of this JVM");
    } catch (IllegalArgumentException | ArithmeticException e) {
      err.println("lab: these numbers cannot be explained: " + e.getMessage());
    }
    return 1;
  }

  /** What is asked for. */
  private record Order(Path file, boolean csv, Path html) {

    static Order of(String[] words) {
      Path file = null;
      Path html = null;
      boolean csv = false;
      for (int i = 0; i < words.length; i++) {
        if (words[i].equals("--csv")) {
          csv = true;
        } else if (words[i].equals("--html")) {
          i++;
          html = path(i < words.length ? words[i] : "");
        } else if (words[i].startsWith("-") || file != null) {
          throw new IllegalArgumentException("not understood: " + words[i] + "; " + USAGE);
        } else {
          file = path(words[i]);
        }
      }
      if (file == null) {
        throw new IllegalArgumentException("explain needs a file: " + USAGE);
      }
      return new Order(file, csv, html);
    }

    private static Path path(String word) {
      if (word.isEmpty()) {
        throw new IllegalArgumentException("a file's name must not be empty: " + USAGE);
      }
      try {
        return Path.of(word);
      } catch (InvalidPathException e) {
        throw new IllegalArgumentException("not a file's name: " + e.getMessage(), e);
      }
    }
  }
}
