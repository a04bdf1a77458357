package dev.meridian.tenancy.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.tenancy.audit.ChainFixture.Row;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whatever is done at whatever place is found, and a chain that nobody touched never is. */
class VerificationPropertiesTest {
  enum Tampering {
    CHANGE_EVENT,
    REWRITE_ENTRY,
    DROP,
    SWAP_WITH_NEXT,
    CUT_HERE,
    INSERT,
    REWRITE_FROM_HERE
  }

  @Property(tries = 300)
  void isFoundWhereverItIsDone(
      @ForAll @IntRange(min = 2, max = 30) int length,
      @ForAll @IntRange(max = 28) int somewhere,
      @ForAll Tampering tampering) {
    List<Row> rows = new ArrayList<>(ChainFixture.chain(length, "true"));
    ChainHead head = ChainFixture.head(rows);
    int at = somewhere % (length - 1);
    Row row = rows.get(at);
    switch (tampering) {
      case CHANGE_EVENT -> rows.set(at, row.with(ChainFixture.event(at + 1, "false")));
      case REWRITE_ENTRY ->
          rows.set(
              at, ChainFixture.row(at + 1, row.previous(), ChainFixture.event(at + 1, "false")));
      case DROP -> rows.remove(at);
      case SWAP_WITH_NEXT -> {
        rows.set(at, rows.get(at + 1).at(at + 1));
        rows.set(at + 1, row.at(at + 2));
      }
      case CUT_HERE -> rows.subList(at, length).clear();
      case INSERT ->
          rows.add(at, ChainFixture.row(at + 1, row.previous(), ChainFixture.event(99, "false")));
      case REWRITE_FROM_HERE -> {
        Sha256 previous = row.previous();
        for (int i = at; i < length; i++) {
          rows.set(i, ChainFixture.row(i + 1, previous, ChainFixture.event(i + 1, "false")));
          previous = rows.get(i).hash();
        }
      }
    }
    String expected =
        switch (tampering) {
          case CHANGE_EVENT, REWRITE_ENTRY -> "EDITED " + (at + 1);
          case DROP -> "MISSING " + (at + 1);
          case SWAP_WITH_NEXT -> "REORDERED " + (at + 1);
          case CUT_HERE -> "TRUNCATED " + (at + 1);
          case INSERT -> "FORKED " + (at + 1);
          case REWRITE_FROM_HERE -> "ANCHOR_MISMATCH " + length;
        };

    assertThat(ChainFixture.verdicts(rows, List.of(ChainFixture.anchor(head)), head))
        .contains(expected);
  }

  @Property(tries = 50)
  void nothingIsFoundInAnUntouchedChain(@ForAll @IntRange(min = 1, max = 40) int length) {
    List<Row> rows = ChainFixture.chain(length, "true");
    ChainHead head = ChainFixture.head(rows);

    assertThat(ChainFixture.verdicts(rows, List.of(ChainFixture.anchor(head)), head)).isEmpty();
  }

  @Property(tries = 200)
  void everyLeafIsBelowTheRootAndNoOtherOne(
      @ForAll @IntRange(min = 1, max = 70) int leaves, @ForAll @IntRange(max = 69) int some) {
    List<Sha256> all = new ArrayList<>();
    for (int i = 0; i < leaves; i++) {
      all.add(Sha256.digest(new byte[] {(byte) i}));
    }
    MerkleTree tree = new MerkleTree(all);
    int at = some % leaves;

    assertThat(MerkleTree.holds(tree.root(), leaves, at, all.get(at), tree.path(at))).isTrue();
    assertThat(
            MerkleTree.holds(tree.root(), leaves, at, Sha256.digest(new byte[200]), tree.path(at)))
        .isFalse();
    if (leaves > 1) {
      int other = (at + 1) % leaves;
      assertThat(MerkleTree.holds(tree.root(), leaves, other, all.get(at), tree.path(at)))
          .isFalse();
    }
  }
}
