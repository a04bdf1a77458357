package dev.meridian.cli.auth;

import dev.meridian.cli.CommandFailure;
import dev.meridian.cli.ExitCode;
import dev.meridian.cli.api.ControlPlaneAddress;
import dev.meridian.cli.api.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The sign-ins of this user, one per control plane, in a file that only they can read. */
final class TokenFile {
  private final Path file;

  TokenFile(Path configFolder) {
    this.file = configFolder.resolve("sign-ins.json");
  }

  /** The control plane last signed in to. */
  Optional<String> lastUrl() {
    return Optional.of(Json.text(read(), "/last")).filter(url -> !url.isEmpty());
  }

  Optional<SignIn> of(URI url) {
    JsonNode entry = read().path("signIns").path(url.toString());
    if (!entry.isObject()) {
      return Optional.empty();
    }
    return Optional.of(
        new SignIn(
            Json.text(entry, "/accessToken"),
            Optional.of(Json.text(entry, "/refreshToken")).filter(token -> !token.isEmpty()),
            Instant.parse(Json.text(entry, "/expiresAt")),
            Json.text(entry, "/username")));
  }

  /** Whose word was taken at the sign-in to a control plane, when it was not the JDK's choice. */
  Optional<Path> authorities(URI url) {
    return Optional.of(Json.text(read().path("signIns").path(url.toString()), "/authorities"))
        .filter(file -> !file.isEmpty())
        .map(Path::of);
  }

  void keep(ControlPlaneAddress address, SignIn signIn) {
    URI url = address.url();
    ObjectNode document = read();
    ObjectNode entry =
        document
            .put("last", url.toString())
            .withObjectProperty("signIns")
            .putObject(url.toString())
            .put("accessToken", signIn.accessToken())
            .put("expiresAt", signIn.expiresAt().toString())
            .put("username", signIn.username());
    signIn.refreshToken().ifPresent(token -> entry.put("refreshToken", token));
    address.authorities().ifPresent(file -> entry.put("authorities", file.toString()));
    write(document);
  }

  /** Forgets a sign-in; says whether there was one. */
  boolean forget(URI url) {
    ObjectNode document = read();
    boolean known = document.withObjectProperty("signIns").remove(url.toString()) != null;
    if (known) {
      write(document);
    }
    return known;
  }

  private ObjectNode read() {
    try {
      return Json.parse(Files.readString(file)) instanceof ObjectNode document
          ? document
          : Json.object();
    } catch (java.nio.file.NoSuchFileException none) {
      return Json.object();
    } catch (IOException | JacksonException unreadable) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "Cannot read "
              + file
              + " ("
              + unreadable.getMessage()
              + "). Remove it and sign in again.");
    }
  }

  private void write(ObjectNode document) {
    try {
      Files.createDirectories(file.getParent(), onlyMine("rwx------"));
      Path next = Files.createTempFile(file.getParent(), "sign-ins", ".new", onlyMine("rw-------"));
      Files.writeString(next, Json.pretty(document) + "\n");
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException unwritable) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "Cannot write "
              + file
              + " ("
              + unwritable.getMessage()
              + "). Make the folder writable or set XDG_CONFIG_HOME.");
    }
  }

  private static FileAttribute<?>[] onlyMine(String permissions) {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
