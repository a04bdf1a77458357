#!/bin/sh
# Tries to open what the file "targets" names, line by line, and says what it got.
cd "$MERIDIAN_SANDBOX" || exit
trap 'exit 0' TERM INT
echo "$$" > started
while [ ! -e targets ]; do
  sleep 1 &
  wait $!
done
tried=0
while read -r target; do
  tried=$((tried + 1))
  case $target in
    "pid "*) kill -0 "${target#pid }" 2>/dev/null && echo "SIGNALLED $target" ;;
    *)
      if [ -n "$(head -c 64 "$target" 2>/dev/null | tr -d '\0')" ]; then echo "READ $target"; fi
      if [ -n "$(ls "$target/" 2>/dev/null)" ]; then echo "LISTED $target"; fi
      if (: >>"$target") 2>/dev/null; then echo "WROTE $target"; fi
      if (: >"$target/.snoop") 2>/dev/null; then echo "WROTE INTO $target"; fi
      ;;
  esac
done <targets
echo "tried $tried"
while :; do
  sleep 5 &
  wait $! || true
done
