package org.halfstep.numeric;

import java.util.function.DoubleUnaryOperator;

/**
 * Integrals of a density times powers of the distance from a centre.
 *
 * <p>{@code m[k] += int_lo^hi (x - about)^k f(x) dx}. The powers are formed from the distance
 * itself, never expanded into raw moments, so a narrow cell far from the origin keeps all its
 * digits.
 *
 * <p>Finite panels: Gauss-Kronrod 7-15 (nodes and weights: Kronrod 1965, as printed in QUADPACK,
 * Piessens et al. 1983), bisected until both rules agree and f just inside the ends is not above
 * what the nodes saw: a wide panel whose mass sits at one end would otherwise look empty. Infinite
 * ends: exp-sinh, {@code x = a + exp(pi/2 sinh t)}, the trapezoid rule in t halved until it stands
 * still (Takahasi and Mori 1974).
 */
public final class Quadrature {

  /**
   * A Gauss-Kronrod pair on [-1, 1]: positive nodes, the centre last, with both weights (0 where a
   * node is Kronrod's alone).
   */
  private record Rule(double[] node, double[] kronrod, double[] gauss) {}

  /** 3 and 7 points: enough for a cell that is narrow beside the law, at half the cost. */
  private static final Rule NARROW =
      new Rule(
          new double[] {
            0.960491268708020283423507092629080,
            0.774596669241483377035853079956480,
            0.434243749346802558002071502844628,
            0
          },
          new double[] {
            0.104656226026467265193823857192073,
            0.268488089868333440728569280666710,
            0.401397414775962222905051818618432,
            0.450916538658474142345110087045571
          },
          new double[] {0, 5 / 9.0, 0, 8 / 9.0});

  /** 7 and 15 points. */
  private static final Rule WIDE =
      new Rule(
          new double[] {
            0.991455371120812639206854697526329,
            0.949107912342758524526189684047851,
            0.864864423359769072789712788640926,
            0.741531185599394439863864773280788,
            0.586087235467691130294144691258730,
            0.405845151377397166906606412076961,
            0.207784955007898467600689403773245,
            0
          },
          new double[] {
            0.022935322010529224963732008058970,
            0.063092092629978553290700663189204,
            0.104790010322250183839876322541518,
            0.140653259715525918745189590510238,
            0.169004726639267902826583426598550,
            0.190350578064785409913256402421014,
            0.204432940075298892414161999234649,
            0.209482141084727828012999174891714
          },
          new double[] {
            0,
            0.129484966168869693270611432679082,
            0,
            0.279705391489276667901467771423780,
            0,
            0.381830050505118944950369775488975,
            0,
            0.417959183673469387755102040816327
          });

  /** Both rules agree to this: the 15-point rule is then better still wherever f is smooth. */
  private static final double AGREEMENT = 1e-13;

  /** A panel this small beside what was found already adds nothing. */
  private static final double NEGLIGIBLE = 1e-20;

  /** Bisections in a row: a pole 1/sqrt(x) at 0 has 1e-18 of its mass left in the last panel. */
  private static final int DEPTH = 120;

  /** What both rules resolve is at most 1.1 times higher at an end than at a node. */
  private static final double HIGHER = 2;

  /** A panel that had to be taken as it is may miss as much again, at a pole even twice. */
  private static final double UNRESOLVED = 2;

  /** The steepest slope of a resolved panel, against its average. */
  private static final double STEEPER = 4;

  /** Below this a density is about to underflow and has no digits to agree on. */
  private static final double FAINT = 1e-290;

  /** Panels an integral may use; a noisy density stops here and its error estimate says so. */
  private static final int BUDGET = 4000;

  /** exp(pi/2 sinh(-4.5)) = 2e-31 of the unit from the end point. */
  private static final double FIRST = -4.5;

  /** exp(pi/2 sinh(6.5)) = 1e227: an algebraic tail is negligible there, or diverges. */
  private static final double LAST = 6.5;

  /** Beyond exp(pi/2 sinh(4)) = 4e18 units a moment that still grows is infinite. */
  private static final double DIVERGES = 4e18;

  /** Several functions of x that are integrated at once. */
  @FunctionalInterface
  public interface Integrand {
    /**
     * Evaluates all functions at one point.
     *
     * @param x the point
     * @param distance x minus the origin of the integral, without the rounding of x
     * @param values receives the values
     */
    void at(double x, double distance, double[] values);
  }

  /** Halvings of the trapezoid rule: its spacing ends at 1/1024 in t. */
  private static final int HALVINGS = 7;

