package dev.meridian.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The paths of tenants, administrators and finance in a real browser, with axe finding nothing and
 * nothing being refused; the paths themselves are in web-ui/e2e.
 */
@OnPlatform
class BrowserIT {
  private static final int TIMEOUT_MINUTES = 6;

  @Test
  void takesEveryPersonAlongTheirPath(Platform platform) throws Exception {
    Path web = Checkout.folder().resolve("web-ui");
    assumeTrue(Files.isDirectory(web.resolve("e2e")), "this checkout has no web interface");
    assertThat(web.resolve("dist/index.html")).as("the built web interface").exists();
    platform.publish("hello-world");
    Path log = platform.folder().resolve("logs/browser.log");
    ProcessBuilder browser =
        new ProcessBuilder("npm", "run", "e2e")
            .directory(web.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    browser.environment().put("MERIDIAN_URL", platform.controlPlane().url().toString());
    browser.environment().put("MERIDIAN_USER", Platform.DEVELOPER);
    browser.environment().put("MERIDIAN_PASSWORD", platform.password());
    Process process = browser.start();
    boolean ended = process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES);
    if (!ended) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    assertThat(ended && process.exitValue() == 0)
        .as("the browser test: %s%n%s", Files.readString(log), platform.lastLines())
        .isTrue();
  }
}
