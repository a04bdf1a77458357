package dev.meridian.controlplane;

import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.scheduling.annotation.EnableScheduling;

/**
 * Starts the control plane: API, reconcilers and federation server in one process. With {@code
 * restore} as the first argument it only says that the database was set back.
 */
@SpringBootApplication(scanBasePackages = {"dev.meridian.controlplane", "dev.meridian.tenancy"})
@EnableScheduling
public class ControlPlane {
  static void main(String[] args) throws InterruptedException {
    List<String> arguments = List.of(args);
    if (!arguments.isEmpty() && arguments.getFirst().equals("restore")) {
      System.exit(RestoreCommand.run(arguments.subList(1, arguments.size())));
    }
    SpringApplication.run(ControlPlane.class, args);
  }
}
