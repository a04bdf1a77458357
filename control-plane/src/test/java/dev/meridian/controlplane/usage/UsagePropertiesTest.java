package dev.meridian.controlplane.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** Any transitions of any pods, any period, any way to cut it. */
class UsagePropertiesTest {
  private static final Instant START = Instant.parse("2026-10-30T00:00:00Z");
  private static final List<UsageTenant> TENANTS =
      List.of(
          tenant("acme", null),
          tenant("acme/streams", "acme"),
          tenant("acme/streams/eu", "acme/streams"),
          tenant("acme/web", "acme"),
          tenant("globex", null));

  private static UsageTenant tenant(String path, @Nullable String parent) {
    return new UsageTenant(id(path), path, path.substring(path.lastIndexOf('/') + 1), parent);
  }

  private static UUID id(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }

  @Provide
  Arbitrary<List<Transition>> transitions() {
    Arbitrary<Transition> one =
        Combinators.combine(
                Arbitraries.integers().between(0, 7),
                Arbitraries.of(Transition.Kind.values()),
                Arbitraries.longs().between(0, 6L * 86_400_000_000L),
                Arbitraries.longs().between(0, 8_000),
                Arbitraries.longs().between(0, 1L << 40),
                Arbitraries.longs().between(0, 1L << 44))
            .as(
                (pod, kind, micros, cpu, memory, disk) ->
                    new Transition(
                        TENANTS.get(pod % TENANTS.size()).id(),
                        "service-" + pod % 3,
                        id("holder" + pod),
                        kind,
                        START.plusNanos(micros * 1_000),
                        pod % 3 == 2 ? 0 : cpu,
                        pod % 3 == 2 ? 0 : memory,
                        disk,
                        // Every third holder is a kept volume: disk alone.
                        pod % 3 == 2 ? 0 : 1));
    return one.list()
        .ofMaxSize(40)
        .map(list -> list.stream().sorted(Comparator.comparing(Transition::at)).toList());
  }

  @Provide
  Arbitrary<Instant> times() {
    return Arbitraries.longs()
        .between(-86_400_000_000L, 7L * 86_400_000_000L)
        .map(micros -> START.plusNanos(micros * 1_000));
  }

  private static UsageReport report(
      List<Transition> transitions, Instant from, Instant to, Grouping grouping) {
    UsageLedger ledger = new UsageLedger(TENANTS);
    Allocations.of(transitions, from, to).forEach(ledger::add);
    return ledger.report(from, to, to, grouping);
  }

  private static Consumption exact(List<Transition> transitions, Instant from, Instant to) {
    Consumption[] sum = {Consumption.NONE};
    Allocations.of(transitions, from, to)
        .forEach(allocation -> allocation.eachDay((day, part) -> sum[0] = sum[0].plus(part)));
    return sum[0];
  }

  @Property(tries = 500)
  void countsEachMomentOnceHoweverThePeriodIsCut(
      @ForAll("transitions") List<Transition> transitions,
      @ForAll("times") Instant a,
      @ForAll("times") Instant b,
      @ForAll("times") Instant c) {
    List<Instant> cuts = Stream.of(a, b, c).sorted().toList();
    Consumption whole = exact(transitions, cuts.get(0), cuts.get(2));
    Consumption parts =
        exact(transitions, cuts.get(0), cuts.get(1))
            .plus(exact(transitions, cuts.get(1), cuts.get(2)));
    assertThat(parts).isEqualTo(whole);
  }

  @Property(tries = 500)
  void neverCountsTwoAmountsOfOnePodAtOneMoment(
      @ForAll("transitions") List<Transition> transitions,
      @ForAll("times") Instant a,
      @ForAll("times") Instant b) {
    Instant from = a.isBefore(b) ? a : b;
    Instant to = a.isBefore(b) ? b : a;
    List<Allocation> allocations = Allocations.of(transitions, from, to);
    for (Allocation one : allocations) {
      assertThat(one.from()).isBefore(one.to()).isAfterOrEqualTo(from);
      assertThat(one.to()).isBeforeOrEqualTo(to);
      for (Allocation other : allocations) {
        if (one != other && one.holder().equals(other.holder())) {
          assertThat(!one.to().isAfter(other.from()) || !other.to().isAfter(one.from())).isTrue();
        }
      }
    }
  }

  @Property(tries = 500)
  @Label("cloudstack#13823: what is shown below adds up to what is shown above, to the digit")
  void showsChildrenThatAddUpToTheirParents(
      @ForAll("transitions") List<Transition> transitions,
      @ForAll("times") Instant a,
      @ForAll("times") Instant b) {
    Instant from = a.isBefore(b) ? a : b;
    Instant to = a.isBefore(b) ? b : a;
    for (Grouping grouping :
        List.of(
            Grouping.ALL,
            new Grouping(true, false),
            new Grouping(false, true),
            new Grouping(false, false))) {
      UsageReport report = report(transitions, from, to, grouping);
      assertThat(sum(report.tree(), UsageReport.UsageNode::cpuHours))
          .isEqualTo(new BigDecimal(report.total().cpuHours()));
      assertThat(sum(report.rows(), UsageReport.Row::cpuHours))
          .isEqualTo(new BigDecimal(report.total().cpuHours()));
      assertThat(sum(report.rows(), UsageReport.Row::memoryGibHours))
          .isEqualTo(new BigDecimal(report.total().memoryGibHours()));
      assertThat(sum(report.rows(), UsageReport.Row::diskGibHours))
          .isEqualTo(new BigDecimal(report.total().diskGibHours()));
      assertThat(sum(report.rows(), UsageReport.Row::podHours))
          .isEqualTo(new BigDecimal(report.total().podHours()));
      report.tree().forEach(UsagePropertiesTest::addsUp);
    }
  }

  private static void addsUp(UsageReport.UsageNode node) {
    assertThat(new BigDecimal(node.diskGibHours()))
        .isEqualTo(
            sum(node.children(), UsageReport.UsageNode::diskGibHours)
                .add(new BigDecimal(node.own().diskGibHours())));
    assertThat(new BigDecimal(node.own().memoryGibHours()))
        .isEqualTo(sum(node.services(), UsageReport.ServiceUsage::memoryGibHours));
    node.children().forEach(UsagePropertiesTest::addsUp);
  }

  private static <T> BigDecimal sum(List<T> parts, Function<T, String> amount) {
    return parts.stream()
        .map(amount)
        .map(BigDecimal::new)
        .reduce(new BigDecimal("0.000000"), BigDecimal::add);
  }

  @Property(tries = 500)
  void splitsUnitsExactlyAndNeverMoreThanOneUnitAway(@ForAll("parts") List<BigInteger> parts) {
    BigInteger unit = BigInteger.valueOf(3_600_000);
    BigInteger whole = parts.stream().reduce(BigInteger.ZERO, BigInteger::add);
    BigInteger units = Apportionment.round(whole, unit);
    List<BigInteger> shares = Apportionment.split(units, parts, unit);
    assertThat(shares.stream().reduce(BigInteger.ZERO, BigInteger::add)).isEqualTo(units);
    for (int i = 0; i < parts.size(); i++) {
      BigInteger floor = parts.get(i).divide(unit);
      assertThat(shares.get(i)).isBetween(floor, floor.add(BigInteger.ONE));
    }
  }

  @Provide
  Arbitrary<List<BigInteger>> parts() {
    return Arbitraries.bigIntegers()
        .between(BigInteger.ZERO, BigInteger.TEN.pow(20))
        .list()
        .ofMinSize(1)
        .ofMaxSize(30)
        .map(List::copyOf);
  }
}