  /** The new nodes of each halving: distance from the end point, and dx/dt there. */
  private static final double[][] DISTANCE = new double[HALVINGS + 1][];

  private static final double[][] WIDTH = new double[HALVINGS + 1][];

  static {
    double h = 0.125;
    double start = 0;
    for (int level = 0; level <= HALVINGS; level++) {
      int n = (int) Math.ceil((LAST - FIRST - start) / h);
      DISTANCE[level] = new double[n];
      WIDTH[level] = new double[n];
      for (int i = 0; i < n; i++) {
        double t = FIRST + start + i * h;
        DISTANCE[level][i] = Math.exp(0.5 * Math.PI * Math.sinh(t));
        WIDTH[level][i] = 0.5 * Math.PI * Math.cosh(t) * DISTANCE[level][i];
      }
      h = level == 0 ? h : 0.5 * h;
      start = 0.5 * h;
    }
  }

  /** Beyond this distance its fourth power is no double any more. */
  private static final double OVERFLOWS = 1e77;

  private final Integrand f;
  private final double origin;
  private final int leading;
  private final double[] m;
  private final double[] value;
  private final double[] kronrod;
  private final double[] gauss;
  private final double[] size;
  private final double[] error;
  private final double[] total;
  private final double[] highest;
  private double lowest;
  private double noise;
  private int panels;

  /** How much more of |f_0| the last rule saw right of the middle than left of it. */
  private double balance;

  private Quadrature(Integrand f, double origin, int leading, double[] m) {
    this.f = f;
    this.origin = origin;
    this.leading = leading;
    this.m = m;
    this.value = new double[m.length];
    this.kronrod = new double[m.length];
    this.gauss = new double[m.length];
    this.size = new double[m.length];
    this.error = new double[m.length];
    this.total = new double[m.length];
    this.highest = new double[m.length];
  }

  /**
   * Adds {@code int_lo^hi (x - about)^k f(x) dx} to {@code m[k]}, k = 0 .. m.length - 1.
   *
   * <p>f has to be smooth inside (lo, hi): split at its kinks and jumps. Where f is analytic the
   * result is right to a few ulp. At an end that is 0 it may be infinite like a root or a logarithm
   * (x^-1/2 costs no digits); at another end doubles lie too coarsely for that, which r then says.
   * Of an algebraic tail, a moment whose integrand falls no faster than x^-1.02 counts as infinite.
   *
   * @param f the integrand without the power, finite inside (lo, hi)
   * @param about the centre of the powers
   * @param lo the lower end, may be -infinity
   * @param hi the upper end, may be infinity
   * @param m the moments that are added to; an infinite moment becomes infinite
   * @return r such that the error of each order k is estimated as at most {@code r int |x -
   *     about|^k |f(x)| dx}
   */
  public static double moments(
      DoubleUnaryOperator f, double about, double lo, double hi, double[] m) {
    return integrals(
        (x, distance, values) -> {
          double power = f.applyAsDouble(x);
          for (int k = 0; k < values.length; k++) {
            values[k] = power;
            power *= distance;
          }
        },
        about,
        lo,
        hi,
        m.length,
        m);
  }

  /**
   * Adds {@code int_lo^hi f_k(x) dx} to {@code m[k]} for several functions at once, on the same
   * nodes.
   *
   * @param f the integrands, finite and smooth inside (lo, hi)
   * @param origin from where the integrands want their distance
   * @param lo the lower end, may be -infinity
   * @param hi the upper end, may be infinity
   * @param leading how many functions, from the first, have to reach full accuracy; the others
   *     (say, odd ones whose integral is 0 but for rounding) take the same nodes
   * @param m the integrals that are added to; one that diverges becomes infinite
   * @return r such that the error of each leading one is estimated as at most {@code r int |f_k(x)|
   *     dx}
   */
  public static double integrals(
      Integrand f, double origin, double lo, double hi, int leading, double[] m) {
    if (Double.isNaN(lo) || Double.isNaN(hi) || lo > hi) {
      throw new IllegalArgumentException("lo must be at most hi, got " + lo + " and " + hi);
    }
    if (lo == hi) {
      return 0;
    }
    Quadrature q = new Quadrature(f, origin, leading, m);
    if (lo == Double.NEGATIVE_INFINITY && hi == Double.POSITIVE_INFINITY) {
      q.tail(0, -1);
      q.tail(0, 1);
    } else if (hi == Double.POSITIVE_INFINITY) {
      q.tail(lo, 1);
    } else if (lo == Double.NEGATIVE_INFINITY) {
      q.tail(hi, -1);
    } else {
      q.panel(lo, hi, 0);
    }
    return q.relativeError();
  }

