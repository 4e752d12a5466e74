"""A container's life, by docker's SDK for Python, from the pull to the end. What is wrong ends it with a trace. What is
printed is the same whichever way leads to the engine. Where ANEW says that requests are asked anew, what passes as it
is or not at all is refused, and what would have come of it isn't printed."""

import io
import os
import re
import sys
import tarfile
import time

import docker

image, name = sys.argv[1:]
token, anew = os.environ.get("TOKEN"), "ANEW" in os.environ
if token:
    # The SDK would ask for the version before a header can be set.
    tls = docker.tls.TLSConfig(ca_cert=os.environ["CA"], verify=True)
    client = docker.DockerClient(base_url=os.environ["DOCKER_HOST"], tls=tls, version="1.51")
    client.api.headers["Authorization"] = f"Bearer {token}"
else:
    client = docker.from_env()


def tell(what, *values):
    print(what, *(re.sub("[0-9a-f]{64}", "ID", str(value).replace(name, "NAME")) for value in values))


def tell_as_it_is(what, *values):
    tell(f"as it is: {what}", *values)


def as_it_is(do, *arguments, **options):
    if not anew:
        return do(*arguments, **options)
    try:
        do(*arguments, **options)
    except docker.errors.APIError as error:
        assert error.status_code == 403 and "(raw)" in error.explanation, error
    else:
        raise SystemExit(f"{do} {arguments} passed")


def archive_of(path, text):
    told = io.BytesIO()
    with tarfile.open(fileobj=told, mode="w") as archive:
        entry = tarfile.TarInfo(path)
        entry.size = len(text)
        archive.addfile(entry, io.BytesIO(text))
    return told.getvalue()


def refused(do, *arguments, **options):
    try:
        do(*arguments, **options)
    except docker.errors.APIError as error:
        return do.__name__, error.status_code, error.explanation
    else:
        raise SystemExit(f"{do} {arguments} succeeded")


begun = int(time.time())
assert client.ping()
assert client.version()["ApiVersion"] == "1.51"
pulled = client.images.pull(image)
assert image in pulled.tags, pulled.tags

container = client.containers.create(image, name=name, ports={"80/tcp": None}, labels={"by": name}, init=True)
container.start()
container.reload()
assert container.status == "running", container.status
bound = container.ports["80/tcp"]
assert bound and int(bound[0]["HostPort"]) > 0, bound
assert image in [tag for one in client.images.list() for tag in one.tags]
assert [one.name for one in client.containers.list(filters={"label": f"by={name}"})] == [name]

ended = container.exec_run(["sh", "-c", "echo out; echo err >&2; exit 3"], demux=True)
assert ended.exit_code == 3 and ended.output == (b"out\n", b"err\n"), ended
container.exec_run(["sh", "-c", "echo said > /proc/1/fd/1"])
assert container.logs() == b"said\n", container.logs()
assert next(container.logs(stream=True, follow=True)) == b"said\n"

_, socket = container.exec_run(["cat"], stdin=True, socket=True, tty=True)
raw = getattr(socket, "_sock", socket)
raw.sendall(b"typed\n")
heard = b""
while heard.count(b"typed") < 2:
    piece = raw.recv(1024)
    assert piece, heard
    heard += piece
socket.close()

assert container.stats(stream=False)["name"].endswith(name)

# Files, in both directions.
archive, stat = container.get_archive("/www/index.html")
assert b"from the registry" in b"".join(archive)
tell("stat", stat["name"], stat["size"], stat["mode"])
as_it_is(container.put_archive, "/tmp", archive_of("put.txt", b"put there\n"))
if not anew:
    tell_as_it_is("put", container.exec_run(["cat", "/tmp/put.txt"]).output)
    archive, stat = container.get_archive("/tmp/put.txt")
    back = tarfile.open(fileobj=io.BytesIO(b"".join(archive)))
    tell_as_it_is("got", stat["name"], stat["size"], back.getnames(), back.extractfile("put.txt").read())
    tell_as_it_is(*refused(container.put_archive, "/nothing", archive_of("x", b"x")))
container.exec_run(["touch", "/tmp/touched"])
tell("diff", sorted(change["Path"] for change in container.diff() if "touched" in change["Path"]))
tell(*refused(container.get_archive, "/nothing"))

