package org.halfstep.grid;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Every format of the catalogue, and some at other widths, keeps {@link GridLaws}. */
@ParameterizedClass
@MethodSource("formats")
class FormatLawsTest extends GridLaws {

  @Parameter Format format;

  static Stream<Format> formats() {
    List<String> more =
        List.of(
            "apot6-formula",
            "apot4-signed",
            "apot6-unsigned",
            "pwlq5-reference",
            "linear5",
            "nf4-formula",
            "nf6",
            "log6",
            "log3-unsigned",
            "pot1",
            "pot6-log",
            "pot6-floor",
            "pot6-printed",
            "pot2-coded",
            "e3m4-ieee",
            "e4m3fnuz",
            "e5m2fnuz",
            "e2m0",
            "e1m3");
    return Stream.concat(Format.catalogue().stream(), more.stream().map(Format::of));
  }

  @Override
  Grid grid() {
    return format.grid();
  }
}
