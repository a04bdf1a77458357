package dev.meridian.controlplane.testing;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Two replicas of one control plane, with one database and one address. */
public final class Replicas implements BeforeAllCallback, AfterAllCallback {
  private final RunningControlPlane first;
  private final RunningControlPlane second;

  public Replicas(Map<String, String> settings) {
    this.first = new RunningControlPlane(settings);
    this.second = new RunningControlPlane(settings, first);
  }

  public RunningControlPlane first() {
    return first;
  }

  public RunningControlPlane second() {
    return second;
  }

  public List<RunningControlPlane> both() {
    return List.of(first, second);
  }

  @Override
  public void beforeAll(ExtensionContext extension) throws IOException {
    first.start();
    second.start();
  }

  @Override
  public void afterAll(ExtensionContext extension) {
    second.stop();
    first.stop();
  }
}
