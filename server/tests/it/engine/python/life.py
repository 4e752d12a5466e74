"""A container's life, by docker's SDK for Python, from the pull to the end. What is wrong ends it with a trace."""

import os
import sys

import docker

image, name = sys.argv[1:]
token = os.environ.get("TOKEN")
if token:
    # The SDK would ask for the version before a header can be set.
    tls = docker.tls.TLSConfig(ca_cert=os.environ["CA"], verify=True)
    client = docker.DockerClient(base_url=os.environ["DOCKER_HOST"], tls=tls, version="1.51")
    client.api.headers["Authorization"] = f"Bearer {token}"
else:
    client = docker.from_env()

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
archive, _ = container.get_archive("/www/index.html")
assert b"from the registry" in b"".join(archive)
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
