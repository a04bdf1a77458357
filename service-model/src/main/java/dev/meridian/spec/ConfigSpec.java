package dev.meridian.spec;

/**
 * A file made for a task at launch.
 *
 * @param template the path of the template beside the spec
 * @param dest the path in the sandbox
 * @param content the mustache text, rendered with the task's environment
 */
public record ConfigSpec(String template, String dest, String content) {}
