package dev.meridian.tenancy;

/** The jobs that may see every tenant's rows. A test freezes the list. */
public enum SystemJob {
  WORK_QUEUE,
  PLACEMENT,
  FEDERATION,
  CATALOG,
  IDENTITY,
  TENANT_ADMINISTRATION,
  REGION_ADMINISTRATION,
  USAGE,
  FEED,
  MAINTENANCE,
  AUDIT,
  QUOTA
}