# Execs: variables, a folder, a user, piece by piece, and what there is none of.
made = container.exec_run(["sh", "-c", "echo $MOTTO; pwd; id -u"], environment={"MOTTO": "hi"}, workdir="/tmp", user="7")
tell("exec", made.exit_code, made.output)
_, pieces = container.exec_run(["sh", "-c", "for i in 1 2 3; do echo $i; done"], stream=True)
tell("exec, streamed", b"".join(pieces))
exec_id = client.api.exec_create(container.id, ["true"])["Id"]
client.api.exec_start(exec_id)
tell("exec, inspected", client.api.exec_inspect(exec_id)["ExitCode"])
tell("no such program", container.exec_run(["nothing"]).exit_code)
tell(*refused(client.api.exec_start, "0" * 64))

# Logs, as they come.
following = container.logs(stream=True, follow=True, tail=0)
for said, to in [("later", 1), ("wrong", 2)]:
    container.exec_run(["sh", "-c", f"echo {said} > /proc/1/fd/{to}"])
    tell("followed", next(following))
tell("tail", container.logs(tail=1, stdout=True, stderr=False))
following.close()
tell("top", container.top()["Titles"])

# A network and a volume.
network = client.networks.create(f"{name}-net", driver="bridge", labels={"by": name})
network.connect(container, aliases=["other"])
network.reload()
tell("on it", [one.name for one in network.containers])
network.disconnect(container)
network.reload()
tell("left", network.containers, network.attrs["Labels"])
tell(*refused(client.networks.get, f"{name}-nothing"))
volume = client.volumes.create(f"{name}-data", labels={"by": name})
wrote = client.containers.run(image, ["sh", "-c", "echo kept > /d/file"], volumes={volume.name: {"bind": "/d"}}, remove=True)
read = client.containers.run(image, ["cat", "/d/file"], volumes={volume.name: {"bind": "/d", "mode": "ro"}}, remove=True)
tell("volume", wrote, read, [one.name for one in client.volumes.list(filters={"label": f"by={name}"})])
tell(*refused(client.volumes.get, f"{name}-nothing"))
try:
    client.containers.run(image, ["sh", "-c", "echo out; echo err >&2; exit 7"], remove=True)
except docker.errors.ContainerError as error:
    tell("run", error.exit_status, error.stderr)

# An image, built, saved and loaded.
if not anew:
    dockerfile = f"FROM {image}\nLABEL by={name}\nRUN echo built > /built\n".encode()
    context = io.BytesIO(archive_of("Dockerfile", dockerfile))
    built, said = client.images.build(fileobj=context, custom_context=True, tag=f"{name}-image:1", rm=True)
    tell_as_it_is("built", built.tags, built.labels, any("Successfully built" in step.get("stream", "") for step in said))
    tell_as_it_is("in it", client.containers.run(built, ["cat", "/built"], remove=True))
    saved = b"".join(built.save(named=True))
    client.images.remove(f"{name}-image:1")
    tell_as_it_is(*refused(client.images.get, f"{name}-image:1"))
    tell_as_it_is("loaded", [one.tags for one in client.images.load(saved)])
    client.images.remove(f"{name}-image:1")
    broken = io.BytesIO(archive_of("Dockerfile", f"FROM {image}\nRUN exit 9\n".encode()))
    try:
        client.images.build(fileobj=broken, custom_context=True, rm=True, forcerm=True)
    except docker.errors.BuildError as error:
        tell_as_it_is("build", error)

network.remove()
as_it_is(volume.remove)
container.stop(timeout=5)
container.reload()
assert container.status == "exited", container.status
assert container.wait()["StatusCode"] == 0
container.remove()
try:
    client.containers.get(name)
    raise SystemExit("it is there still")
except docker.errors.NotFound as error:
    assert name in error.explanation, error.explanation

client.images.remove(image)
tell("image", *refused(client.images.get, image))

# All of it was heard.
events = client.events(since=begun, until=int(time.time()) + 1, decode=True, filters={"label": f"by={name}"})
actions = [event["Action"] for event in events if event["Actor"]["ID"] == container.id]
tell("events", sorted(action for action in actions if action in ("create", "start", "die", "stop", "destroy")))
live = client.events(decode=True, filters={"type": "volume"})
as_it_is(client.volumes.create(f"{name}-more").remove)
heard = next(live)
tell("events, live", heard["Action"], heard["Actor"]["ID"])
if not anew:
    heard = next(live)
    tell_as_it_is("events, live", heard["Action"], heard["Actor"]["ID"])
live.close()
