package dev.meridian.cli.catalog;

import dev.meridian.cli.CommandFailure;
import dev.meridian.cli.ExitCode;
import dev.meridian.cli.api.Api;
import dev.meridian.cli.api.ArtifactUploads;
import dev.meridian.cli.api.Json;
import dev.meridian.cli.packages.Bundle;
import dev.meridian.cli.packages.PackageBuildException;
import dev.meridian.cli.packages.PackageBuilder;
import dev.meridian.cli.packages.PackageBuilder.LockMode;
import dev.meridian.cli.packages.ProgressListener;
import dev.meridian.cli.view.Units;
import dev.meridian.spec.SpecProblem;
import dev.meridian.spec.packages.PackageDefinition;
import dev.meridian.spec.packages.PackageFiles;
import dev.meridian.spec.packages.PackageMetadata;
import dev.meridian.spec.packages.PackageResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Builds package folders and publishes them: artifacts first, each once, then the package. */
public final class PackagePublisher {
  private final Api api;
  private final Path bundles;

  /**
   * @param bundles where built bundles are laid out
   */
  public PackagePublisher(Api api, Path bundles) {
    this.api = api;
    this.bundles = bundles;
  }

  /**
   * Publishes every package under a folder in order of name.
   *
   * @return a sentence for each
   */
  public List<String> publishAll(Path catalog, ProgressListener progress) {
    List<String> sentences = new ArrayList<>();
    try (Stream<Path> folders = Files.list(catalog)) {
      for (Path folder :
          folders.filter(each -> Files.exists(each.resolve("package.yml"))).sorted().toList()) {
        sentences.add(publishNew(folder, progress));
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException("Cannot read " + catalog, unreadable);
    }
    return sentences;
  }

  private String publishNew(Path folder, ProgressListener progress) {
    PackageMetadata metadata = metadata(folder);
    String name = metadata.name() + " " + metadata.version();
    String path =
        "/packages/"
            + Api.encode(metadata.name())
            + "/versions/"
            + Api.encode(metadata.version().toString());
    if (api.find(path).isPresent()) {
      return name + " is published already";
    }
    publish(folder, progress);
    return "Published " + name;
  }

  private static PackageMetadata metadata(Path folder) {
    PackageResult read = PackageDefinition.read(PackageFiles.ofFolder(folder));
    return read.definition()
        .map(PackageDefinition::metadata)
        .orElseThrow(
            () ->
                new CommandFailure(
                    ExitCode.FAILED,
                    read.problems().stream()
                        .map(SpecProblem::toString)
                        .collect(Collectors.joining("\n"))));
  }

  /** Builds a package; its problems become a failed command. */
  static Bundle build(Path folder, Path out, LockMode lockMode, ProgressListener progress) {
    try {
      return PackageBuilder.build(folder, out, lockMode, progress);
    } catch (PackageBuildException failure) {
      throw new CommandFailure(ExitCode.FAILED, String.valueOf(failure.getMessage()));
    }
  }

  /** Builds and publishes one package folder. */
  public JsonNode publish(Path folder, ProgressListener progress) {
    return publish(build(folder, bundles, LockMode.RESPECT, progress), progress);
  }

  /** Uploads what the control plane lacks and publishes the package. */
  private JsonNode publish(Bundle bundle, ProgressListener progress) {
    ArtifactUploads uploads = new ArtifactUploads(api);
    long total = bundle.blobs().stream().mapToLong(Bundle.Blob::size).sum();
    long done = 0;
    int count = 0;
    for (Bundle.Blob blob : bundle.blobs()) {
      uploads.upload(blob.digest(), blob.size(), blob.path(), bytes -> {});
      done += blob.size();
      count++;
      if (count % 20 == 0 || count == bundle.blobs().size()) {
        progress.progress(
            "%s: %d of %d artifacts are there, %s of %s"
                .formatted(
                    bundle.name(),
                    count,
                    bundle.blobs().size(),
                    Units.bytes(done),
                    Units.bytes(total)));
      }
    }
    return post(bundle.packageZip());
  }

  private JsonNode post(Path zip) {
    try {
      return Json.parse(
          api.send(
                  "POST",
                  "/packages",
                  BodyPublishers.ofFile(zip),
                  Map.of(
                      "Content-Type",
                      "application/zip",
                      "Idempotency-Key",
                      UUID.randomUUID().toString()))
              .body());
    } catch (IOException missing) {
      throw new UncheckedIOException("Cannot read " + zip, missing);
    }
  }
}
