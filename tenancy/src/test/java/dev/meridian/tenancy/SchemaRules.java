package dev.meridian.tenancy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * What keeps tenants apart in the schema, as rules over the catalog of a database: a table, view or
 * key that breaks one is named, whoever added it.
 */
final class SchemaRules {
  private static final String OWN = "(tenant_id = current_tenant())";
  private static final String SUBTREE =
      "(tenant_id in ( select c.descendant_id from tenant_closure c where (c.ancestor_id = current_subtree())))";
  private static final String FIRST_ANCESTOR =
      "(tenant_id = ( select c.ancestor_id from tenant_closure c where (c.descendant_id = current_tenant()) order by c.depth desc limit 1))";

  /** Tables whose rows nobody reads from above: secrets stay in their tenant. */
  private static final Set<String> WITHOUT_SUBTREE =
      Set.of("data_key", "secret", "secret_version", "secret_use");

  /** Policies beyond those that each tenant's table has, in full; each is a decision. */
  private static final Set<String> MORE =
      Set.of(
          "instance finance SELECT meridian_finance true -",
          "pod_transition finance SELECT meridian_finance true -",
          "volume_transition finance SELECT meridian_finance true -",
          "package_version shared SELECT meridian_app " + FIRST_ANCESTOR + " -",
          "package_artifact shared SELECT meridian_app " + FIRST_ANCESTOR + " -",
          "quota_counter ancestors ALL meridian_app (tenant_id in ( select c.ancestor_id from tenant_closure c where (c.descendant_id = current_tenant()))) -",
          "tenant own SELECT meridian_app (id = current_tenant()) -",
          "tenant ancestors SELECT meridian_app (id in ( select c.ancestor_id from tenant_closure c where (c.descendant_id = any (array[current_tenant(), current_subtree()])))) -",
          "tenant subtree SELECT meridian_app (id in ( select c.descendant_id from tenant_closure c where (c.ancestor_id = current_subtree()))) -",
          "tenant system ALL meridian_system true true",
          "tenant finance SELECT meridian_finance true -");

  private SchemaRules() {}

  /** What breaks a rule, as sentences; empty when all is well. */
  static List<String> broken(Connection owner) throws SQLException {
    List<String> broken = new ArrayList<>();
    broken.addAll(
        ask(
            owner,
            """
            select 'row-level security of ' || c.relname || ' is not forced'
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = 'meridian' and c.relkind in ('r', 'p')
              and (c.relname = 'tenant' or exists (select from pg_attribute a
                where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped))
              and not (c.relrowsecurity and c.relforcerowsecurity)
            """));
    Set<String> expected = new TreeSet<>(MORE);
    for (String table : tables(owner)) {
      expected.add(table + " own ALL meridian_app " + OWN + " " + OWN);
      expected.add(table + " system ALL meridian_system true true");
      if (!WITHOUT_SUBTREE.contains(table)) {
        expected.add(table + " subtree SELECT meridian_app " + SUBTREE + " -");
      }
    }
    Set<String> found = new TreeSet<>(policies(owner));
    expected.stream()
        .filter(p -> !found.contains(p))
        .forEach(p -> broken.add("no policy as agreed: " + p));
    found.stream()
        .filter(p -> !expected.contains(p))
        .forEach(p -> broken.add("a policy that nobody agreed to: " + p));
    broken.addAll(
        ask(
            owner,
            """
            select 'view ' || c.relname || ' reads with its owner''s rights'
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = 'meridian' and c.relkind = 'v'
              and not coalesce(c.reloptions @> array['security_invoker=true'], false)
            union all
            select 'materialized view ' || c.relname || ' knows no row-level security'
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = 'meridian' and c.relkind = 'm'
            union all
            select 'function ' || p.proname || ' runs with its owner''s rights'
            from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname = 'meridian' and p.prosecdef
            union all
            select 'foreign key ' || k.conname || ' does not begin with the tenant'
            from pg_constraint k join pg_namespace n on n.oid = k.connamespace
            join pg_attribute there on there.attrelid = k.confrelid and there.attname = 'tenant_id'
            join pg_attribute here on here.attrelid = k.conrelid and here.attnum = k.conkey[1]
            where n.nspname = 'meridian' and k.contype = 'f'
              and not (k.confkey[1] = there.attnum and here.attname like '%tenant_id')
            union all
            select 'a login may truncate ' || table_name
            from information_schema.role_table_grants
            where table_schema = 'meridian' and privilege_type = 'TRUNCATE'
              and grantee like 'meridian%' and grantee <> 'meridian_owner'
            """));
    return broken;
  }

  private static List<String> tables(Connection owner) throws SQLException {
    return ask(
        owner,
        """
        select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
          join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
            and not a.attisdropped
        where n.nspname = 'meridian' and c.relkind in ('r', 'p') order by 1
        """);
  }

  /** Each policy as a line; expressions in one line and lower case. */
  private static List<String> policies(Connection owner) throws SQLException {
    return ask(
            owner,
            """
            select concat_ws(' ', tablename, policyname, cmd, array_to_string(roles, ','),
              coalesce(regexp_replace(qual, '\\s+', ' ', 'g'), '-'),
              coalesce(regexp_replace(with_check, '\\s+', ' ', 'g'), '-'))
            from pg_policies where schemaname = 'meridian' and permissive = 'PERMISSIVE'
            """)
        .stream()
        .map(SchemaRules::lowerExpressions)
        .toList();
  }

  private static String lowerExpressions(String policy) {
    String[] parts = policy.split(" ", 5);
    return String.join(" ", parts[0], parts[1], parts[2], parts[3])
        + " "
        + parts[4].toLowerCase(Locale.ROOT);
  }

  static List<String> ask(Connection connection, String question) throws SQLException {
    try (var statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(question)) {
      List<String> answers = new ArrayList<>();
      while (rows.next()) {
        answers.add(rows.getString(1));
      }
      return answers;
    }
  }
}
