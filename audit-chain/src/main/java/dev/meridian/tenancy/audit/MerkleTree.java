package dev.meridian.tenancy.audit;

import java.util.ArrayList;
import java.util.List;

/**
 * A binary hash tree over leaves in their order; the last of an odd row goes up as it is.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9162">RFC 9162, section 2.1</a>, for why leaves
 *     and nodes are hashed apart
 */
public final class MerkleTree {
  private final List<List<Sha256>> rows = new ArrayList<>();

  /**
   * @param leaves at least one
   */
  public MerkleTree(List<Sha256> leaves) {
    if (leaves.isEmpty()) {
      throw new IllegalArgumentException("A tree needs a leaf.");
    }
    List<Sha256> row = List.copyOf(leaves);
    rows.add(row);
    while (row.size() > 1) {
      List<Sha256> above = new ArrayList<>((row.size() + 1) / 2);
      for (int i = 0; i < row.size(); i += 2) {
        above.add(i + 1 == row.size() ? row.get(i) : ChainHashes.node(row.get(i), row.get(i + 1)));
      }
      row = above;
      rows.add(row);
    }
  }

  public Sha256 root() {
    return rows.getLast().getFirst();
  }

  /** The hashes beside the way from a leaf to the root, from below. */
  public List<Sha256> path(int leaf) {
    List<Sha256> path = new ArrayList<>();
    int at = leaf;
    for (List<Sha256> row : rows.subList(0, rows.size() - 1)) {
      int beside = at ^ 1;
      if (beside < row.size()) {
        path.add(row.get(beside));
      }
      at /= 2;
    }
    return path;
  }

  /** Whether a leaf stands at an index of a tree of {@code leaves} leaves with this root. */
  public static boolean holds(Sha256 root, int leaves, int index, Sha256 leaf, List<Sha256> path) {
    if (index < 0 || index >= leaves) {
      return false;
    }
    Sha256 hash = leaf;
    int used = 0;
    int at = index;
    for (int width = leaves; width > 1; width = (width + 1) / 2) {
      if ((at ^ 1) < width) {
        if (used == path.size()) {
          return false;
        }
        Sha256 beside = path.get(used++);
        hash = at % 2 == 0 ? ChainHashes.node(hash, beside) : ChainHashes.node(beside, hash);
      }
      at /= 2;
    }
    return used == path.size() && hash.equals(root);
  }
}
