/**
 * Commands about service instances: installing and removing them, their plans, pods, endpoints and
 * logs.
 */
@NullMarked
package dev.meridian.cli.instances;

import org.jspecify.annotations.NullMarked;
