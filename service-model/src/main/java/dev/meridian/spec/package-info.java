/**
 * The service spec: what a distributed system is made of (pods, tasks, resources, plans), read from
 * a mustache template and YAML, validated with positions, compared, stored as JSON and turned into
 * plans. Everything here is an immutable value or a pure function; nothing knows of a database, a
 * clock or a node.
 */
@NullMarked
package dev.meridian.spec;

import org.jspecify.annotations.NullMarked;
