// What a homelab runs: three stacks, one thing that is ill, one that is paused, one that has ended and one that never
// began, whose port is taken.

/** Furnishes an engine. */
export async function furnish(engine) {
  const run = (stack, service, image, options = []) => {
    const labels = ["--label", `com.docker.compose.project=${stack}`, "--label", `com.docker.compose.service=${service}`];
    return engine.docker("run", "--detach", "--init", "--name", `${stack}-${service}-1`, ...labels, ...options, image);
  };
  await engine.push("wiki:2.5", 5, "wiki");
  for (const [name, layers] of [["photos:2.4", 4], ["grafana:11.2", 3], ["postgres:17", 4], ["redis:7.4", 2]]) {
    const pushed = await engine.push(name, layers, name);
    await engine.docker("pull", "--quiet", pushed);
    await engine.docker("tag", pushed, name);
    await engine.docker("rmi", pushed);
  }
  const healthy = ["--health-cmd", "echo 200 OK", "--health-interval", "2s"];
  const ill = ["--health-cmd", "echo 'last backup is 3 days old'; exit 1", "--health-interval", "2s", "--health-retries", "1"];
  const settings = ["--env", "TZ=Europe/Berlin", "--env", "UPLOAD_LIMIT=2g", "--volume", "photos-library:/library"];
  const restart = ["--restart", "unless-stopped"];
  await engine.docker("network", "create", "--label", "com.docker.compose.project=photos", "photos_default");
  await run("photos", "web", "photos:2.4", ["--publish", "8080:80", "--network", "photos_default", ...settings, ...restart, ...healthy]);
  await run("photos", "worker", "photos:2.4", ["--network", "photos_default", ...settings]);
  await run("photos", "db", "postgres:17", ["--network", "photos_default", "--volume", "photos-db:/var/lib/postgresql", ...healthy]);
  await run("photos", "cache", "redis:7.4", ["--network", "photos_default"]);
  await run("monitoring", "grafana", "grafana:11.2", ["--publish", "3000:80", "--volume", "grafana-data:/data", ...healthy]);
  await run("monitoring", "db", "postgres:17", ["--volume", "monitoring-db:/var/lib/postgresql"]);
  await run("home", "automation", "redis:7.4", ["--publish", "8123:8123", "--publish", "53:53/udp", ...restart]);
  await run("home", "doorbell", "redis:7.4");
  await engine.docker("pause", "home-doorbell-1");
  await engine.docker("run", "--detach", "--name", "backup", "--init", ...ill, "busybox", "sleep", "1d");
  await engine.docker("run", "--detach", "--name", "import-2019", "busybox", "sh", "-c", "exit 3");
  await engine.docker("run", "--detach", "--name", "migrate", "busybox", "true");
  await engine.docker("create", "--name", "spare", "--publish", "8080:80", "photos:2.4");
}
