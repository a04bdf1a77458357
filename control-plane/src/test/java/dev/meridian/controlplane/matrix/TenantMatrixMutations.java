package dev.meridian.controlplane.matrix;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.meridian.controlplane.testing.RunningControlPlane;
import dev.meridian.tenancy.Permissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Takes away one permission check of the code at a time and demands that the matrix turns red. Too
 * long for every run; {@code ./meridian test --long tenant-matrix} runs it and writes the table.
 */
class TenantMatrixMutations {
  @RegisterExtension
  static final RunningControlPlane server =
      new RunningControlPlane(
          Map.of("meridian.audit-sinks.loopback", "true"),
          null,
          MutedPermissions.InTheApplication.class);

  private static final Path TABLE = Path.of("..", "docs", "isolation-mutations.md");

  /** Checks that no cell can see, with what holds instead. */
  private static final List<Map.Entry<String, String>> ELSEWHERE =
      List.of(
          entry(
              "Attentions.ofTenant mayThroughout",
              "which limits below are named when they are nearly full: QuotasNearFullIT"),
          entry(
              "EventController.ofTenant may",
              "asked again while a stream is open: TenantCrossingIT ends one"),
          entry(
              "EventController.ofTenant mayThroughout",
              "the second of two, asked again while a stream is open: RightsOverHttpIT ends some"),
          entry(
              "EventController.ofPlatform mayOnPlatform",
              "asked again while a stream is open, as for tenants"),
          entry(
              "Gifts.stillGiven may",
              "of who invited, not of who asks: InvitationsIT takes it from them"),
          entry(
              "LogController.read mayOnInstance",
              "asked again while a log is followed, which needs an agent: HelloWorldIT follows one"),
          entry(
              "NodeController.pods requirePlatform",
              "the first of two: behind it region:write is asked for, which fewer have"),
          entry(
              "SecretController.rotate requireTenant",
              "the second of two, without maintenance windows; only a custom role has one right without the other: RightsOverHttpIT"),
          entry(
              "TenantTreeController.move may",
              "whose roles a preview shows, as the limits it shows: TenantActionsIT"),
          entry(
              "TenantTreeController.move may",
              "what a preview shows who holds the tenant's old place and its new one, and not what is between: TenantActionsIT"),
          entry(
              "ViewOnlyFilter.doFilterInternal mayView",
              "ends a view whose right has gone, where Permissions shows no more by itself: ViewAsTenantIT"),
          entry(
              "WebSecurity.mayOnPlatform mayOnPlatform",
              "metrics and health details, no operation of the API"));

  @Test
  void noticesEachCheckThatIsTakenAway() throws IOException {
    List<Block> blocks = MatrixFiles.read();
    MatrixRun run = new MatrixRun(server);
    MutedPermissions permissions = server.get(MutedPermissions.class);
    Map<String, List<Block>> reached = new TreeMap<>();
    permissions.asked();
    for (Block block : blocks) {
      assertThat(run.wrong(List.of(block))).as("without a mutation").isEmpty();
      permissions
          .asked()
          .forEach(place -> reached.computeIfAbsent(place, p -> new ArrayList<>()).add(block));
    }
    List<String> table = new ArrayList<>();
    List<String> unnoticed = new ArrayList<>();
    List<Map.Entry<String, String>> elsewhere = new ArrayList<>(ELSEWHERE);
    for (String place : places()) {
      String name = place.replaceAll(":\\d+$", "");
      List<Block> hit = reached.getOrDefault(place, List.of());
      permissions.mute(place);
      int red = run.wrong(hit).size() + run.toldApart(hit).size();
      permissions.mute(null);
      // Each reason counts for one check: a second one at the same place needs its own cell.
      Optional<Map.Entry<String, String>> reason =
          elsewhere.stream().filter(one -> red == 0 && one.getKey().equals(name)).findFirst();
      reason.ifPresent(elsewhere::remove);
      if (red == 0 && reason.isEmpty()) {
        unnoticed.add(place + " in " + hit.stream().map(Block::title).toList());
      }
      table.add(
          "| `%s` | %s |".formatted(name, reason.map(Map.Entry::getValue).orElse(red + " cells")));
    }
    if (Boolean.getBoolean("meridian.mutations.write")) {
      write(table);
    }
    assertThat(unnoticed).as("checks whose loss no cell notices").isEmpty();
    assertThat(elsewhere).as("reasons that no check needs").isEmpty();
  }

  /** Every place in the application that asks. */
  private static Set<String> places() {
    Set<String> places = new TreeSet<>();
    for (JavaClass type :
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.meridian.controlplane")) {
      for (JavaMethodCall call : type.getMethodCallsFromSelf()) {
        if (call.getTargetOwner().isEquivalentTo(Permissions.class)
            && MutedPermissions.CHECKS.contains(call.getName())) {
          places.add(
              MutedPermissions.place(
                  type.getName(),
                  call.getOrigin().getName(),
                  call.getName(),
                  call.getLineNumber()));
        }
      }
    }
    return places;
  }

  private static void write(List<String> table) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("# What each check holds");
    lines.add("");
    lines.add(
        "Written by `./meridian test --long tenant-matrix`: each check of a permission taken");
    lines.add("away alone, and how many cells of the tenant matrix turn red then.");
    lines.add("");
    lines.add("| Check | Without it |");
    lines.add("|---|---|");
    lines.addAll(table);
    Files.write(TABLE, lines);
  }
}