  /**
   * Returns {@code int_lo^hi f(x) dx}.
   *
   * @param f the integrand, smooth inside (lo, hi)
   * @param lo the lower end, may be -infinity
   * @param hi the upper end, may be infinity
   * @return the integral
   */
  public static double integral(DoubleUnaryOperator f, double lo, double hi) {
    double[] m = new double[1];
    moments(f, 0, lo, hi, m);
    return m[0];
  }

  private double relativeError() {
    double worst = 0;
    for (int k = 0; k < leading; k++) {
      if (total[k] > 0 && total[k] < Double.POSITIVE_INFINITY) {
        worst = Math.max(worst, error[k] / total[k]);
      }
    }
    return worst;
  }

  private void panel(double a, double b, int depth) {
    double half = 0.5 * (b - a);
    panels++;
    if (depth == 0) {
      rule(NARROW, a, b, half);
      if (agree() && quiet(a, b)) {
        accept(half, 0);
        return;
      }
    }
    rule(WIDE, a, b, half);
    double middle = a + half;
    if ((agree() || negligible(half)) && quiet(a, b)) {
      accept(half, 0);
    } else if (depth < DEPTH && panels < BUDGET && a < middle && middle < b) {
      // The heavier half first: what is negligible beside it is then known to be.
      boolean rightFirst = balance > 0;
      panel(rightFirst ? middle : a, rightFirst ? b : middle, depth + 1);
      panel(rightFirst ? a : middle, rightFirst ? middle : b, depth + 1);
    } else {
      accept(half, UNRESOLVED);
      addEdge(a, b);
      addEdge(b, a);
    }
  }

  private void accept(double half, double unresolved) {
    for (int k = 0; k < m.length; k++) {
      m[k] += kronrod[k] * half;
      total[k] += size[k] * half;
      error[k] += (Math.abs(kronrod[k] - gauss[k]) + (unresolved + noise) * size[k]) * half;
      error[k] += Math.ulp(size[k] * half);
    }
  }

  /** Says whether the integrands are no higher just inside the ends than at the nodes. */
  private boolean quiet(double a, double b) {
    return quietAt(Math.nextUp(a)) && quietAt(Math.nextDown(b));
  }

