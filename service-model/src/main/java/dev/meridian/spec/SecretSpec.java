package dev.meridian.spec;

import java.util.Optional;

/**
 * A secret that tasks of a pod get.
 *
 * @param path of the secret in the tenant's store
 * @param envKey the variable that holds the value
 * @param file relative to the sandbox; set when neither was given: then it is the path itself
 */
public record SecretSpec(String path, Optional<String> envKey, Optional<String> file) {}
