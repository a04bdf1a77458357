package dev.meridian.controlplane;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Starts the control plane: API, reconcilers and federation server in one process. */
@SpringBootApplication(scanBasePackages = {"dev.meridian.controlplane", "dev.meridian.tenancy"})
@EnableScheduling
public class ControlPlane {
  static void main(String[] args) {
    SpringApplication.run(ControlPlane.class, args);
  }
}
