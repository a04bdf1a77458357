package dev.meridian.cli;

import dev.meridian.cli.api.Api;
import dev.meridian.cli.api.ControlPlaneAddress;
import dev.meridian.cli.api.Json;
import dev.meridian.cli.auth.Access;
import dev.meridian.cli.view.Palette;
import dev.meridian.cli.view.Table;
import dev.meridian.cli.view.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What one command run knows: its environment, the global options, and the API behind them. */
public final class Session {
  private final Environment environment;
  private final GlobalOptions options;
  private @Nullable Api api;
  private boolean saidViewing;

  Session(Environment environment, GlobalOptions options) {
    this.environment = environment;
    this.options = options;
  }

  public Environment environment() {
    return environment;
  }

  public Terminal terminal() {
    return environment.terminal();
  }

  public Palette palette() {
    return new Palette(terminal().colour() && !options.noColor());
  }

  public boolean wantsJson() {
    return options.json();
  }

  /**
   * Address of the control plane: the option, the environment, or what the token file remembers;
   * and so with the authorities that vouch for it.
   */
  public ControlPlaneAddress address() {
    return Access.in(environment)
        .address(Optional.ofNullable(options.url()), Optional.ofNullable(options.authorities()));
  }

  /** The API as the caller; signs in with what is there at the first request that needs it. */
  public Api api() {
    Api known = api;
    if (known == null) {
      ControlPlaneAddress address = address();
      known = new Api(address, Access.in(environment).bearer(address), this::sayViewing);
      api = known;
    }
    return known;
  }

  /** Says once that what is shown is a tenant's view; programs ask for {@code /me}. */
  private void sayViewing(String tenant) {
    if (!saidViewing && !wantsJson()) {
      terminal().err().println("(viewing as " + tenant + ", read only)");
    }
    saidViewing = true;
  }

  /** The tenant that was asked for, if any was. */
  public Optional<String> tenantAsked() {
    return Optional.ofNullable(options.tenant()).or(() -> environment.variable("MERIDIAN_TENANT"));
  }

  /**
   * The tenant's path as it stands in an API path.
   *
   * @throws CommandFailure when none was named and the caller does not belong to exactly one
   */
  public String tenantPath() {
    return "/tenants/" + tenantAsked().orElseGet(this::onlyTenant).replace("/", "~");
  }

  private String onlyTenant() {
    List<String> paths =
        Stream.of(api().get("/me").path("bindings"))
            .flatMap(bindings -> bindings.values().stream())
            .map(binding -> binding.path("tenant").path("path").asString(""))
            .filter(path -> !path.isEmpty())
            .distinct()
            .toList();
    if (paths.size() == 1) {
      return paths.getFirst();
    }
    throw new CommandFailure(
        ExitCode.USAGE,
        paths.isEmpty()
            ? "You belong to no tenant, so name one with --tenant PATH (meridian tenant list)."
            : "You belong to several tenants. Name one with --tenant: " + String.join(", ", paths));
  }

  /**
   * Prints what the API answers in another format than JSON, as it comes.
   *
   * @throws UncheckedIOException when it breaks off
   */
  public int printText(String path, String format) {
    try (InputStream body = api().open(path, format).body()) {
      body.transferTo(terminal().out());
      terminal().out().flush();
      return ExitCode.OK.number();
    } catch (IOException broken) {
      throw new UncheckedIOException("The answer broke off; ask again", broken);
    }
  }

  /** Prints all items: as a JSON array when asked, else as a table, else the sentence for none. */
  public int printList(List<JsonNode> items, Table table, String none) {
    if (wantsJson()) {
      terminal().out().println(Json.pretty(Json.array(items)));
    } else if (items.isEmpty()) {
      terminal().out().println(none);
    } else {
      table.lines(items, palette()).forEach(terminal().out()::println);
    }
    return ExitCode.OK.number();
  }

  /** Prints one thing: as JSON when asked, else as labelled lines. */
  public int printOne(JsonNode item, Table details) {
    if (wantsJson()) {
      terminal().out().println(Json.pretty(item));
    } else {
      details.labelled(item, palette()).forEach(terminal().out()::println);
    }
    return ExitCode.OK.number();
  }

  /** Prints what a check found; fails when the document is not as it was signed. */
  public int print(Finding finding) {
    if (wantsJson()) {
      terminal().out().println(Json.pretty(finding.json()));
    } else {
      finding.lines().forEach(terminal().out()::println);
    }
    return (finding.intact() ? ExitCode.OK : ExitCode.FAILED).number();
  }
}
