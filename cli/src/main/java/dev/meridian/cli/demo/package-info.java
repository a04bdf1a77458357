/**
 * {@code meridian demo}: the whole platform on one machine, as a user would set it up. It starts a
 * control plane and five agents as processes of their own, fills them through the public API,
 * installs Kafka as a tenant, proves it with a real client, and takes everything down again.
 */
@NullMarked
package dev.meridian.cli.demo;

import org.jspecify.annotations.NullMarked;
