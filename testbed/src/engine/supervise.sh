# Holds one private engine: started with its orders on standard input, ends everything when that input ends,
# so also when the test that holds the other end is killed. Arguments: see `Engine::launch`.
home=$1 tree=$2 network=$3 keep=$4 group=$5
shift 5

# One at a time: a second engine would take the first one's data and socket away.
exec 9>"$home/lock"
if ! flock --nonblock 9; then
    echo "another engine runs in $(readlink -f "$home")" >&2
    [ -L "$home" ] && rm "$home"
    exit 1
fi

# Bridges that stood before are not ours. (Only matters when the engine shares a network with others.)
bridges() { grep -oE '^ *(docker0|br-[0-9a-f]+):' /proc/net/dev | tr -d ' :'; }
before=$(bridges)

# A process namespace ends as a whole when its first process does: no shim, proxy or container survives.
# A mount namespace takes every overlay mount with it.
[ "$network" = own ] && own=--net
unshare $own --mount --pid --fork --kill-child bash -c "$SUPERVISE_INNER" engine "$home" "$tree" "$network" "$keep" "$group" "$@"

if [ "$network" = shared ]; then
    for bridge in $(bridges); do
        grep -qxF "$bridge" <<<"$before" || "$tree/bin/busybox" ip link delete "$bridge"
    done
fi
[ -d /sys/fs/cgroup ] && find /sys/fs/cgroup -depth -type d -path "*/$group*" -exec rmdir {} + 2>/dev/null
rm -rf "$home/exec" "$home/pid" "$home/docker.sock"
if [ -L "$home" ]; then
    rm "$home"
elif [ "$keep" = no ]; then
    # Mounts of a namespace that just ended may be busy for a moment.
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        rm -rf "$home" 2>/dev/null && break
        sleep 0.2
    done
fi
