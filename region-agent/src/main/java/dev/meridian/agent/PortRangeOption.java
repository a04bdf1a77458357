package dev.meridian.agent;

import dev.meridian.protocol.v1.PortRange;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a range of ports such as {@code 20000-20999}. */
final class PortRangeOption implements ITypeConverter<PortRange> {
  @Override
  public PortRange convert(String text) {
    String[] parts = text.split("-", -1);
    try {
      if (parts.length == 2) {
        int begin = Integer.parseInt(parts[0].strip());
        int end = Integer.parseInt(parts[1].strip());
        if (begin >= 1 && begin <= end && end <= 65_535) {
          return PortRange.newBuilder().setBegin(begin).setEnd(end).build();
        }
      }
    } catch (NumberFormatException notNumbers) {
      throw new TypeConversionException(
          "\"" + text + "\" is not a range of ports; write it like 20000-20999");
    }
    throw new TypeConversionException(
        "\"" + text + "\" is not a range of ports from 1 to 65535; write it like 20000-20999");
  }
}
