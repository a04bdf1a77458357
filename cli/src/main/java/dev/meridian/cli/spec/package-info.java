/**
 * Offline commands for a bare service spec, such as the {@code svc.yml} of somebody who comes from
 * DC/OS: check it, render it, and show the plans that the engine would build. Needs no control
 * plane.
 */
@NullMarked
package dev.meridian.cli.spec;

import org.jspecify.annotations.NullMarked;
