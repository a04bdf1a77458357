package dev.meridian.controlplane.platform;

/**
 * What is wrong with one field of a request.
 *
 * @param pointer JSON pointer into the request's body, such as {@code /options/brokers/count}
 */
public record FieldError(String pointer, String message) {}
