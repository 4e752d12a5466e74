# The first process of an engine's namespaces. Reads orders, one a line, answers each with `done` or `failed`.
home=$1 tree=$2 network=$3 keep=$4 group=$5
shift 5
# What it runs doesn't hold the folder.
exec 9>&-
export PATH=$tree/usr/sbin:$tree/usr/bin:$PATH
# What was asked of the engine outside must not reach this one.
unset DOCKER_HOST DOCKER_CONTEXT DOCKER_TLS_VERIFY DOCKER_CERT_PATH NOTIFY_SOCKET LISTEN_FDS

mount -t proc proc /proc
if [ "$network" = own ]; then
    "$tree/bin/busybox" ip link set lo up
    # The engine reads its bridges' state in /sys, which shows the network it was mounted in.
    mkdir -p "$home/sys"
    mount -t sysfs sysfs "$home/sys" && mount --rbind /sys/fs/cgroup "$home/sys/fs/cgroup" &&
        mount --rbind "$home/sys" /sys
fi
mount --make-rshared /
# The shims' sockets go with this engine, too.
mkdir -p /run/containerd && mount -t tmpfs tmpfs /run/containerd

daemon=
start() {
    rm -f "$home/pid"
    # Where the data are themselves: a container's root may not be reached through a link.
    dockerd --data-root "$(readlink -f "$home")/data" --exec-root "$home/exec" --pidfile "$home/pid" \
        --host "unix://$home/docker.sock" --cgroup-parent "/$group" "$@" </dev/null >>"$home/log" 2>&1 &
    daemon=$!
}

while read -r order; do
    case $order in
    start) start "$@" ;;
    stop) kill -TERM "$daemon" && kill -CONT "$daemon" && { wait "$daemon"; true; } ;;
    kill) kill -KILL "$daemon" && { wait "$daemon" 2>/dev/null; true; } ;;
    pause) kill -STOP "$daemon" ;;
    resume) kill -CONT "$daemon" ;;
    *) false ;;
    esac && echo done || echo failed
done

# A process that is frozen by the first version of control groups can't be killed, and would hold up the end.
thaw() {
    find /sys/fs/cgroup -path "*/$group*" -name freezer.state 2>/dev/null | while read -r state; do
        echo THAWED >"$state"
    done
}

# Data that is used again is left in good order.
[ "$keep" = yes ] && [ -n "$daemon" ] && kill -TERM "$daemon" && kill -CONT "$daemon" && wait "$daemon"
thaw
