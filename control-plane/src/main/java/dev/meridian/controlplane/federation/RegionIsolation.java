package dev.meridian.controlplane.federation;

import io.swagger.v3.oas.annotations.media.Schema;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What the nodes of a region do to keep tenants apart, and what they cannot.
 *
 * @param given the levels of isolation that its nodes give, the weakest first
 * @param notEnforced what nodes of it cannot enforce, the most widespread first; each node's own
 *     page says why
 */
@Schema(name = "RegionIsolation")
public record RegionIsolation(List<Given> given, List<Lack> notEnforced) {
  /** Beside a region {@code r}. */
  static final String JOINED =
      """
      left join lateral (
        select array_agg(g.isolation order by isolation_rank(g.isolation)) as given,
               array_agg(g.nodes order by isolation_rank(g.isolation)) as given_by
        from (select n.isolation, count(*) as nodes from node n
              where n.region_id = r.id and n.removed_at is null group by n.isolation) g) g on true
      left join lateral (
        select array_agg(l.what order by l.nodes desc, l.what) as lacked,
               array_agg(l.nodes order by l.nodes desc, l.what) as lacked_by
        from (select split_part(line, ':', 1) as what, count(distinct n.id) as nodes
              from node n, jsonb_array_elements_text(n.not_enforced) line
              where n.region_id = r.id and n.removed_at is null group by 1) l) l on true
      """;

  /** How many nodes give a level. */
  @Schema(name = "GivenIsolation")
  public record Given(
      @Schema(allowableValues = {"process", "user", "container"}) String isolation, long nodes) {}

  /** How many nodes cannot enforce something. */
  @Schema(name = "NotEnforced")
  public record Lack(String what, long nodes) {}

  static RegionIsolation of(ResultSet row) throws SQLException {
    List<Given> given = new ArrayList<>();
    String[] levels = texts(row, "given");
    for (int i = 0; i < levels.length; i++) {
      given.add(new Given(levels[i], counts(row, "given_by")[i]));
    }
    List<Lack> lacks = new ArrayList<>();
    String[] lacked = texts(row, "lacked");
    for (int i = 0; i < lacked.length; i++) {
      lacks.add(new Lack(lacked[i], counts(row, "lacked_by")[i]));
    }
    return new RegionIsolation(List.copyOf(given), List.copyOf(lacks));
  }

  private static String[] texts(ResultSet row, String column) throws SQLException {
    return row.getArray(column) == null
        ? new String[0]
        : (String[]) row.getArray(column).getArray();
  }

  private static Long[] counts(ResultSet row, String column) throws SQLException {
    return (Long[]) row.getArray(column).getArray();
  }
}