  private boolean quietAt(double x) {
    f.at(x, x - origin, value);
    for (int k = 0; k < leading; k++) {
      if (!(Math.abs(value[k]) <= HIGHER * highest[k] + FAINT)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Adds to the error what f may hold between a and the next double, where it may be infinite.
   *
   * @param a the end
   * @param b a number on the inner side of a
   */
  private void addEdge(double a, double b) {
    double x = Math.nextAfter(a, b);
    f.at(x, x - origin, value);
    for (int k = 0; k < m.length; k++) {
      double edge = UNRESOLVED * Math.abs(value[k]) * Math.abs(x - a);
      error[k] += edge < Double.POSITIVE_INFINITY ? edge : 0;
    }
  }

  private void rule(Rule rule, double a, double b, double half) {
    for (int k = 0; k < m.length; k++) {
      kronrod[k] = 0;
      gauss[k] = 0;
      size[k] = 0;
      highest[k] = 0;
    }
    lowest = Double.POSITIVE_INFINITY;
    balance = 0;
    double centre = a + half;
    // The ends of a cell lie near the origin: their distances are exact, the rounded middle's is
    // not.
    double offset = 0.5 * ((a - origin) + (b - origin));
    int last = rule.node.length - 1;
    for (int i = 0; i < last; i++) {
      double d = half * rule.node[i];
      add(centre - d, offset - d, rule.kronrod[i], rule.gauss[i]);
      balance -= rule.kronrod[i] * Math.abs(value[0]);
      add(centre + d, offset + d, rule.kronrod[i], rule.gauss[i]);
      balance += rule.kronrod[i] * Math.abs(value[0]);
    }
    add(centre, offset, rule.kronrod[last], rule.gauss[last]);
    // Nodes are rounded to doubles: where f changes within few of them, its values are noisy.
    double change = highest[0] > 0 ? 1 - lowest / highest[0] : 0;
    noise = STEEPER * change * Math.ulp(Math.abs(centre) + half) / half;
  }

  private void add(double x, double distance, double kronrodWeight, double gaussWeight) {
    f.at(x, distance, value);
    lowest = Math.min(lowest, Math.abs(value[0]));
    for (int k = 0; k < m.length; k++) {
      if (!Double.isFinite(value[k])) {
        continue; // a node that rounds to an end where f is infinite: see addEdge
      }
      highest[k] = Math.max(highest[k], Math.abs(value[k]));
      kronrod[k] += kronrodWeight * value[k];
      gauss[k] += gaussWeight * value[k];
      size[k] += kronrodWeight * Math.abs(value[k]);
    }
  }

  private boolean negligible(double half) {
    for (int k = 0; k < leading; k++) {
      if (size[k] * half > NEGLIGIBLE * total[k]) {
        return false;
      }
    }
    return true;
  }

  private boolean agree() {
    for (int k = 0; k < leading; k++) {
      if (!(Math.abs(kronrod[k] - gauss[k]) <= (AGREEMENT + noise) * size[k] + FAINT)) {
        return false;
      }
    }
    return true;
  }

  /** Integrates from a to infinity (sign = 1) or from -infinity to a (sign = -1). */
  private void tail(double a, int sign) {
    int orders = m.length;
    double[] sum = new double[orders];
    double[] magnitude = new double[orders];
    double[] largest = new double[orders];
    double[] where = new double[orders];
    double[] before = new double[orders];
    double h = 0.125;
    trapezoid(a, sign, 0, sum, magnitude, largest, where);
    for (int level = 1; level <= HALVINGS; level++) {
      for (int k = 0; k < orders; k++) {
        before[k] = sum[k] * h;
      }
      trapezoid(a, sign, level, sum, magnitude, largest, where);
      h *= 0.5;
      boolean still = true;
      for (int k = 0; k < leading; k++) {
        still &= !(Math.abs(sum[k] * h - before[k]) > AGREEMENT * magnitude[k] * h);
      }
      if (still) {
        break;
      }
    }
    for (int k = 0; k < orders; k++) {
      if (where[k] > DIVERGES || !Double.isFinite(magnitude[k])) {
        m[k] += sum[k] < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        total[k] = Double.POSITIVE_INFINITY;
      } else {
        m[k] += sum[k] * h;
        total[k] += magnitude[k] * h;
        error[k] += Math.abs(sum[k] * h - before[k]) + Math.ulp(magnitude[k] * h);
      }
    }
    addEdge(a, a + sign);
    addRemainder(a, sign);
  }

  /**
   * Adds to the error what lies beyond the last node at which f has not underflowed: the terms go
   * on falling at least by the last ratio. It matters for a power law whose moment barely exists.
   */
  private void addRemainder(double a, int sign) {
    int last = DISTANCE[0].length - 1;
    double[] outer = terms(a, sign, last);
    while (last > 1 && outer[0] == 0) {
      outer = terms(a, sign, --last);
    }
    if (last < DISTANCE[0].length - 1 && outer[0] > FAINT * WIDTH[0][last]) {
      return; // f fell to nothing between two nodes: no power law
    }
    double[] inner = terms(a, sign, last - 1);
    for (int k = 0; k < m.length; k++) {
      if (outer[k] < inner[k]) {
        error[k] += 0.125 * outer[k] / (1 - outer[k] / inner[k]);
      }
    }
  }

  private double[] terms(double a, int sign, int i) {
    double[] terms = new double[m.length];
    f.at(a + sign * DISTANCE[0][i], (a - origin) + sign * DISTANCE[0][i], value);
    for (int k = 0; k < m.length; k++) {
      terms[k] = Math.abs(value[k]) * WIDTH[0][i];
    }
    return terms;
  }

  private void trapezoid(
      double a,
      int sign,
      int level,
      double[] sum,
      double[] magnitude,
      double[] largest,
      double[] where) {
    double[] distances = DISTANCE[level];
    double[] widths = WIDTH[level];
    for (int i = 0; i < distances.length; i++) {
      double distance = sign * distances[i];
      double x = a + distance == a ? Math.nextAfter(a, a + sign) : a + distance;
      f.at(x, (a - origin) + distance, value);
      for (int k = 0; k < m.length; k++) {
        // Far out a density has underflowed and its factor overflows: 0 times infinity is 0 there.
        boolean lost = Double.isNaN(value[k]) && (value[0] == 0 || distances[i] > OVERFLOWS);
        boolean nothing = value[k] == 0 || lost;
        double term = nothing ? 0 : value[k] * widths[i];
        sum[k] += term;
        magnitude[k] += Math.abs(term);
        if (Math.abs(term) > largest[k]) {
          largest[k] = Math.abs(term);
          where[k] = distances[i];
        }
      }
    }
  }
}
