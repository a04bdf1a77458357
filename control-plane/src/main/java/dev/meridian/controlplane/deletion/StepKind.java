package dev.meridian.controlplane.deletion;

/** What is done for each tenant that goes, in this order. */
enum StepKind {
  INSTANCES("asks for the uninstall of every instance, with the data of its volumes"),
  WORKLOAD("waits until no pod runs and no volume is left"),
  MEMBERS("takes away role bindings, roles and service accounts"),
  SECRETS("removes the secrets with all their versions"),
  HISTORY("removes instances, plans, orders and events"),
  CATALOG("removes the packages that the tenant published"),
  QUOTAS("gives back quota and removes limits"),
  KEYS("destroys the data keys: what they sealed cannot be opened again, in no copy"),
  TENANT("closes the tenant; its name is free again");

  private final String text;

  StepKind(String text) {
    this.text = text;
  }

  /** For people. */
  String text() {
    return text;
  }
}
