package org.halfstep.law;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A law of some family with parameters estimated from a sample, and how well it fits.
 *
 * @param family the family
 * @param law the fitted member
 * @param quality goodness of fit on the same sample
 */
public record Fit(Family family, Distribution law, GoodnessOfFit quality) {

  /**
   * Fits by moments: the law has the sample's mean and variance, and its kurtosis where there is a
   * third parameter.
   *
   * @param family the family
   * @param values at least 4 finite values, not all equal; not modified
   * @return the fit
   * @throws IllegalArgumentException if the values break a rule or are outside the family's support
   */
  public static Fit byMoments(Family family, double... values) {
    Sample sample = Sample.of(values);
    return of(family, family.byMoments(sample), sample);
  }

  /**
   * Fits by maximum likelihood.
   *
   * <p>Parameters are right to about 1e-8 of themselves where a search is needed, the likelihood to
   * 1e-12. Takes some hundred passes over the data for three parameters.
   *
   * @param family the family
   * @param values at least 4 finite values, not all equal; not modified
   * @return the fit
   * @throws IllegalArgumentException if the values break a rule or are outside the family's support
   */
  public static Fit byLikelihood(Family family, double... values) {
    Sample sample = Sample.of(values);
    return of(family, family.byLikelihood(sample), sample);
  }

  private static Fit of(Family family, Distribution law, Sample sample) {
    return new Fit(family, law, GoodnessOfFit.ofSorted(law, sample.x()));
  }

  /**
   * Fits all families that suit a sample by maximum likelihood and ranks them by {@link #aic}.
   *
   * <p>Likelihoods compare only over one kind of law: a sample of values of at least 0 with two or
   * more exact zeros is given to the rectified family alone, any other to all the rest; the half
   * families take part if no value is negative.
   *
   * @param values at least 4 finite values, not all equal; not modified
   * @return the fits, the best first
   * @throws IllegalArgumentException if the values break a rule
   */
  public static List<Fit> ranked(double... values) {
    Sample sample = Sample.of(values);
    return Arrays.stream(Family.values())
        .filter(family -> family.suits(sample))
        .map(family -> of(family, family.byLikelihood(sample), sample))
        .sorted(Comparator.comparingDouble(Fit::aic))
        .toList();
  }

  /**
   * Returns the first of {@link #ranked}.
   *
   * @param values at least 4 finite values, not all equal; not modified
   * @return the fit of the least AIC
   * @throws IllegalArgumentException if the values break a rule
   */
  public static Fit best(double... values) {
    return ranked(values).getFirst();
  }

  /**
   * Returns Akaike's information criterion {@code 2 p - 2 ln L}.
   *
   * @return the criterion; a difference of 10 is strong evidence for the lesser
   */
  public double aic() {
    return 2 * family.parameters() - 2 * quality.logLikelihood();
  }
}
