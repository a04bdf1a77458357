/**
 * Makes the OpenAPI document say what the code says: which members are always there, which may be
 * null, and which problems an operation answers with. It reads the controllers and their records
 * and knows no feature.
 */
@NullMarked
package dev.meridian.controlplane.apidocument;

import org.jspecify.annotations.NullMarked;
