package dev.meridian.cli;

import dev.meridian.cli.audit.AuditCommands;
import dev.meridian.cli.auth.LoginCommand;
import dev.meridian.cli.auth.LogoutCommand;
import dev.meridian.cli.catalog.PackageCommands;
import dev.meridian.cli.demo.DemoCommand;
import dev.meridian.cli.fleet.NodeCommands;
import dev.meridian.cli.fleet.RegionCommands;
import dev.meridian.cli.fleet.VolumeCommands;
import dev.meridian.cli.instances.EndpointsCommand;
import dev.meridian.cli.instances.InstanceCommands;
import dev.meridian.cli.instances.LogsCommand;
import dev.meridian.cli.instances.PlanCommands;
import dev.meridian.cli.instances.PodCommands;
import dev.meridian.cli.secrets.KeyCommands;
import dev.meridian.cli.secrets.SecretCommands;
import dev.meridian.cli.spec.SpecCommands;
import dev.meridian.cli.tenants.AccountCommands;
import dev.meridian.cli.tenants.CanICommand;
import dev.meridian.cli.tenants.GroupCommands;
import dev.meridian.cli.tenants.IdentityCommands;
import dev.meridian.cli.tenants.InvitationCommands;
import dev.meridian.cli.tenants.MemberCommands;
import dev.meridian.cli.tenants.MetricsCommand;
import dev.meridian.cli.tenants.QuotaCommands;
import dev.meridian.cli.tenants.RoleCommands;
import dev.meridian.cli.tenants.SecondFactorCommands;
import dev.meridian.cli.tenants.ServiceAccountCommands;
import dev.meridian.cli.tenants.SessionCommands;
import dev.meridian.cli.tenants.TenantCommands;
import dev.meridian.cli.tenants.UsageCommand;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The root of the command tree; holds the options that every command takes. */
@Command(
    name = "meridian",
    description = "Everything as a service, everywhere: the Meridian command line.",
    synopsisSubcommandLabel = "COMMAND",
    usageHelpAutoWidth = true,
    subcommands = {
      LoginCommand.class,
      LogoutCommand.class,
      PackageCommands.class,
      SpecCommands.class,
      InstanceCommands.class,
      PlanCommands.class,
      PodCommands.class,
      EndpointsCommand.class,
      LogsCommand.class,
      RegionCommands.class,
      NodeCommands.class,
      VolumeCommands.class,
      TenantCommands.class,
      MemberCommands.class,
      RoleCommands.class,
      GroupCommands.class,
      InvitationCommands.class,
      CanICommand.class,
      AccountCommands.class,
      SessionCommands.class,
      SecondFactorCommands.class,
      ServiceAccountCommands.class,
      IdentityCommands.class,
      QuotaCommands.class,
      SecretCommands.class,
      KeyCommands.class,
      UsageCommand.class,
      MetricsCommand.class,
      AuditCommands.class,
      VersionCommand.class,
      CompletionCommand.class,
      DemoCommand.class
    },
    footerHeading = "%nExit codes%n",
    footer = {
      "  0 ok               3 not signed in, or no right   6 control plane unreachable",
      "  1 refused, failed  4 not found                    7 timed out",
      "  2 wrong use        5 conflict, or not placeable"
    })
final class MeridianCommand extends CommandGroup implements GlobalOptions {
  @Option(
      names = "--url",
      scope = ScopeType.INHERIT,
      paramLabel = "URL",
      description =
          "Address of the control plane (or MERIDIAN_URL; else the last one signed in to).")
  @Nullable String url;

  @Option(
      names = "--ca-file",
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description =
          "PEM file with the authority of the control plane's certificate, when it is one of your own (or MERIDIAN_CA_FILE; login remembers it).")
  @Nullable Path authorities;

  @Option(
      names = "--tenant",
      scope = ScopeType.INHERIT,
      paramLabel = "PATH",
      description =
          "Tenant such as acme/streams (or MERIDIAN_TENANT; else the only one you belong to).")
  @Nullable String tenant;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Print JSON as the API answers it; errors as problem details on stderr.")
  boolean json;

  @Option(names = "--no-color", scope = ScopeType.INHERIT, description = "Plain text.")
  boolean noColor;

  @Option(
      names = {"-h", "--help"},
      scope = ScopeType.INHERIT,
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Override
  public @Nullable String url() {
    return url;
  }

  @Override
  public @Nullable Path authorities() {
    return authorities;
  }

  @Override
  public @Nullable String tenant() {
    return tenant;
  }

  @Override
  public boolean json() {
    return json;
  }

  @Override
  public boolean noColor() {
    return noColor;
  }
}
