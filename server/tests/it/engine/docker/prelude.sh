# What the commands in commands.sh may use.
set -o pipefail

# Runs a command on a terminal of 30 lines and 100 columns, and types a text once it has written a word. Gives how it
# ends, and its output without what a terminal adds: `terminal WORD TEXT COMMAND…`
terminal() {
  local word=$1 text=$2 end
  shift 2
  rm -f keys screen
  mkfifo keys
  : > screen
  script --quiet --return --flush --command "stty rows 30 cols 100; $*" screen < keys > /dev/null &
  exec 9> keys
  until grep --quiet -- "$word" screen; do kill -0 $! 2> /dev/null || break; sleep 0.05; done
  printf '%b' "$text" >&9
  wait $!
  end=$?
  exec 9>&-
  grep --invert-match '^Script ' screen | tr -d '\r'
  return $end
}
