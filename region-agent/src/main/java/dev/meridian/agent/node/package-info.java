/** What this machine is and has: resources, JDKs, ports, clocks. */
@NullMarked
package dev.meridian.agent.node;

import org.jspecify.annotations.NullMarked;
